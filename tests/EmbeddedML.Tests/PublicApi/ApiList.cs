using System.Text.RegularExpressions;

namespace EmbeddedML.Tests.PublicApi;

/// <summary>The list of the public API of Microsoft.ML 5.0.0 in microsoft.ml-5.0.0.txt: types at the margin, members indented.</summary>
internal static partial class ApiList
{
    private const string AssemblyHeading = "## assembly ";

    /// <summary>The types, in the order of the list.</summary>
    public static IReadOnlyList<ApiType> Types()
    {
        var types = new List<ApiType>();
        string assembly = "";
        foreach (string line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "PublicApi", "microsoft.ml-5.0.0.txt")))
        {
            if (line.StartsWith(AssemblyHeading, StringComparison.Ordinal))
                assembly = line[AssemblyHeading.Length..];
            else if (line.StartsWith("    ", StringComparison.Ordinal))
                types[^1].Members.UnionWith(Members(line.Trim()));
            else if (line.Contains(" :: "))
                types.Add(new ApiType(assembly, Header(line), []));
        }
        return types;
    }

    /// <summary>The members of each type, by its header.</summary>
    public static IReadOnlyDictionary<string, HashSet<string>> MembersByType() => Types().ToDictionary(t => t.Header, t => t.Members);

    // The values of an enum stand in one line.
    private static string[] Members(string line) => EnumLine().IsMatch(line) ? line.Split(", ") : [line];

    // "N :: sealed class A<T> : B, C" and "N :: delegate void D<T>(ref T value)" up to the name. The list writes the
    // variance of type parameters, which is no part of the name.
    private static string Header(string line)
    {
        string name = line.Split(" : ")[0];
        if (name.Contains(":: delegate"))
            name = name.Split('(')[0];
        return Variance().Replace(name, "$1");
    }

    [GeneratedRegex(@"^\w+ = -?\d+(, |$)")]
    private static partial Regex EnumLine();

    [GeneratedRegex(@"([<,] ?)(in|out) ")]
    private static partial Regex Variance();
}
