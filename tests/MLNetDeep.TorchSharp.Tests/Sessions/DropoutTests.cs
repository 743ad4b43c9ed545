using MLNetDeep.Conformance;
using MLNetDeep.Neural;
using MLNetDeep.Neural.Cpu;
using TorchSharp;

namespace MLNetDeep.TorchSharp.Tests;

public class DropoutTests
{
    private static readonly NetworkSpec s_spec = new(
        [6], [new Dense(20, Activation.Tanh), new Dropout(0.4), new Dense(3, Activation.Softmax)]);

    // The session on the CPU draws the masks of the CPU backend. One that draws on the device gets the mask that the CPU session has drawn.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void With_the_same_mask_both_backends_compute_the_same(bool onDevice)
    {
        TorchBackend backend = TorchBackend.Cpu(1) with { KeepsFeatures = onDevice };
        TrainingData data = TestNumbers.ClassificationData(9, 6, 3);
        int[] rows = [.. Enumerable.Range(0, 9)];
        FitOptions options = new() { Threads = 1, Seed = 4, Optimizer = new Sgd(0.1) };
        using CpuSession cpu = (CpuSession)CpuBackend.Instance.CreateSession(s_spec, TestNumbers.Weights(s_spec), options);
        using TorchSession session = (TorchSession)backend.CreateSession(s_spec, TestNumbers.Weights(s_spec), options);
        IReadOnlyList<NamedTensor> expected = cpu.ComputeGradients(data, rows, training: true);
        Activations drawn = cpu.DropoutMask(1);
        float[] values = [.. rows.SelectMany(row => drawn.Row(row).ToArray())];
        Assert.InRange(values.Count(value => value == 0), 1, values.Length - 1);
        using torch.Tensor mask = torch.tensor(values, [9, 20]);
        session.Network.Layers.OfType<TorchDropout>().Single().FixedMask = onDevice ? mask : null;
        IReadOnlyList<NamedTensor> actual = session.ComputeGradients(data, rows, training: true);
        Assert.All(expected.Zip(actual), pair => AssertNear(pair.First.Values, pair.Second.Values, 1e-5));
        Assert.Equal(cpu.Step(data, rows).Loss, session.Step(data, rows).Loss, 1e-6);
        Assert.All(cpu.GetWeights().Zip(session.GetWeights()), pair => AssertNear(pair.First.Values, pair.Second.Values, 1e-5));
    }

    // 40,000 values that are 0 with probability 0.3: mean 12,000, standard deviation √(40,000 · 0.3 · 0.7) = 92.
    [Fact]
    public void Masks_have_the_rate_and_differ_from_step_to_step_and_seed_to_seed()
    {
        TorchDevice device = TorchDevice.Open(TorchBackend.Cpu(1) with { KeepsFeatures = true }, null);
        using DisposeScope scope = torch.NewDisposeScope();
        NetworkSpec spec = new([400], [new Dropout(0.3), new Dense(1)]);
        using TorchParameters parameters = new(spec, TestNumbers.Weights(spec), device, training: true);
        using TorchDropout layer = new(new Dropout(0.3), new TorchLayerContext(0, parameters, device));
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

        float[] Mask(int seed, long step)
        {
            using torch.Generator random = new StepRandom(seed, device).Begin(step);
            return layer.Forward(ones, new LayerPass(IsTraining: true, seed, step, random)).data<float>().ToArray();
        }
    }

    private static void AssertNear(float[] expected, float[] actual, double bound)
    {
        float largest = expected.Max(Math.Abs);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, bound * largest));
    }
}
