using MLNetDeep.Build;
using MLNetDeep.TorchSharp.Tests.Children;
using TorchSharp;

namespace MLNetDeep.TorchSharp.Tests.Native;

/// <summary>Loads libtorch in processes of their own, some of which lack it.</summary>
public class TorchLibraryTests
{
    private static readonly string s_packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private static readonly string s_native = Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native");

    [Fact]
    public async Task Libtorch_loads_in_a_process_of_its_own() =>
        Assert.Equal([LoadTwice.Loaded, LoadTwice.Loaded], Lines(await Child.RunAsync(nameof(LoadTwice))));

    [Fact]
    public async Task Without_libtorch_each_call_names_the_package()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The copy of the program needs symbolic links.");
        using ProgramCopy copy = new();

        string[] lines = Lines(await Child.RunAsync(nameof(LoadTwice), copy.Program));

        Assert.Equal(2, lines.Length);
        Assert.Equal(lines[0], lines[1]);
        Assert.StartsWith($"{nameof(DllNotFoundException)}: The backend 'torch' needs libtorch", lines[0]);
        Assert.Contains($"dotnet add package TorchSharp-cpu --version {typeof(torch).Assembly.GetName().Version!.ToString(3)}", lines[0]);

        // TorchSharp copies libtorch out of NuGet's cache to here if it is asked to load what is not there.
        Assert.Empty(copy.NewEntries());
    }

    [Fact]
    public async Task An_older_libstdcxx_is_named()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has symbol versions.");
        string original = Path.Combine(s_packages, "torchsharp", TorchLibrary.Version, "runtimes", "linux-x64", "native", "libLibTorchSharp.so");
        Assert.SkipUnless(File.Exists(original), $"NuGet's cache is elsewhere: {original} does not exist.");
        string? library = SystemLibrary.Find("libstdc++.so.6");
        Assert.SkipWhen(
            library is null || SystemLibrary.HasVersion(library, "GLIBCXX_3.4.32"), "This system's libstdc++ is new enough, or was not found.");
        using ProgramCopy copy = new();
        string native = copy.NativeFolder;
        foreach (string file in Directory.GetFiles(s_native))
        {
            string source = Path.GetFileName(file) == Path.GetFileName(original) ? original : file;
            File.CreateSymbolicLink(Path.Combine(native, Path.GetFileName(file)), source);
        }

        string[] lines = Lines(await Child.RunAsync(nameof(LoadTwice), copy.Program));

        Assert.Equal(2, lines.Length);
        Assert.Equal(lines[0], lines[1]);
        string newest = SymbolVersions.FindNewest(library!, "GLIBCXX")!;
        Assert.StartsWith($"{nameof(DllNotFoundException)}: libtorch is there, but libstdc++.so.6 of this system is too old for it", lines[0]);
        Assert.Contains($"needs the version GLIBCXX_3.4.32 (of GCC 13), and {library} ends with GLIBCXX_{newest}.", lines[0]);
        Assert.Contains("LD_LIBRARY_PATH", lines[0]);
        Assert.Empty(copy.NewEntries());
    }

    [Fact]
    public void A_missing_CUDA_device_is_named()
    {
        int devices = TorchLibrary.CountCudaDevices();

        NotSupportedException error = Assert.Throws<NotSupportedException>(() => TorchLibrary.RequireCuda(devices));

        Assert.Contains($"CUDA device {devices} ", error.Message);
        Assert.SkipUnless(devices == 0 && NativeSystem.Current.Name == "linux-x64", "Another system has another message.");
        Assert.Contains($"Use the package TorchSharp-cuda-linux, version {TorchLibrary.Version}, in place of TorchSharp-cpu", error.Message);
    }

    private static string[] Lines(string output) => output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
