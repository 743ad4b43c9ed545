using System.Runtime.InteropServices;

namespace MLNetDeep.TorchSharp;

/// <summary>An operating system and processor, and the packages that have libtorch for them.</summary>
/// <param name="Name">NuGet's name, such as linux-x64.</param>
internal sealed record NativeSystem(string Name)
{
    /// <summary>The version of libtorch that this version of TorchSharp needs. Packages with libtorch alone have it.</summary>
    public const string LibtorchVersion = "2.10.0";

    private const string WindowsArm64 = "win-arm64";

    /// <summary>That of this process.</summary>
    public static NativeSystem Current { get; } = new($"{SystemName()}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}");

    /// <summary>The package for the CPU; null if there is none. TorchSharp-cpu has no libtorch for Windows on Arm64.</summary>
    public string? CpuPackage => Name switch
    {
        "win-x64" or "linux-x64" or "osx-arm64" => "TorchSharp-cpu",
        WindowsArm64 => "libtorch-cpu-win-arm64",
        _ => null,
    };

    /// <summary>The package for CUDA; null if there is none.</summary>
    public string? CudaPackage => Name switch
    {
        "win-x64" => "TorchSharp-cuda-windows",
        "linux-x64" => "TorchSharp-cuda-linux",
        _ => null,
    };

    /// <summary>The version of <see cref="CpuPackage"/>.</summary>
    /// <param name="torchSharp">The version of TorchSharp.</param>
    public string CpuPackageVersion(string torchSharp) => Name == WindowsArm64 ? LibtorchVersion : torchSharp;

    /// <summary>Whether it is Windows.</summary>
    public bool IsWindows => Name.StartsWith("win-", StringComparison.Ordinal);

    private static string SystemName()
    {
        if (OperatingSystem.IsWindows())
        {
            return "win";
        }

        bool isMusl = RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal)
            || RuntimeInformation.RuntimeIdentifier.StartsWith("alpine", StringComparison.Ordinal);
        return OperatingSystem.IsMacOS() ? "osx" : isMusl ? "linux-musl" : "linux";
    }
}
