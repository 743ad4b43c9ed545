using MLNetDeep.Samples;

namespace Samples.Tests;

/// <summary>Checks a sample's option --backend, in builds with and without TorchSharp.</summary>
internal static class BackendOptionCheck
{
#if TORCH
    /// <summary>Checks that TorchSharp trains on the CPU, and that a CUDA device trains or its absence is one line.</summary>
    public static void Check(Func<string[], SampleRun> run)
    {
        SampleRun torch = run(["--backend", "torch"]);
        Assert.Equal((ExitCodes.Success, ""), (torch.ExitCode, torch.Error));
        SampleRun cuda = run(["--backend", "cuda"]);
        Assert.True(cuda.ExitCode == ExitCodes.Success || cuda.ErrorLine.Contains("CUDA device 0 is not available", StringComparison.Ordinal), cuda.Error);
    }
#else
    /// <summary>Checks that one line says how to build the sample with TorchSharp.</summary>
    public static void Check(Func<string[], SampleRun> run)
    {
        foreach ((string backend, string property) in ((string, string)[])[("torch", "-p:Torch=cpu"), ("cuda", "-p:Torch=cuda-")])
        {
            SampleRun result = run(["--backend", backend]);
            Assert.Equal((ExitCodes.InvalidOption, ""), (result.ExitCode, result.Output));
            Assert.StartsWith($"--backend {backend} needs TorchSharp, which this program was built without. ", result.ErrorLine);
            Assert.Contains($"{property}", result.ErrorLine);
        }
    }
#endif
}
