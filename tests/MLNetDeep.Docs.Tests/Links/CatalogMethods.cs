using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using MLNetDeep.Docs.Tests.Options;

namespace MLNetDeep.Docs.Tests.Links;

/// <summary>The extension methods that the components add to the catalogs of MLContext, such as <c>ml.Data</c>.</summary>
internal static class CatalogMethods
{
    /// <summary>The names of the methods.</summary>
    public static IEnumerable<string> Names() => OptionTypes.Components.SelectMany(assembly => assembly.GetExportedTypes())
        .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static))
        .Where(method => method.IsDefined(typeof(ExtensionAttribute)) && IsCatalog(method.GetParameters()[0].ParameterType))
        .Select(method => method.Name)
        .Distinct();

    /// <summary>Whether a page has the name as a word in code.</summary>
    public static bool IsNamed(string name, string page) => Regex.IsMatch(page, $@"[`.]{name}\b");

    private static bool IsCatalog(Type type) => type.Namespace == "Microsoft.ML"
        && OptionTypes.Chain(type.DeclaringType ?? type).Any(ancestor => ancestor.Name.EndsWith("Catalog", StringComparison.Ordinal));
}
