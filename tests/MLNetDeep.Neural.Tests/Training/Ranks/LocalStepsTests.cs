using MLNetDeep.Neural.Tests.Support;
using MLNetDeep.Neural.Training;

namespace MLNetDeep.Neural.Tests.Training.Ranks;

/// <summary>Local SGD: ranks that average their weights after several steps.</summary>
public class LocalStepsTests
{
    private const int Rows = 50;
    private const int BatchSize = 8;
    private const int BatchesPerEpoch = 7;
    private const int Epochs = 3;

    private static readonly NetworkSpec s_spec = new(
        [20], [new Dense(12, Activation.Tanh), new BatchNormalization(0.8), new Dropout(0.3), new Dense(5, Activation.Softmax)]);

    private static readonly FitOptions s_options = new()
    {
        Optimizer = new Sgd(new ExponentialDecay(0.2, 5, 0.7), momentum: 0.9), BatchSize = BatchSize, Epochs = Epochs, Shuffle = false, Seed = 5,
    };

    // The last batch of an epoch has 2 rows, so that one of three ranks has none in it.
    [Theory]
    [InlineData(2, 4)]
    [InlineData(3, 4)]
    [InlineData(3, 100)]
    public void Weights_and_momenta_are_averaged_after_some_steps_and_epochs(int ranks, int localSteps)
    {
        RankRun[] runs = RankRun.Fit(ranks, s_spec, Data, s_options with { LocalSteps = localSteps });
        AssertSame(runs, ByHand(ranks, step => step % localSteps == 0));
    }

    // A callback that reads the network, and a checkpoint, get averaged weights.
    [Fact]
    public void Weights_are_averaged_before_they_are_read()
    {
        const int LocalSteps = 5, Read = 3, Checkpoint = 6;
        Reader[] readers = [.. Enumerable.Range(0, 3).Select(_ => new Reader(Read, Checkpoint))];
        RankRun[] runs = RankRun.Fit(3, s_spec, Data, rank => s_options with { LocalSteps = LocalSteps, Callbacks = [readers[rank]] });
        AssertSame(runs, ByHand(3, step => step % LocalSteps == 0 || step % BatchesPerEpoch is Read or Checkpoint));
        foreach (Reader reader in readers)
        {
            Assert.Equal(2 * Epochs, reader.Weights.Count);
            Assert.All(reader.Weights.Zip(readers[0].Weights), pair => Close.SameBits(pair.Second, pair.First));
        }
    }

    [Fact]
    public void One_local_step_is_an_exchange_of_gradients()
    {
        RankRun[] runs = RankRun.Fit(2, s_spec, Data, s_options with { LocalSteps = 1 });
        RankRun[] expected = RankRun.Fit(2, s_spec, Data, s_options);
        RankRun.AllSame([.. runs, .. expected]);
    }

    // The mean of one step's weights is a step with the mean gradient, if the optimizer is linear and the parts are weighted by their rows.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Averages_after_each_step_are_steps_of_one_process(bool standardizes)
    {
        NetworkSpec spec = new([20], [new Dense(12, Activation.Tanh), new Dropout(0.3), new Dense(1)]);
        TrainingData data = new(Data.Features, new DenseTargets(Samples.Floats(Rows)));
        FitOptions options = s_options with { StandardizeFeatures = standardizes, StandardizeTargets = standardizes };
        RankRun[] runs = RankRun.Fit(3, spec, data, _ => options with { LocalSteps = 100, Callbacks = [new Reader(1, 2, 3, 4, 5, 6, 7)] });
        RankRun plain = RankRun.Plain(spec, data, options);
        Assert.All(runs[0].History!.Epochs.Zip(plain.History!.Epochs), pair => Assert.Equal(1, pair.First.Training.Loss / pair.Second.Training.Loss, 1e-5));
        Assert.All(runs, run => Close.SameBits(runs[0].Network.GetWeights(), run.Network.GetWeights()));
    }

