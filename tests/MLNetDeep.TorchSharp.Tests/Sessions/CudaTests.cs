using MLNetDeep.Conformance;
using MLNetDeep.Neural;
using MLNetDeep.TorchSharp.Tests.Support;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.TorchSharp.Tests;

/// <summary>What only a CUDA device shows: its own arithmetic, data that are sent to it, the end of its memory.</summary>
public class CudaTests
{
    private static readonly NetworkSpec s_spec = new(
        [20],
        [
            new BatchNormalization(), new Dense(16, Activation.Gelu, kernelRegularizer: new(0.01, 0.01)), new Dropout(0.2),
            new Dense(3, Activation.Softmax),
        ]);

    private static readonly TrainingData s_data = new(
        new ByteFeatures((byte[])[.. TestNumbers.Uniform(60 * 20, scale: 127).Select(value => (byte)(value + 128))], 20),
        TestNumbers.ClassificationData(60, 20, 3).Targets);

    [Fact]
    public void Fifty_steps_end_near_those_of_the_CPU_backend()
    {
        TorchBackend cuda = TestDevices.CudaOrSkip();
        AssertNear(Train(ComputeBackends.Default), Train(cuda), 1e-4);
    }

    [Fact]
    public void Features_sent_batch_by_batch_give_the_weights_of_features_on_the_device()
    {
        TorchBackend cuda = TestDevices.CudaOrSkip();
        AssertNear(Train(cuda), Train(cuda with { DataLimit = 0 }), 1e-6);
    }

    [Fact]
    public void Scores_are_near_those_of_the_CPU_backend()
    {
        TorchBackend cuda = TestDevices.CudaOrSkip();
        AssertNear([Outputs(ComputeBackends.Default)], [Outputs(cuda)], 1e-5);
    }

    // The bounds are 25 times the rounding of a factor: 2⁻⁸ in bfloat16, 2⁻¹¹ in TF32.
    [Fact]
    public void Rounded_products_are_near_and_not_exact()
    {
        TorchBackend cuda = TestDevices.CudaOrSkip();
        float[] exact = Outputs(cuda);
        float[] rounded = Outputs(cuda with { BFloat16Products = true });
        AssertNear([exact], [rounded], 0.1);
        Assert.NotEqual(exact, rounded);
        AssertNear([exact], [Outputs(cuda with { AllowTf32 = true })], 0.0125);
        Assert.Equal(exact, Outputs(cuda));
    }

    // The hidden layer's outputs for one batch are 256 GiB.
    [Fact]
    public void Out_of_memory_is_one_exception_and_leaks_nothing()
    {
        TorchBackend cuda = TestDevices.CudaOrSkip();
        const int rows = 1 << 16;
        TrainingData data = new(new DenseFeatures(new float[rows], 1), new DenseTargets(new float[rows]));
        FitOptions options = new() { BatchSize = rows, Optimizer = new Sgd(0.1), Backend = cuda };
        Network network = new(new NetworkSpec([1], [new Dense(1 << 20, Activation.Relu), new Dense(1)]), seed: 1);
        IReadOnlyList<NamedTensor> before = network.GetWeights();
        LiveTensors.AssertNone(() =>
        {
            DeviceMemoryException error = Assert.Throws<DeviceMemoryException>(() => network.Fit(data, options));
            Assert.Equal(256L << 30, error.WantedBytes);
            Assert.Contains("Lower BatchSize, or TorchBackend.DataLimit", error.Message, StringComparison.Ordinal);
        });
        Assert.Equal(before.Select(tensor => tensor.Values), network.GetWeights().Select(tensor => tensor.Values));
        Train(cuda);
    }

    // The module draws in each step, and the test draws in between.
    [Fact]
    public void Random_numbers_of_a_module_follow_from_the_seed()
    {
        TorchBackend cuda = TestDevices.CudaOrSkip();
        TorchModules.Register("cuda: dropout", () => nn.Sequential(nn.Dropout(0.5), nn.Linear(20, 3)));
        NetworkSpec spec = new([20], [TorchModules.CreateLayer("cuda: dropout", [20]), new ActivationLayer(Activation.Softmax)]);
        IReadOnlyList<NamedTensor> weights = Train(cuda, spec, seed: 3);
        rand(5, device: device(DeviceType.CUDA, cuda.Index)).Dispose();
        AssertNear(weights, Train(cuda, spec, seed: 3), 1e-6);
        Assert.NotEqual(weights[0].Values, Train(cuda, spec, seed: 4)[0].Values);
    }

    // libtorch would round the factors of convolutions to TF32 by default, with errors of about 1e-3.
    [Fact]
    public void Convolutions_of_a_module_are_not_rounded()
    {
        TorchBackend cuda = TestDevices.CudaOrSkip();
        TorchModules.Register("cuda: digits", () => new DigitsModule());
        NetworkSpec spec = new([1, 28, 28], [TorchModules.CreateLayer("cuda: digits", [1, 28, 28])]);
        DenseFeatures images = new(TestNumbers.Uniform(20 * 784), 784);
        AssertNear([Outputs(TorchBackend.Cpu(1), spec, images)], [Outputs(cuda, spec, images)], 1e-5);
    }

    // 5 epochs of 10 batches.
    private static IReadOnlyList<NamedTensor> Train(IComputeBackend backend, NetworkSpec? spec = null, int seed = 1)
    {
        Network network = new(spec ?? s_spec, seed: 1);
        network.Fit(s_data, new FitOptions { BatchSize = 6, Epochs = 5, Threads = 1, Seed = seed, Optimizer = new Adam(0.01), Backend = backend });
        return network.GetWeights();
    }

    private static float[] Outputs(IComputeBackend backend) => Outputs(backend, s_spec, s_data.Features);

    private static float[] Outputs(IComputeBackend backend, NetworkSpec spec, FeatureMatrix features)
    {
        using IScorer scorer = backend.CreateScorer(spec, TestNumbers.Weights(spec), new ScorerOptions { Threads = 1 });
        float[] outputs = new float[features.RowCount * spec.OutputSize];
        scorer.Predict(features, outputs);
        return outputs;
    }

    private static void AssertNear(IReadOnlyList<NamedTensor> expected, IReadOnlyList<NamedTensor> actual, double bound) =>
        AssertNear([.. expected.Select(tensor => tensor.Values)], [.. actual.Select(tensor => tensor.Values)], bound);

    // The error of a tensor is a fraction of its largest value.
    private static void AssertNear(float[][] expected, float[][] actual, double bound)
    {
        foreach ((float[] wanted, float[] values) in expected.Zip(actual))
        {
            double error = wanted.Zip(values, (a, b) => Math.Abs((double)a - b)).Max() / wanted.Max(Math.Abs);
            Assert.True(error <= bound, $"The error is {error:E2}, more than {bound:E0} of the largest value.");
        }
    }
}
