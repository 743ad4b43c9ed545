namespace MLNetDeep.Neural.Tests.Cpu;

public class CpuSessionTests
{
    // Covers the three kinds of weight gradients: scattered, summed by columns, and dense.
    [Theory]
    [InlineData(0.1, 8)]
    [InlineData(0.1, 80)]
    [InlineData(1, 8)]
    public void Announced_batches_do_not_change_the_weights_even_if_unused(double nonzeroFraction, int units)
    {
        const int Rows = 64, Columns = 40;
        Random random = new(1);
        float[] values = [.. Enumerable.Range(0, Rows * Columns).Select(_ => random.NextDouble() < nonzeroFraction ? random.NextSingle() + 0.1f : 0)];
        TrainingData data = new(new DenseFeatures(values, Columns), Enumerable.Range(0, Rows).Select(row => row % 3).ToArray());
        NetworkSpec spec = new([Columns], [new Dense(units, Activation.Relu), new Dense(3, Activation.Softmax)]);
        float[][] results = [.. new[] { -1, 1, 3 }.Select(stepsAhead => Train(spec, data, stepsAhead))];
        Assert.Equal(results[0], results[1]);
        Assert.Equal(results[0], results[2]);
    }

    // Takes steps of 8 rows. If stepsAhead is above 0, each step first announces the batch of the step that is stepsAhead steps later.
    private static float[] Train(NetworkSpec spec, TrainingData data, int stepsAhead)
    {
        FitOptions options = new() { BatchSize = 8, Threads = 2 };
        int[] rows = [.. Enumerable.Range(0, data.RowCount)];
        using ITrainingSession session = CpuBackend.Instance.CreateSession(spec, new Network(spec, seed: 1).GetWeights(), options);
        for (int first = 0; first < rows.Length; first += 8)
        {
            if (stepsAhead > 0)
            {
                session.Announce(data, rows.AsSpan((first + (8 * stepsAhead)) % rows.Length, 8));
            }

            session.Step(data, rows.AsSpan(first, 8));
        }

        return [.. session.GetWeights().SelectMany(tensor => tensor.Values)];
    }
}
