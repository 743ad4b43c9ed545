using System.Runtime.CompilerServices;
using MLNetDeep.Conformance;
using MLNetDeep.Neural;
using TorchSharp;

namespace MLNetDeep.TorchSharp.Tests;

public class BackendTests
{
    // The sources are read, since using directives and names say what a file knows.
    [Fact]
    public void Only_the_trainers_know_ML_NET()
    {
        string folder = Path.GetFullPath("../../src/MLNetDeep.TorchSharp", Path.GetDirectoryName(ThisFile())!);
        string[] files =
        [
            .. Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file))
                .Where(file => file.Split(Path.DirectorySeparatorChar)[0] is not ("Trainers" or "bin" or "obj")),
        ];
        Assert.True(files.Length > 30, $"There are {files.Length} files in {folder}.");
        Assert.All(files, file =>
        {
            // The components are in namespaces of MLNetDeep other than that of the engine.
            string text = File.ReadAllText(Path.Combine(folder, file));
            Assert.DoesNotContain("Microsoft.ML", text, StringComparison.Ordinal);
            Assert.DoesNotContain(
                text.Split('\n').Where(line => line.StartsWith("using MLNetDeep.", StringComparison.Ordinal)),
                line => !line.StartsWith("using MLNetDeep.Neural", StringComparison.Ordinal));
        });
    }

    [Fact]
    public void Names_tell_the_device()
    {
        Assert.Equal("torch", TorchBackend.Cpu().Name);
        Assert.Equal("torch-cuda:2", TorchBackend.Cuda(2).Name);
        Assert.Equal("torch-best", TorchBackend.Best.Name);
        Assert.Equal(TorchBackend.Cpu(2), TorchBackend.Cpu(2));
        Assert.NotEqual(TorchBackend.Cpu(2), TorchBackend.Cpu(3));
    }

    [Fact]
    public void Numbers_out_of_range_are_refused()
    {
        Assert.Contains("threads is 0", Assert.Throws<ArgumentOutOfRangeException>(() => TorchBackend.Cpu(0)).Message, StringComparison.Ordinal);
        Assert.Contains("index is -1", Assert.Throws<ArgumentOutOfRangeException>(() => TorchBackend.Cuda(-1)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => TorchBackend.Cpu() with { DataLimit = -1 });
    }

    [Fact]
    public void TF32_on_the_CPU_is_refused()
    {
        NetworkSpec spec = new([2], [new Dense(1)]);
        NotSupportedException error = Assert.Throws<NotSupportedException>(() =>
            (TorchBackend.Cpu() with { AllowTf32 = true }).CreateScorer(spec, TestNumbers.Weights(spec), new ScorerOptions()));
        Assert.Contains("AllowTf32", error.Message, StringComparison.Ordinal);
    }

    // bfloat16 has 8 bits of precision: an output of 20 terms of up to 0.8 is off by at most 20 · 0.8 · 2⁻⁸ = 0.06, but not exact.
    [Fact]
    public void Products_in_bfloat16_are_near_those_in_floats()
    {
        NetworkSpec spec = new([20], [new Dense(50)]);
        FeatureMatrix rows = TestNumbers.ClassificationData(7, 20, 2).Features;
        float[] exact = Outputs(TorchBackend.Cpu(1)), rounded = Outputs(TorchBackend.Cpu(1) with { BFloat16Products = true });
        Assert.All(exact.Zip(rounded), pair => Assert.Equal(pair.First, pair.Second, 0.06));
        Assert.NotEqual(exact, rounded);

        float[] Outputs(IComputeBackend backend)
        {
            using IScorer scorer = backend.CreateScorer(spec, TestNumbers.Weights(spec), new ScorerOptions());
            float[] outputs = new float[7 * 50];
            scorer.Predict(rows, outputs);
            return outputs;
        }
    }

    [Fact]
    public void Products_in_bfloat16_are_refused_if_only_a_module_has_products()
    {
        TorchModules.Register("backend tests: linear", () => torch.nn.Linear(4, 3));
        NetworkSpec spec = new([4], [TorchModules.CreateLayer("backend tests: linear", [4])]);
        TorchBackend backend = TorchBackend.Cpu(1) with { BFloat16Products = true };
        Action[] calls =
        [
            () => backend.CreateSession(spec, TestNumbers.Weights(spec), new FitOptions()),
            () => backend.CreateScorer(spec, TestNumbers.Weights(spec), new ScorerOptions()),
        ];
        Assert.All(calls, call => Assert.StartsWith(
            "BFloat16Products has no effect: the network has no dense layer of MLNetDeep, and a module converts its tensors itself.",
            Assert.Throws<NotSupportedException>(call).Message, StringComparison.Ordinal));
        NetworkSpec mixed = new([4], [new Dense(4), .. spec.Layers]);
        backend.CreateScorer(mixed, TestNumbers.Weights(mixed), new ScorerOptions()).Dispose();
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
