using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

/// <summary>Checks <see cref="ITrainingSession.AverageWeights"/> against averages in doubles.</summary>
public abstract class WeightAverageConformance : BackendConformance
{
    private static readonly NetworkSpec s_spec = new(
        [6],
        [
            new Dense(8, Activation.Tanh), new BatchNormalization(), new Dense(5) { Trainable = false },
            new Residual([new BatchNormalization { Trainable = false }, new Dense(5), new BatchNormalization()]), new Dense(3, Activation.Softmax),
        ]);

    // What steps do not change, because its layer is frozen.
    private static readonly string[] s_frozen = ["2.weight", "2.bias", "3.layers.0.running_mean", "3.layers.0.running_var"];

    public static TheoryData<OptimizerSpec, int[]> Averages => new()
    {
        { new Sgd(0.3), [5, 2] },
        { new Adam(0.05), [3, 0, 6] },
        { new RmsProp(0.01, momentum: 0.9, centered: true), [4, 4] },
    };

    // The ranks take other steps: their weights, statistics and states differ. Ranks without rows do not count.
    [Theory]
    [MemberData(nameof(Averages))]
    public void Weights_statistics_and_states_are_averaged_by_rows(OptimizerSpec optimizer, int[] rows)
    {
        TrainingData data = TestNumbers.ClassificationData(12, 6, 3);
        (Trained Before, Trained After)[] ranks = Ranks.Run(rows.Length, exchange =>
        {
            using ITrainingSession session = Session(s_spec, TestNumbers.Weights(s_spec), new FitOptions { Optimizer = optimizer });
            EvaluationResult result = new(0, 0, 0);
            for (int step = 0; step < 3 && rows[exchange.Rank] > 0; step++)
            {
                result += session.Step(data, [.. Enumerable.Range(exchange.Rank + step, rows[exchange.Rank])]);
            }

            Trained before = new(result, session.GetWeights(), session.GetOptimizerState());
            EvaluationResult sum = session.AverageWeights(exchange, result);
            return (before, new Trained(sum, session.GetWeights(), session.GetOptimizerState()));
        });
        Trained[] befores = [.. ranks.Select(rank => rank.Before)];
        foreach ((_, Trained after) in ranks)
        {
            Assert.Equal(befores.Select(before => before.Result).Aggregate((left, right) => left + right), after.Result);
            AssertAverages(befores, rank => rank.Weights, after.Weights, rows);
            AssertAverages(befores, rank => rank.State.Tensors, after.State.Tensors, rows);
            Assert.Equal(s_frozen.Select(name => Named(TestNumbers.Weights(s_spec), name)), s_frozen.Select(name => Named(after.Weights, name)));
        }
    }

    // The loss of a rank is not finite: every rank learns it, and none goes on.
    [Fact]
    public void A_nonfinite_result_in_one_rank_is_that_of_the_average()
    {
        double[] losses = Ranks.Run(2, exchange =>
        {
            using ITrainingSession session = Session(s_spec, TestNumbers.Weights(s_spec), new FitOptions());
            return session.AverageWeights(exchange, new EvaluationResult(exchange.Rank == 1 ? double.NaN : 1, 0, 4)).LossSum;
        });
        Assert.All(losses, loss => Assert.False(double.IsFinite(loss)));
    }

    private static float[] Named(IReadOnlyList<NamedTensor> tensors, string name) => tensors.Single(tensor => tensor.Name == name).Values;

    // In doubles, to the rounding of a float.
    private static void AssertAverages(
        Trained[] ranks, Func<Trained, IReadOnlyList<NamedTensor>> tensorsOf, IReadOnlyList<NamedTensor> averages, int[] rows)
    {
        for (int t = 0; t < averages.Count; t++)
        {
            for (int i = 0; i < averages[t].Values.Length; i++)
            {
                double average = ranks.Select((rank, r) => (double)tensorsOf(rank)[t].Values[i] * rows[r]).Sum() / rows.Sum();
                double bound = ranks.Max(rank => Math.Abs(tensorsOf(rank)[t].Values[i])) * 2e-7;
                Assert.True(Math.Abs(average - averages[t].Values[i]) <= bound, $"{averages[t].Name}[{i}] is {averages[t].Values[i]:R}, expected {average:R}.");
            }
        }
    }

    private sealed record Trained(EvaluationResult Result, IReadOnlyList<NamedTensor> Weights, OptimizerState State);
}
