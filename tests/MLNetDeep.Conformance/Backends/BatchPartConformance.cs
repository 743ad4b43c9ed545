using MLNetDeep.Neural;
using Shared.Tests;

namespace MLNetDeep.Conformance;

/// <summary>
/// Checks that sessions of several ranks, which have parts of each batch, take the same steps as a single session with the whole batch: with
/// dropout of all kinds, whose masks follow from the positions, and with batch normalization, whose statistics are those of the whole batch.
/// </summary>
public abstract class BatchPartConformance : BackendConformance
{
    // Of three ranks, each has no rows in one of these steps.
    private const int Steps = 3;

    public static TheoryData<string, int> Networks => new(ExchangedNetworks.Names.SelectMany(name => new[] { (name, 2), (name, 3) }));

    // The ranks have unequal parts of each batch, whose positions are not contiguous; of three ranks, one has none.
    [Theory]
    [MemberData(nameof(Networks))]
    public void Ranks_with_parts_of_a_batch_take_the_steps_of_a_single_session(string name, int ranks)
    {
        (NetworkSpec spec, TrainingData data) = ExchangedNetworks.Get(name);
        CheckSteps(spec, data, ranks, ExchangedNetworks.Batch, (rank, step, batch) => Ranks.Positions(rank, ranks, step, batch.Length));
    }

    // The first step has three rows in each of two ranks; in the second, a rank has none.
    [Fact]
    public void Each_layer_takes_part_in_steps_of_several_ranks()
    {
        List<string> errors = [];
        int count = 0;
        foreach (LayerCase layerCase in LayerCases.All.Where(layerCase => !Refuses(layerCase.Network)))
        {
            try
            {
                CheckSteps(
                    layerCase.Network, layerCase.Data, ranks: 2, _ => [.. Enumerable.Range(0, layerCase.Data.RowCount)],
                    (rank, step, batch) => Where(batch, i => step == 1 ? rank == 0 : (i % 2 == 0) == (rank == step % 2)), steps: 2, layerCase.Loss);
                count++;
            }
            catch (Exception exception)
            {
                errors.Add($"{layerCase.Name}: {exception.Message}");
            }
        }

        Assert.True(errors.Count == 0, string.Join("\n", errors));
        Assert.True(count > 100, $"Only {count} cases.");
    }

    // Every fifth row is an empty sequence. A normalization of positions has no values of them; in the last step, of no rank.
    [Fact]
    public void A_rank_may_have_empty_sequences_only()
    {
        (NetworkSpec spec, TrainingData data) = ExchangedNetworks.Get("LSTM with lengths");
        CheckSteps(
            spec, data, ranks: 2, step => step == Steps - 1 ? [0, 5, 10] : [1, 0, 2, 3, 5, 4],
            (rank, step, batch) => Where(batch, i => step == Steps - 1 ? i % 2 == rank : (batch[i] % 5 == 0) == (rank == 1)));
    }

    // One value of each channel in all ranks: its variance is 0.
    [Fact]
    public void A_batch_of_one_row_is_that_of_one_rank()
    {
        (NetworkSpec spec, TrainingData data) = ExchangedNetworks.Get("residual");
        CheckSteps(spec, data, ranks: 2, step => [step], (rank, _, batch) => Where(batch, _ => rank == 1));
    }

    [Fact]
    public void Fixed_ranks_take_the_same_steps_bit_for_bit()
    {
        (NetworkSpec spec, TrainingData data) = ExchangedNetworks.Get("convolution");
        Assert.Equal(Weights(), Weights());

        float[][] Weights() =>
        [
            .. Ranks.Run(3, exchange => TrainRank(
                spec, data, new FitOptions(), exchange, ExchangedNetworks.Batch, (rank, step, batch) => Ranks.Positions(rank, 3, step, batch.Length)))[0]
                .Weights.Select(tensor => tensor.Values),
        ];
    }

