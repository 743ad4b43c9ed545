using System.Reflection;
using Microsoft.ML;

namespace MLNetDeep.Peers;

/// <summary>Reads the versions of the libraries that a measurement depends on.</summary>
internal static class Versions
{
    /// <summary>Returns the versions by product name.</summary>
    public static IReadOnlyDictionary<string, string> Read() => new Dictionary<string, string>
    {
        [".NET"] = Environment.Version.ToString(),
        ["Microsoft.ML"] = Version(typeof(MLContext).Assembly),
    };

    private static string Version(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
            ?? assembly.GetName().Version?.ToString() ?? "unknown";
}
