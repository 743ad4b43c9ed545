using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

/// <summary>Sessions that exchange gradients train as one session on all their rows.</summary>
public abstract class GradientExchangeConformance : BackendConformance
{
    private static readonly NetworkSpec s_spec = new(
        [4],
        [
            new Dense(7, Activation.Tanh, kernelRegularizer: new(l2: 0.01)), new Dense(5, Activation.Tanh, useBias: false),
            new Dense(3, Activation.Softmax),
        ]);

    [Theory]
    [InlineData(6, 6)]
    [InlineData(3, 9)]
    public void Two_sessions_take_the_step_of_one(int firstRows, int secondRows)
    {
        TrainingData all = Numbers.Classes(firstRows + secondRows, 4, 3);
        FitOptions options = new() { Optimizer = new Adam(0.01) { GlobalClipNorm = 0.5 } };
        using ITrainingSession whole = Session(s_spec, Numbers.Weights(s_spec), options);
        for (int step = 0; step < 5; step++)
        {
            whole.Step(all, AllRows(all));
        }

        TrainingData[] parts = [all.Slice(0, firstRows), all.Slice(firstRows, secondRows)];
        (IReadOnlyList<NamedTensor>[] weights, InProcessExchange[] exchanges) = Train(parts, options, steps: 5);
        for (int t = 0; t < weights[0].Count; t++)
        {
            Assert.Equal(weights[0][t].Values, weights[1][t].Values);
            Close([.. whole.GetWeights()[t].Values.Select(value => (double)value)], weights[0][t].Values, weights[0][t].Name);
        }

        // One notice per trained parameter, from the last layer to the first.
        Assert.Equal([4, 3, 2, 1, 0], exchanges[0].Announced);
        Assert.Equal(exchanges[0].Announced, exchanges[1].Announced);
    }

    [Fact]
    public void If_one_loss_is_not_finite_nobody_takes_the_step()
    {
        float[] rows = Numbers.Uniform(6 * 4);
        rows[5] = float.NaN;
        TrainingData good = Numbers.Classes(6, 4, 3), bad = new(new DenseFeatures(rows, 4), good.Targets);
        (IReadOnlyList<NamedTensor>[] weights, _) = Train([good, bad], new FitOptions(), steps: 1);
        foreach (IReadOnlyList<NamedTensor> tensors in weights)
        {
            Assert.All(Numbers.Weights(s_spec).Zip(tensors), pair => Assert.Equal(pair.First.Values, pair.Second.Values));
        }
    }

    private (IReadOnlyList<NamedTensor>[] Weights, InProcessExchange[] Exchanges) Train(TrainingData[] parts, FitOptions options, int steps)
    {
        InProcessExchange[] exchanges = InProcessExchange.Create(parts.Length);
        IReadOnlyList<NamedTensor>[] weights = new IReadOnlyList<NamedTensor>[parts.Length];
        Thread[] threads = [.. parts.Select((part, i) => new Thread(() =>
        {
            using ITrainingSession session = Session(s_spec, Numbers.Weights(s_spec), options with { GradientExchange = exchanges[i] });
            for (int step = 0; step < steps; step++)
            {
                session.Step(part, AllRows(part));
            }

            weights[i] = session.GetWeights();
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        return (weights, exchanges);
    }
}
