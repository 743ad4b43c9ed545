using MLNetDeep.Neural.Cpu;
using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Training;

public class DropoutTests
{
    // With rate p and n = 64,000 draws, the fraction of zeros has the standard deviation √(p(1-p)/n) <= 0.002. The tolerance is five times
    // that.
    [Theory]
    [InlineData(0)]
    [InlineData(0.2)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void Masks_have_the_specified_rate_and_scale(double rate)
    {
        List<float> mask = [.. Masks(rate, seed: 1, steps: 10).SelectMany(values => values)];
        float scale = (float)(1 / (1 - rate));
        Assert.All(mask, value => Assert.True(value == 0 || value == scale));
        Assert.Equal(rate, mask.Count(value => value == 0) / (double)mask.Count, 0.01);
    }

    [Fact]
    public void Masks_depend_on_step_and_seed()
    {
        List<float[]> masks = Masks(0.5, seed: 1, steps: 2);
        Assert.NotEqual(masks[0], masks[1]);
        Assert.Equal(masks[0], Masks(0.5, seed: 1, steps: 1)[0]);
        Assert.NotEqual(masks[0], Masks(0.5, seed: 2, steps: 1)[0]);
    }

    [Fact]
    public void Predictions_do_not_use_dropout()
    {
        NetworkSpec with = Samples.Mlp(dropout: 0.5);
        Network network = new(with, seed: 1);
        Network without = new(Samples.Mlp(), Renamed(network.GetWeights()));
        TrainingData data = Samples.Data(9, 20, 5);
        float[] expected = new float[45], actual = new float[45];
        without.Predict(data.Features, expected);
        network.Predict(data.Features, actual);
        Assert.Equal(expected, actual);
        Assert.Equal(without.Evaluate(data), network.Evaluate(data));
        using BatchTrainer trainer = network.CreateTrainer(new FitOptions());
        Assert.Equal(without.Evaluate(data), trainer.Evaluate(data));
    }

    private static IEnumerable<NamedTensor> Renamed(IReadOnlyList<NamedTensor> weights) =>
        weights.Select(tensor => new NamedTensor(tensor.Name.Replace("2.", "1.", StringComparison.Ordinal), tensor.Shape, tensor.Values));

    private static List<float[]> Masks(double rate, int seed, int steps)
    {
        NetworkSpec spec = new([4], [new Dense(200), new Dropout(rate), new Dense(3, Activation.Softmax)]);
        TrainingData data = Samples.Data(32, 4, 3);
        int[] rows = [.. Enumerable.Range(0, 32)];
        using CpuSession session = (CpuSession)CpuBackend.Instance.CreateSession(
            spec, new Network(spec).GetWeights(), new FitOptions { Seed = seed, Threads = 1 });
        List<float[]> masks = [];
        for (int step = 0; step < steps; step++)
        {
            session.Step(data, rows);
            masks.Add([.. rows.SelectMany(row => session.DropoutMask(1).Row(row).ToArray())]);
        }

        return masks;
    }
}
