using System.Runtime.InteropServices;

namespace AotScoring.Tests;

/// <summary>What Native AOT needs of the system: the runtime identifier to publish for, and a linker.</summary>
internal static class Toolchain
{
    /// <summary>The runtime identifier of this system, such as linux-x64.</summary>
    public static string RuntimeIdentifier { get; } = $"{System}-{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}";

    /// <summary>What is missing; null if nothing is.</summary>
    public static string? Missing { get; } =
        OperatingSystem.IsWindows()
            ? File.Exists(Path.Combine(
                Environment.GetFolderPath(Environment.SpecialFolder.ProgramFilesX86), "Microsoft Visual Studio", "Installer", "vswhere.exe"))
                ? null : "There is no Visual Studio, whose linker Native AOT needs."
            : OnPath("clang") || OnPath("gcc") ? null : "There is neither clang nor gcc, of which Native AOT needs one.";

    private static string System =>
        OperatingSystem.IsWindows() ? "win"
        : OperatingSystem.IsMacOS() ? "osx"
        : RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal) ? "linux-musl"
        : "linux";

    private static bool OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
