using System.Text.RegularExpressions;

namespace MLNetDeep.TorchSharp;

/// <summary>Says why libtorch does not load, and what to do.</summary>
internal static partial class LoadFailure
{
    private const string InsteadUseCpu = "or use MLNetDeep's own CPU backend, which needs no native library (CpuBackend.Instance, the default)";

    /// <summary>Describes a failure.</summary>
    /// <param name="loaderMessage">What the system's loader says about LibTorchSharp, which needs libtorch.</param>
    /// <param name="system">The system.</param>
    /// <param name="version">The version of TorchSharp.</param>
    /// <param name="hasLibtorch">Whether libtorch's files are there.</param>
    public static string Describe(string loaderMessage, NativeSystem system, string version, bool hasLibtorch)
    {
        if (MissingVersion().Match(loaderMessage) is { Success: true } match)
        {
            return DescribeOldLibrary(match.Groups["library"].Value, match.Groups["kind"].Value, match.Groups["number"].Value);
        }

        if (system.CpuPackage is not { } package)
        {
            return $"The backend 'torch' needs libtorch, and TorchSharp {version} has no package with it for this system, {system.Name}. "
                + $"Run on Windows (x64, Arm64), Linux (x64, glibc) or macOS (Arm64), {InsteadUseCpu}.";
        }

        if (!hasLibtorch)
        {
            string packages = system.CudaPackage is { } cuda ? $"{package} (CPU) or {cuda} (CUDA)" : package;
            string packageVersion = system.CpuPackageVersion(version);
            return "The backend 'torch' needs libtorch, which this application does not contain. Add the package "
                + $"{packages}, version {packageVersion}, to the project of the application: "
                + $"dotnet add package {package} --version {packageVersion}; {InsteadUseCpu}.";
        }

        string details = string.Join(Environment.NewLine, RelevantLines(loaderMessage));
        string cure = system.IsWindows ? " Install the Visual C++ Redistributable for Visual Studio 2015-2022 if it is missing." : "";
        return $"The application contains libtorch, but the system does not load it.{cure} The loader says:{Environment.NewLine}{details}";
    }

    private static string DescribeOldLibrary(string library, string kind, string number)
    {
        string name = Path.GetFileName(library);
        string newest = SymbolVersions.FindNewest(library, kind) is { } found ? $"ends with {kind}_{found}" : "is older";
        string compiler = (kind, number) == ("GLIBCXX", "3.4.32") ? " (of GCC 13)" : "";
        string cure = name.StartsWith("libstdc++", StringComparison.Ordinal)
            ? "Use a newer distribution (Ubuntu 24.04, Debian 13, Fedora 39, RHEL 10 or later) or a container image of one, or a newer "
                + $"{name}, such as conda's package libstdcxx: put its folder into LD_LIBRARY_PATH before the process starts"
            : "Use a newer distribution or a container image of one";
        return $"libtorch is there, but {name} of this system is too old for it: TorchSharp needs the version {kind}_{number}{compiler}, and "
            + $"{library} {newest}. {cure}, {InsteadUseCpu}.";
    }

    // The loader's message has a line for each file that it tried. Most of them do not exist and need not.
    private static IEnumerable<string> RelevantLines(string loaderMessage)
    {
        string[] lines = loaderMessage.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        string[] causes = [.. lines.Skip(1).Where(line => !TriedFile().IsMatch(line))];
        return causes.Length > 0 ? causes : lines;
    }

    // glibc: "/lib/libstdc++.so.6: version `GLIBCXX_3.4.32' not found (required by /app/libLibTorchSharp.so)"
    [GeneratedRegex(@"(?<library>\S+): version [`'](?<kind>\w+?)_(?<number>[\d.]+)' not found")]
    private static partial Regex MissingVersion();

    [GeneratedRegex(@"^/\S*(/|^)(lib)?LibTorchSharp(\.so)?: cannot open shared object file: No such file or directory$")]
    private static partial Regex TriedFile();
}