    // Every epoch ends with an average, so that all ranks compare, keep and restore the same weights.
    [Fact]
    public void Early_stopping_restores_averaged_weights()
    {
        TrainingData validation = Samples.Data(30, 20, 5, key: 7);
        RankRun[] runs = RankRun.Fit(3, s_spec, Data, s_options with
        {
            Optimizer = new Sgd(0.5), Epochs = 40, LocalSteps = 3, ValidationData = validation, EarlyStopping = new() { Patience = 3, RestoreBestWeights = true },
        });
        EpochResult best = runs[0].History!.Epochs.MinBy(epoch => epoch.Validation!.Value.Loss)!;
        Assert.InRange(best.Epoch, 1, 36);
        Assert.All(runs, run => Assert.Equal((best.Epoch, best.Epoch + 3), (run.History!.KeptEpoch, run.History.Epochs.Length)));
        Assert.All(runs, run => Assert.Equal(best.Validation!.Value.Loss, run.Network.Evaluate(validation).Loss, 1e-6));
    }

    [Fact]
    public void Progress_between_averages_is_that_of_the_rank()
    {
        double[][] losses = new double[2][];
        RankRun.Fit(2, s_spec, Data, rank => s_options with
        {
            Epochs = 1, LocalSteps = 4,
            Callbacks = [new LambdaCallback { BatchEnd = (_, progress) => losses[rank] = [.. losses[rank] ?? [], progress.Training.RowCount] }],
        });
        Assert.Equal([4, 8, 12, 32, 36, 40, 50], losses[0]);
        Assert.Equal(losses[0], losses[1]);
    }

    // Row 13 is in rank 1's part of the second batch.
    [Theory]
    [InlineData(1, false)]
    [InlineData(4, false)]
    [InlineData(4, true)]
    public void All_ranks_find_a_loss_that_is_not_finite_at_the_same_step(int localSteps, bool terminates)
    {
        float[] values = Samples.Floats(Rows * 20);
        values[13 * 20] = float.NaN;
        TrainingData data = new(new DenseFeatures(values, 20), Samples.Labels(Rows, 5));
        FitOptions options = s_options with { LocalSteps = localSteps };
        (string Message, IReadOnlyList<NamedTensor> Weights)[] results = RankRun.OnThreads(2, (rank, exchange) =>
        {
            Network network = new(s_spec, seed: 3);
            TerminateOnNaN guard = new();
            FitOptions own = options with { GradientExchange = exchange, Threads = 1, Callbacks = terminates ? [guard] : [] };
            string message = terminates
                ? network.Fit(data, own).Divergence!.Message
                : Assert.Throws<TrainingDivergedException>(() => network.Fit(data, own)).Message;
            return (message, network.GetWeights());
        });
        string start = localSteps == 1 ? "The loss became NaN in epoch 1, batch 2." : "The loss of a rank became NaN or infinite by epoch 1, batch 4.";
        Assert.All(results, result => Assert.StartsWith(start, result.Message));
        Close.SameBits(results[0].Weights, results[1].Weights);
        Assert.All(results[0].Weights, tensor => Assert.True(tensor.Values.All(float.IsFinite)));

        // The weights are not the initial ones.
        Assert.NotEqual(new Network(s_spec, seed: 3).GetWeights()[0].Values, results[0].Weights[0].Values);
    }

    [Fact]
    public void A_resumed_training_averages_at_the_same_steps()
    {
        FitOptions options = s_options with { LocalSteps = 4 };
        TrainingCheckpoint[] checkpoints = new TrainingCheckpoint[2];
        RankRun[] expected = RankRun.Fit(2, s_spec, Data, rank => options with
        {
            Callbacks = [new LambdaCallback((context, result) => checkpoints[rank] = result.Epoch == 1 ? context.CreateCheckpoint() : checkpoints[rank])],
        });
        RankRun[] resumed = RankRun.Fit(2, s_spec, Data, rank => options with { ResumeFrom = checkpoints[rank] });
        Assert.Equal(expected[0].Losses[BatchesPerEpoch..], resumed[0].Losses);
        Close.SameBits(expected[1].Network.GetWeights(), resumed[1].Network.GetWeights());
    }

    private static TrainingData Data => Samples.Separable(Rows, 20, 5);

