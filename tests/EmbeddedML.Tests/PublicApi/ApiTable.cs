using System.Reflection;
using System.Text;

namespace EmbeddedML.Tests.PublicApi;

/// <summary>What of ML.NET's public API an assembly has, as a page: a table of the types that it has, and a list of the others.</summary>
internal static class ApiTable
{
    public static string Make(Assembly assembly)
    {
        Dictionary<string, Type> present = assembly.GetExportedTypes().ToDictionary(ApiText.Header);
        var page = new StringBuilder("""
            # What of ML.NET is in EmbeddedML

            Made by the test `ApiTableTests` from the assembly and the list of the public API of Microsoft.ML 5.0.0; the test says how to make
            it anew. "All" means every public member of the type. A member that is missing is named without its parameters.


            """);
        foreach (IGrouping<string, ApiType> group in ApiList.Types().GroupBy(t => t.Assembly))
        {
            ApiType[] types = group.ToArray();
            ApiType[] here = types.Where(t => present.ContainsKey(t.Header)).ToArray();
            page.Append($"## {group.Key}: {here.Length} of {types.Length} types\n\n");
            if (here.Length > 0)
                page.Append("| type | members | missing |\n|---|---|---|\n");
            foreach (ApiType type in here)
                page.Append(Row(type, ApiText.Members(present[type.Header]).ToHashSet()));
            string[] absent = types.Except(here).Select(t => $"`{t.Name}`").ToArray();
            if (absent.Length > 0)
                page.Append($"\nNot in it: {string.Join(", ", absent)}.\n");
            page.Append('\n');
        }
        return page.ToString().TrimEnd() + "\n";
    }

    private static string Row(ApiType type, HashSet<string> members)
    {
        string[] missing = type.Members.Where(m => !members.Contains(m)).Select(ShortName).Distinct().Order(StringComparer.Ordinal).ToArray();
        int count = type.Members.Count(members.Contains);
        string share = missing.Length == 0 ? "all" : $"{count} of {type.Members.Count}";
        return $"| `{type.Name}` | {share} | {string.Join(", ", missing.Select(m => $"`{m}`"))} |\n";
    }

    // "public IDataView Cache(IDataView input, ...)" is Cache; "A = 1" is A.
    private static string ShortName(string member)
    {
        string head = member.Split('(', '{', '=')[0].TrimEnd();
        return head[(head.LastIndexOf(' ') + 1)..];
    }
}
