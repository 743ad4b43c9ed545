namespace MLNetDeep.TorchSharp.Tests;

/// <summary>The devices that the tests run on.</summary>
internal static class TestDevices
{
    // The index of the CUDA device that the conformance suite runs on instead of the CPU. benchmarks/Cuda sets it.
    private const string SuiteVariable = "MLNETDEEP_TEST_CUDA";

    /// <summary>The backend that the conformance suite runs on: the CPU, unless the environment names a CUDA device.</summary>
    public static TorchBackend Suite => SuiteIndex is { Length: > 0 } index ? TorchBackend.Cuda(int.Parse(index)) : TorchBackend.Cpu(1);

    /// <summary>The CUDA device that the environment names, or else the first. Skips the test if there is none.</summary>
    public static TorchBackend CudaOrSkip()
    {
        int index = int.Parse(SuiteIndex ?? "0");
        int count = TorchLibrary.CountCudaDevices();
        Assert.SkipUnless(index < count, $"libtorch finds {count} CUDA devices here: benchmarks/Cuda runs this test where there is one.");
        return TorchBackend.Cuda(index);
    }

    private static string? SuiteIndex => Environment.GetEnvironmentVariable(SuiteVariable);
}