    private static void AssertSame(RankRun[] runs, (IReadOnlyList<NamedTensor> Weights, double[] Losses) expected)
    {
        Assert.All(runs, run =>
        {
            Assert.Equal(runs[0].History!.Epochs.Select(epoch => epoch.Training), run.History!.Epochs.Select(epoch => epoch.Training));
            Close.SameBits(runs[0].Network.GetWeights(), run.Network.GetWeights());
        });
        Assert.Equal(Rows, runs[0].History!.Epochs[0].Training.RowCount);
        Assert.All(runs[0].History!.Epochs.Zip(expected.Losses), pair => Assert.Equal(pair.Second, pair.First.Training.Loss, 1e-6));
        foreach ((NamedTensor actual, NamedTensor tensor) in runs[0].Network.GetWeights().Zip(expected.Weights))
        {
            Assert.All(actual.Values.Zip(tensor.Values), pair => Assert.Equal(pair.Second, pair.First, 2e-6f));
        }
    }

    // A second implementation: sessions that train alone; their weights and states are averaged here, in doubles.
    private static (IReadOnlyList<NamedTensor> Weights, double[] Losses) ByHand(int ranks, Func<int, bool> isAveragedAfter)
    {
        TrainingData data = Data;
        FitOptions options = s_options with { Threads = 1 };
        ITrainingSession[] sessions = [.. Enumerable.Range(0, ranks).Select(_ => Create(new Network(s_spec, seed: 3).GetWeights(), options))];
        double[] rows = new double[ranks], losses = new double[Epochs];
        for (int step = 1; step <= Epochs * BatchesPerEpoch; step++)
        {
            int first = (step - 1) % BatchesPerEpoch * BatchSize, count = Math.Min(BatchSize, Rows - first);
            for (int rank = 0; rank < ranks; rank++)
            {
                int start = count * rank / ranks, end = count * (rank + 1) / ranks;
                sessions[rank].SetPositions([.. Enumerable.Range(start, end - start)]);
                EvaluationResult result = sessions[rank].Step(data, [.. Enumerable.Range(first + start, end - start)]);
                rows[rank] += result.RowCount;
                losses[(step - 1) / BatchesPerEpoch] += result.LossSum / Rows;
            }

            if (isAveragedAfter(step) || step % BatchesPerEpoch == 0)
            {
                IReadOnlyList<NamedTensor> weights = Average([.. sessions.Select(session => session.GetWeights())], rows);
                OptimizerState[] states = [.. sessions.Select(session => session.GetOptimizerState())];
                OptimizerState state = new(step, Average([.. states.Select(state => state.Tensors)], rows));
                for (int rank = 0; rank < ranks; rank++)
                {
                    sessions[rank].Dispose();
                    sessions[rank] = Create(weights, options);
                    sessions[rank].SetOptimizerState(state);
                    rows[rank] = 0;
                }
            }
        }

        IReadOnlyList<NamedTensor> last = sessions[0].GetWeights();
        Array.ForEach(sessions, session => session.Dispose());
        return (last, losses);
    }

    private static ITrainingSession Create(IReadOnlyList<NamedTensor> weights, FitOptions options) =>
        AugmentingSession.Wrap(CpuBackend.Instance.CreateSession(s_spec, weights, options), s_spec, options);

    private static IReadOnlyList<NamedTensor> Average(IReadOnlyList<NamedTensor>[] tensors, double[] rows) =>
    [
        .. tensors[0].Select((tensor, t) => new NamedTensor(
            tensor.Name, tensor.Shape, [.. tensor.Values.Select((_, i) => (float)(tensors.Select((own, rank) => own[t].Values[i] * rows[rank]).Sum() / rows.Sum()))])),
    ];

    private sealed class Reader(params int[] batches) : TrainingCallback
    {
        public List<IReadOnlyList<NamedTensor>> Weights { get; } = [];

        protected internal override bool ReadsNetworkAfter(long batch) => batches.Contains((int)batch);

        public override void OnBatchEnd(TrainingContext context, TrainingProgress progress)
        {
            if (ReadsNetworkAfter(progress.Batch))
            {
                Weights.Add(context.Network.GetWeights());
            }
        }
    }
}
