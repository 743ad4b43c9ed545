using MLNetDeep.Tests.Support;

namespace MLNetDeep.TorchSharp.Tests.Native;

public class LoadFailureTests
{
    private const string NotFound = """
        Unable to load shared library 'LibTorchSharp' or one of its dependencies.
        /app/LibTorchSharp.so: cannot open shared object file: No such file or directory
        libtorch.so: cannot open shared object file: No such file or directory
        /app/libLibTorchSharp: cannot open shared object file: No such file or directory
        """;

    [Theory]
    [InlineData("win-x64", "TorchSharp-cpu (CPU) or TorchSharp-cuda-windows (CUDA)", "TorchSharp-cpu", "1.2.3")]
    [InlineData("linux-x64", "TorchSharp-cpu (CPU) or TorchSharp-cuda-linux (CUDA)", "TorchSharp-cpu", "1.2.3")]
    [InlineData("win-arm64", "libtorch-cpu-win-arm64", "libtorch-cpu-win-arm64", NativeSystem.LibtorchVersion)]
    [InlineData("osx-arm64", "TorchSharp-cpu", "TorchSharp-cpu", "1.2.3")]
    public void A_missing_libtorch_names_the_packages_of_the_system(string system, string packages, string package, string version)
    {
        string message = LoadFailure.Describe(NotFound, new NativeSystem(system), "1.2.3", hasLibtorch: false);

        Assert.Contains(
            $"Add the package {packages}, version {version}, to the project of the application: dotnet add package {package} --version {version};",
            message);
    }

    [Fact]
    public void The_version_of_libtorch_is_that_of_the_packages_that_tests_use() => Assert.Contains(
        $"<PackageVersion Include=\"libtorch-cpu-win-arm64\" Version=\"{NativeSystem.LibtorchVersion}\" />",
        File.ReadAllText(Repository.PathOf("Directory.Packages.props")));

    [Theory]
    [InlineData("linux-arm64")]
    [InlineData("linux-musl-x64")]
    [InlineData("osx-x64")]
    public void A_system_without_packages_is_named(string system)
    {
        string message = LoadFailure.Describe(NotFound, new NativeSystem(system), "1.2.3", hasLibtorch: false);

        Assert.Contains($"no package with it for this system, {system}.", message);
        Assert.Contains("CpuBackend.Instance", message);
    }

    [Fact]
    public void An_older_C_library_is_named()
    {
        string message = LoadFailure.Describe(
            "Unable to load.\n/none/libc.so.6: version `GLIBC_2.99' not found (required by /app/libtorch_cpu.so)",
            new NativeSystem("linux-x64"), "1.2.3", hasLibtorch: true);

        Assert.Contains("libc.so.6 of this system is too old for it: TorchSharp needs the version GLIBC_2.99, and /none/libc.so.6 is older.", message);
        Assert.DoesNotContain("GCC", message);
    }

    [Fact]
    public void Other_causes_are_the_lines_of_the_loader_that_say_more_than_that_a_file_is_not_there()
    {
        string message = LoadFailure.Describe(NotFound, new NativeSystem("linux-x64"), "1.2.3", hasLibtorch: true);

        Assert.EndsWith(
            $"The loader says:{Environment.NewLine}libtorch.so: cannot open shared object file: No such file or directory", message);
    }

    [Fact]
    public void On_Windows_the_runtime_of_Visual_C_may_be_missing()
    {
        const string Text = "Unable to load DLL 'LibTorchSharp' or one of its dependencies: The specified module could not be found. (0x8007007E)";

        string message = LoadFailure.Describe(Text, new NativeSystem("win-x64"), "1.2.3", hasLibtorch: true);

        Assert.Contains("Install the Visual C++ Redistributable", message);
        Assert.EndsWith(Text, message);
    }

    [Fact]
    public void The_newest_version_is_the_largest_number() => Assert.Equal(
        "3.4.30", SymbolVersions.FindNewest("\0A_3.4.9\0A_3.4.30\0A_3.4.4\0B_3.5\0A_DEBUG\0xA_9.9\0A_4.0"u8, "A"));

    [Fact]
    public void A_library_without_versions_has_no_newest() => Assert.Null(SymbolVersions.FindNewest("\0A_DEBUG\0"u8, "A"));

    [Theory]
    [InlineData(2, 1, true, "linux-x64", "There is no CUDA device 2: this system has one CUDA device, number 0.")]
    [InlineData(2, 2, true, "linux-x64", "There is no CUDA device 2: this system has 2 CUDA devices, numbers 0 to 1.")]
    [InlineData(0, 0, false, "win-x64", "Use the package TorchSharp-cuda-windows, version 1.2.3, in place of TorchSharp-cpu")]
    [InlineData(0, 0, true, "win-x64", "libtorch has CUDA, but finds no device.")]
    [InlineData(0, 0, false, "osx-arm64", "there is no libtorch with CUDA for this system, osx-arm64.")]
    public void A_missing_CUDA_device_is_explained(int index, int devices, bool hasCuda, string system, string expected) =>
        Assert.Contains(expected, CudaFailure.Describe(index, devices, hasCuda, new NativeSystem(system), "1.2.3"));
}
