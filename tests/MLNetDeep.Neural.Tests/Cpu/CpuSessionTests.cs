namespace MLNetDeep.Neural.Tests.Cpu;

public class CpuSessionTests
{
    // The three kinds of gradients: scattered, summed by columns, and dense.
    [Theory]
    [InlineData(0.1, 8)]
    [InlineData(0.1, 80)]
    [InlineData(1, 8)]
    public void Announced_batches_change_nothing_whether_they_are_used_or_not(double nonzeroShare, int units)
    {
        const int Rows = 64, Columns = 40;
        Random random = new(1);
        float[] values = [.. Enumerable.Range(0, Rows * Columns).Select(_ => random.NextDouble() < nonzeroShare ? random.NextSingle() + 0.1f : 0)];
        TrainingData data = new(new DenseFeatures(values, Columns), Enumerable.Range(0, Rows).Select(row => row % 3).ToArray());
        NetworkSpec spec = new([Columns], [new Dense(units, Activation.Relu), new Dense(3, Activation.Softmax)]);
        float[][] results = [.. new[] { -1, 1, 3 }.Select(ahead => Train(spec, data, ahead))];
        Assert.Equal(results[0], results[1]);
        Assert.Equal(results[0], results[2]);
    }

    // Takes steps of 8 rows; before each step announces the batch that is 'ahead' steps later, if ahead is above 0.
    private static float[] Train(NetworkSpec spec, TrainingData data, int ahead)
    {
        FitOptions options = new() { BatchSize = 8, Threads = 2 };
        int[] rows = [.. Enumerable.Range(0, data.RowCount)];
        using ITrainingSession session = CpuBackend.Instance.CreateSession(spec, new Network(spec, seed: 1).GetWeights(), options);
        for (int first = 0; first < rows.Length; first += 8)
        {
            if (ahead > 0)
            {
                session.Announce(data, rows.AsSpan((first + (8 * ahead)) % rows.Length, 8));
            }

            session.Step(data, rows.AsSpan(first, 8));
        }

        return [.. session.GetWeights().SelectMany(tensor => tensor.Values)];
    }
}
