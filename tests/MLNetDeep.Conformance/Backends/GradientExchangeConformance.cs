using MLNetDeep.Neural;
using Shared.Tests;

namespace MLNetDeep.Conformance;

/// <summary>Checks that sessions that exchange gradients take the same steps as a single session with all rows.</summary>
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
    public void Two_sessions_take_the_step_of_a_single_session(int firstRows, int secondRows)
    {
        TrainingData all = TestNumbers.ClassificationData(firstRows + secondRows, 4, 3);
        FitOptions options = new() { Optimizer = new Adam(0.01) { GlobalClipNorm = 0.5 } };
        using ITrainingSession whole = Session(s_spec, TestNumbers.Weights(s_spec), options);
        for (int step = 0; step < 5; step++)
        {
            whole.Step(all, AllRows(all));
        }

        TrainingData[] parts = [all.Slice(0, firstRows), all.Slice(firstRows, secondRows)];
        (IReadOnlyList<NamedTensor>[] weights, InProcessExchange[] exchanges, _) = Train(parts, options, steps: 5);
        for (int t = 0; t < weights[0].Count; t++)
        {
            Assert.Equal(weights[0][t].Values, weights[1][t].Values);
            AssertClose([.. whole.GetWeights()[t].Values.Select(value => (double)value)], weights[0][t].Values, weights[0][t].Name);
        }

        // The session announces each trainable parameter's gradient once, from the last layer to the first.
        Assert.Equal([4, 3, 2, 1, 0], exchanges[0].Announced);
        Assert.Equal(exchanges[0].Announced, exchanges[1].Announced);
    }

    [Fact]
    public void A_nonfinite_loss_in_one_session_prevents_the_step_in_all_sessions()
    {
        float[] rows = TestNumbers.Uniform(6 * 4);
        rows[5] = float.NaN;
        TrainingData good = TestNumbers.ClassificationData(6, 4, 3), bad = new(new DenseFeatures(rows, 4), good.Targets);
        (IReadOnlyList<NamedTensor>[] weights, _, double[] losses) = Train([good, bad], new FitOptions(), steps: 1);
        Assert.All(losses, loss => Assert.False(double.IsFinite(loss)));
        foreach (IReadOnlyList<NamedTensor> tensors in weights)
        {
            Assert.All(TestNumbers.Weights(s_spec).Zip(tensors), pair => Assert.Equal(pair.First.Values, pair.Second.Values));
        }
    }

    private (IReadOnlyList<NamedTensor>[] Weights, InProcessExchange[] Exchanges, double[] Losses) Train(TrainingData[] parts, FitOptions options, int steps)
    {
        (IReadOnlyList<NamedTensor> Weights, InProcessExchange Exchange, double Loss)[] results = Ranks.Run(parts.Length, exchange =>
        {
            TrainingData part = parts[exchange.Rank];
            using ITrainingSession session = Session(s_spec, TestNumbers.Weights(s_spec), options with { GradientExchange = exchange });
            double loss = 0;
            for (int step = 0; step < steps; step++)
            {
                loss = session.Step(part, AllRows(part)).LossSum;
            }

            return (session.GetWeights(), exchange, loss);
        });
        return ([.. results.Select(result => result.Weights)], [.. results.Select(result => result.Exchange)], [.. results.Select(result => result.Loss)]);
    }
}
