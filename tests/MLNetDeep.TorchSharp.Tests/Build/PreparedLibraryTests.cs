using TorchSharp;
using MLNetDeep.Build;

namespace MLNetDeep.TorchSharp.Tests.Build;

public class PreparedLibraryTests
{
    private static readonly string s_native = Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native");

    [Fact]
    public void The_prepared_library_differs_from_the_package_in_the_flags_of_one_version()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has symbol versions.");
        string original = Path.Combine(
            Environment.GetEnvironmentVariable("NUGET_PACKAGES")
                ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages"),
            "torchsharp", typeof(torch).Assembly.GetName().Version!.ToString(3), "runtimes", "linux-x64", "native", "libLibTorchSharp.so");
        Assert.SkipUnless(File.Exists(original), $"NuGet's cache is elsewhere: {original} does not exist.");
        string? system = SystemLibrary.Find("libstdc++.so.6");
        bool isNeeded = system is not null && !SystemLibrary.HasVersion(system, "GLIBCXX_3.4.32");

        byte[] package = File.ReadAllBytes(original);
        byte[] prepared = File.ReadAllBytes(Path.Combine(s_native, "libLibTorchSharp.so"));

        Assert.Equal(package.Length, prepared.Length);
        int[] different = [.. Enumerable.Range(0, package.Length).Where(i => package[i] != prepared[i])];
        Assert.Equal(isNeeded ? 1 : 0, different.Length);
        Assert.All(different, i => Assert.Equal((0, 2), (package[i], prepared[i])));
    }

    [Fact]
    public void A_tensor_can_be_made()
    {
        torch.set_num_threads(1);

        using torch.Tensor sum = torch.tensor(new[] { 1f, 2f }).sum();

        Assert.Equal(3f, sum.item<float>());
    }
}
