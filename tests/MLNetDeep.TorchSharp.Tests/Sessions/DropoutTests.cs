using MLNetDeep.Conformance;
using MLNetDeep.Neural;
using MLNetDeep.Neural.Cpu;
using TorchSharp;

namespace MLNetDeep.TorchSharp.Tests;

public class DropoutTests
{
    private static readonly NetworkSpec s_spec = new(
        [6], [new Dense(20, Activation.Tanh), new Dropout(0.4), new Dense(3, Activation.Softmax)]);

    // Masks are drawn into memory that libtorch reads, or sent as bytes, as to a CUDA device.
    public static TheoryData<bool> Sent => [false, true];

    [Theory]
    [MemberData(nameof(Sent))]
    public void Both_backends_draw_the_same_masks(bool sent) => CheckMasks(s_spec, sent);

    // The masks of the attention weights are padded to 16 keys on the CPU.
    [Theory]
    [MemberData(nameof(Sent))]
    public void Both_backends_drop_the_same_attention_weights(bool sent) => CheckMasks(
        new NetworkSpec([3, 2], [new MultiHeadAttention(2, 3, dropout: 0.4), new Flatten(), new Dense(3, Activation.Softmax)]), sent);

    private static void CheckMasks(NetworkSpec spec, bool sent)
    {
        TorchBackend backend = TorchBackend.Cpu(1) with { KeepsFeatures = sent };
        TrainingData data = TestNumbers.ClassificationData(9, 6, 3);
        int[] rows = [.. Enumerable.Range(0, 9)];
        FitOptions options = new() { Threads = 1, Seed = 4, Optimizer = new Sgd(0.1) };
        using CpuSession cpu = (CpuSession)CpuBackend.Instance.CreateSession(spec, TestNumbers.Weights(spec), options);
        using TorchSession session = (TorchSession)backend.CreateSession(spec, TestNumbers.Weights(spec), options);
        IReadOnlyList<NamedTensor> expected = cpu.ComputeGradients(data, rows, training: true);
        IReadOnlyList<NamedTensor> actual = session.ComputeGradients(data, rows, training: true);
        Assert.All(expected.Zip(actual), pair => AssertNear(pair.First.Values, pair.Second.Values, 1e-5));
        for (int step = 0; step < 5; step++)
        {
            Assert.Equal(cpu.Step(data, rows).Loss, session.Step(data, rows).Loss, 1e-6);
        }

        Assert.All(cpu.GetWeights().Zip(session.GetWeights()), pair => AssertNear(pair.First.Values, pair.Second.Values, 1e-5));
    }

    // Both masks, in both directions, for rows of different lengths.
    [Fact]
    public void Both_backends_draw_the_same_masks_of_recurrent_layers()
    {
        NetworkSpec spec = new(
            [4, 3],
            [
                new Bidirectional(new LSTM(5, dropout: 0.4, recurrentDropout: 0.3, returnSequences: true)),
                new GRU(4, dropout: 0.5, returnSequences: true, goBackwards: true),
                new SimpleRNN(4, recurrentDropout: 0.5),
                new Dense(3, Activation.Softmax),
            ]);
        TrainingData data = new(new DenseFeatures(TestNumbers.Uniform(5 * 12), 12, new[] { 4, 1, 3, 0, 2 }, 4), new ClassTargets(TestNumbers.Labels(5, 3)));
        int[] rows = [4, 0, 1, 2, 3];
        FitOptions options = new() { Threads = 1, Seed = 4, Optimizer = new Sgd(0.1) };
        using CpuSession cpu = (CpuSession)CpuBackend.Instance.CreateSession(spec, TestNumbers.Weights(spec), options);
        using TorchSession session = (TorchSession)TorchBackend.Cpu(1).CreateSession(spec, TestNumbers.Weights(spec), options);
        IReadOnlyList<NamedTensor> expected = cpu.ComputeGradients(data, rows, training: true);
        Assert.NotEqual(expected[0].Values, cpu.ComputeGradients(data, rows, training: false)[0].Values);
        Assert.All(expected.Zip(session.ComputeGradients(data, rows, training: true)), pair => AssertNear(pair.First.Values, pair.Second.Values, 1e-5));
        for (int step = 0; step < 5; step++)
        {
            Assert.Equal(cpu.Step(data, rows).Loss, session.Step(data, rows).Loss, 1e-6);
        }

        Assert.All(cpu.GetWeights().Zip(session.GetWeights()), pair => AssertNear(pair.First.Values, pair.Second.Values, 1e-5));
    }