    // If one row has the weight 1 and the others 0, the gradient of a batch of three is a third of that of this row, with the mask of its position.
    [Fact]
    public void Positions_hold_for_the_next_step()
    {
        NetworkSpec spec = new([6], [new Dropout(0.5), new Dense(3, Activation.Softmax)]);
        TrainingData data = TestNumbers.ClassificationData(3, 6, 3);
        using ITrainingSession whole = Session(spec, TestNumbers.Weights(spec), new FitOptions { Optimizer = new Sgd(0.3) });
        using ITrainingSession part = Session(spec, TestNumbers.Weights(spec), new FitOptions { Optimizer = new Sgd(0.1) });
        for (int step = 0; step < Steps; step++)
        {
            // Without a call, the first row has the position 0.
            int position = step % 2 == 0 ? 2 : 0;
            float[] rowWeights = new float[3];
            rowWeights[position] = 1;
            whole.Step(new TrainingData(data.Features, data.Targets, rowWeights), [0, 1, 2]);
            if (position > 0)
            {
                part.SetPositions([position]);
            }

            part.Step(data, [position]);
            AssertSame(whole.GetWeights(), part.GetWeights());
        }
    }

    protected static int[] Where(int[] batch, Func<int, bool> isChosen) => [.. Enumerable.Range(0, batch.Length).Where(isChosen)];

    protected void CheckSteps(
        NetworkSpec spec,
        TrainingData data,
        int ranks,
        Func<int, int[]> batchOf,
        Func<int, int, int[], int[]> positionsOf,
        int steps = Steps,
        LossSpec? loss = null)
    {
        FitOptions options = new() { Optimizer = new Sgd(0.05, 0.9), Seed = 5, Loss = loss };
        Trained whole = TrainRank(spec, data, options, null, batchOf, (_, _, batch) => Where(batch, _ => true), steps);
        Trained[] parts = Ranks.Run(ranks, exchange => TrainRank(spec, data, options, exchange, batchOf, positionsOf, steps));
        foreach ((EvaluationResult expected, EvaluationResult actual) in whole.Results.Zip(parts[0].Results))
        {
            AssertClose(expected.LossSum, actual.LossSum, "A step's loss");
            Assert.Equal((expected.CorrectCount, expected.RowCount, expected.PredictionCount), (actual.CorrectCount, actual.RowCount, actual.PredictionCount));
            Assert.Equal(expected.AbsoluteErrorSum, actual.AbsoluteErrorSum, 1e-4);
        }

        AssertSame(whole.Weights, parts[0].Weights);
        AssertSame(whole.State.Tensors, parts[0].State.Tensors);
        foreach (Trained other in parts)
        {
            Assert.Equal(parts[0].Results, other.Results);
            Assert.All(parts[0].Weights.Zip(other.Weights), pair => Assert.Equal(pair.First.Values, pair.Second.Values));
            Assert.Equal(parts[0].State, other.State);
        }
    }

    private Trained TrainRank(
        NetworkSpec spec,
        TrainingData data,
        FitOptions options,
        InProcessExchange? exchange,
        Func<int, int[]> batchOf,
        Func<int, int, int[], int[]> positionsOf,
        int steps = Steps)
    {
        using ITrainingSession session = Session(spec, TestNumbers.Weights(spec), options with { GradientExchange = exchange });
        EvaluationResult[] results = new EvaluationResult[steps];
        for (int step = 0; step < steps; step++)
        {
            int[] batch = batchOf(step), positions = positionsOf(exchange?.Rank ?? 0, step, batch);
            if (exchange is not null)
            {
                session.SetPositions(positions);
            }

            results[step] = session.Step(data, [.. positions.Select(position => batch[position])]);
        }

        return new Trained(results, session.GetWeights(), session.GetOptimizerState());
    }

    private void AssertSame(IReadOnlyList<NamedTensor> expected, IReadOnlyList<NamedTensor> actual)
    {
        Assert.Equal(expected.Select(tensor => tensor.Name), actual.Select(tensor => tensor.Name));
        foreach ((NamedTensor wanted, NamedTensor tensor) in expected.Zip(actual))
        {
            AssertClose([.. wanted.Values.Select(value => (double)value)], tensor.Values, tensor.Name);
        }
    }

    private sealed record Trained(EvaluationResult[] Results, IReadOnlyList<NamedTensor> Weights, OptimizerState State);
}
