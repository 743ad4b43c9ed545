using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.ML;
using MLNetDeep.Neural;

namespace MLNetDeep.Reports.Html;

/// <summary>Says with which versions and on what machine the report was made.</summary>
internal static class EnvironmentFacts
{
    public static IReadOnlyList<Fact> Read() =>
    [
        new("MLNetDeep", Version(typeof(Network))),
        new("ML.NET", Version(typeof(MLContext))),
        new(".NET", RuntimeInformation.FrameworkDescription),
        new("Operating system", RuntimeInformation.OSDescription),
        new("Processor", string.Create(
            CultureInfo.InvariantCulture, $"{RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} logical cores")),
    ];

    // Without the commit, which follows a plus sign.
    private static string Version(Type type)
    {
        string version = type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
        return version.Split('+')[0];
    }
}