    // 37 values in a row: two vectors of 16 and 5 values more. With a delay of 2, the masks of three steps are there at a time.
    [Theory]
    [InlineData(1)]
    [InlineData(37)]
    [InlineData(64)]
    public void Masks_that_are_sent_are_those_of_the_CPU_backend(int columns)
    {
        const int index = 1, rows = 7, seed = -3;
        Dropout dropout = new(0.3);
        TorchDevice device = TorchDevice.Open(TorchBackend.Cpu(1) with { ResultDelay = 2 }, null);
        using DisposeScope scope = torch.NewDisposeScope();
        NetworkSpec spec = new([columns], [new LayerNormalization(), dropout, new Dense(1)]);
        using TorchParameters parameters = new(spec, TestNumbers.Weights(spec), device, training: true);
        using TorchDropout layer = new(dropout, TorchLayerContext.ForNetwork(parameters, device).For(spec.PlacedLayer(index)));
        float[] expected = new float[columns];
        for (int step = 0; step < 5; step++)
        {
            float[] actual = layer.Forward(torch.ones(rows, columns), new LayerPass(IsTraining: true, seed, step, Lengths: null)).data<float>().ToArray();
            for (int row = 0; row < rows; row++)
            {
                DropoutMasks.Draw(dropout, index, seed, step, row, expected);
                Assert.Equal(expected, actual.AsSpan(row * columns, columns).ToArray());
            }
        }
    }

    // 40,000 values that are 0 with probability 0.3: mean 12,000, standard deviation √(40,000 · 0.3 · 0.7) = 92.
    [Theory]
    [MemberData(nameof(Sent))]
    public void Masks_have_the_rate_and_differ_from_step_to_step_and_seed_to_seed(bool sent)
    {
        TorchDevice device = TorchDevice.Open(TorchBackend.Cpu(1) with { KeepsFeatures = sent }, null);
        using DisposeScope scope = torch.NewDisposeScope();
        NetworkSpec spec = new([400], [new Dropout(0.3), new Dense(1)]);
        using TorchParameters parameters = new(spec, TestNumbers.Weights(spec), device, training: true);
        using TorchDropout layer = new(new Dropout(0.3), TorchLayerContext.ForNetwork(parameters, device).For(spec.PlacedLayer(0)));
        torch.Tensor ones = torch.ones(100, 400);
        float[] first = Mask(seed: 1, step: 0);
        Assert.InRange(first.Count(value => value == 0), 12_000 - (5 * 92), 12_000 + (5 * 92));
        Assert.All(first, value => Assert.True(value == 0 || Math.Abs(value - (1 / 0.7)) < 1e-6));
        Assert.Equal(first, Mask(seed: 1, step: 0));
        foreach ((int seed, long step) in new[] { (1, 1L), (2, 0L), (-1, 0L), (1, 1L << 40) })
        {
            // Independent masks agree in 0.3² + 0.7² = 0.58 of the values; standard deviation √(40,000 · 0.58 · 0.42) = 99.
            int equal = first.Zip(Mask(seed, step)).Count(pair => pair.First == pair.Second);
            Assert.InRange(equal, 23_200 - (5 * 99), 23_200 + (5 * 99));
        }

        float[] Mask(int seed, long step) => layer.Forward(ones, new LayerPass(IsTraining: true, seed, step, Lengths: null)).data<float>().ToArray();
    }

    private static void AssertNear(float[] expected, float[] actual, double bound)
    {
        float largest = expected.Max(Math.Abs);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, bound * largest));
    }
}
