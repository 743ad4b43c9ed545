using MLNetDeep.Neural.Tests.Support;
using MLNetDeep.Neural.Tests.Training.Ranks;

namespace MLNetDeep.Neural.Tests.Training.Standardizing;

/// <summary>Checks what surrounds a standardized training: checkpoints, streams, callbacks, early stopping and earlier weights.</summary>
public class StandardizedTrainingTests
{
    private static readonly NetworkSpec s_spec = new(
        [3], [new Dropout(0.1), new Dense(6, Activation.Tanh), new Dropout(0.2), new Dense(1, kernelRegularizer: new(l2: 0.01))]);

    private static readonly FitOptions s_options = new()
    {
        Optimizer = new Adam(0.01), BatchSize = 8, Epochs = 4, Seed = 3, StandardizeFeatures = true, StandardizeTargets = true,
    };

    private static readonly float[] s_features =
        [.. Enumerable.Range(0, 180).Select(i => MathF.Pow(10, 3 * (i % 3)) * (5 + MathF.Sin(i)))];

    private static readonly float[] s_targets = [.. Enumerable.Range(0, 60).Select(i => 1e5f * (7 + MathF.Sin(3 * i)))];

    private static TrainingData Data => new(new DenseFeatures(s_features, 3), new DenseTargets(s_targets));

    [Theory]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(19)]
    public void A_resumed_training_equals_an_uninterrupted_one(int batch)
    {
        Network expected = new(s_spec);
        TrainingHistory history = expected.Fit(Data, s_options);

        StopAt stop = new(batch);
        new Network(s_spec).Fit(Data, s_options with { Callbacks = [stop] });
        using MemoryStream file = new();
        stop.Checkpoint!.Save(file);
        file.Position = 0;
        Network resumed = new(s_spec, seed: 9);
        TrainingHistory resumedHistory = resumed.Fit(Data, s_options with { ResumeFrom = TrainingCheckpoint.Load(file) });
        Assert.Equal(SavedWeights.Of(expected), SavedWeights.Of(resumed));
        Assert.Equal(history.Epochs.Select(epoch => epoch.Training), resumedHistory.Epochs.Select(epoch => epoch.Training));
    }

    [Fact]
    public void A_checkpoint_of_another_standardization_is_refused()
    {
        StopAt stop = new(5);
        new Network(s_spec).Fit(Data, s_options with { Callbacks = [stop] });
        ArgumentException off = Assert.Throws<ArgumentException>(
            () => new Network(s_spec).Fit(Data, s_options with { StandardizeTargets = false, ResumeFrom = stop.Checkpoint }));
        Assert.Contains("StandardizeTargets was True and is now False", off.Message);
        StopAt plain = new(5);
        new Network(s_spec).Fit(Data, s_options with { StandardizeFeatures = false, StandardizeTargets = false, Callbacks = [plain] });
        ArgumentException on = Assert.Throws<ArgumentException>(() => new Network(s_spec).Fit(Data, s_options with { ResumeFrom = plain.Checkpoint }));
        Assert.Contains("StandardizeFeatures was False and is now True", on.Message);
    }

    // Callbacks and checkpoints see a network for the numbers as they are, and losses in their units.
    [Fact]
    public void Callbacks_see_numbers_as_they_are()
    {
        StopAt stop = new(10);
        Network network = new(s_spec);
        TrainingHistory history = network.Fit(Data, s_options with { ValidationData = Data, Callbacks = [stop] });
        Network restored = stop.Checkpoint!.CreateNetwork();
        Assert.Equal(stop.Loss, restored.Evaluate(Data).Loss, 1e-4 * stop.Loss);
        Assert.Equal(network.Evaluate(Data).MeanAbsoluteError, history.Epochs[^1].Validation!.Value.MeanAbsoluteError, 1e-4 * 1e5);
        Assert.InRange(network.Evaluate(Data).MeanAbsoluteError, 1e3, 1.2e5);
    }

    [Fact]
    public void A_stream_equals_memory()
    {
        Network expected = new(s_spec);
        expected.Fit(Data, s_options);
        Network actual = new(s_spec);
        actual.Fit(new RowStream(Data, 60), s_options with { PoolSize = 64 });
        Assert.Equal(SavedWeights.Of(expected), SavedWeights.Of(actual));

        // In pools of 16 rows and in order, too: the scales come from all rows, not from the first pool.
        FitOptions inOrder = s_options with { Shuffle = false, PoolSize = 16 };
        expected.SetWeights(new Network(s_spec).GetWeights());
        actual.SetWeights(new Network(s_spec).GetWeights());
        expected.Fit(Data, inOrder);
        actual.Fit(new RowStream(Data, 16), inOrder);
        Assert.Equal(SavedWeights.Of(expected), SavedWeights.Of(actual));
    }

    // A stream may change the targets of the rows that it returned before, and return the same object.
    [Fact]
    public void A_stream_may_return_the_same_object_with_other_targets()
    {
        Network expected = new(s_spec);
        expected.Fit(new ChangingStream(isSameObject: false), s_options with { PoolSize = 64 });
        Network actual = new(s_spec);
        actual.Fit(new ChangingStream(isSameObject: true), s_options with { PoolSize = 64 });
        Assert.Equal(SavedWeights.Of(expected), SavedWeights.Of(actual));
    }

    [Fact]
    public void The_number_of_threads_does_not_change_the_weights()
    {
        byte[] Train(int threads)
        {
            Network network = new(s_spec);
            network.Fit(Data, s_options with { Threads = threads });
            return SavedWeights.Of(network);
        }

        Assert.Equal(Train(1), Train(3));
    }

    [Fact]
    public void Pools_are_checked_before_their_numbers_are_summed()
    {
        TrainingData wide = new(new DenseFeatures(new float[20], 4), new DenseTargets(new float[5]));
        Network network = new(s_spec);
        ArgumentException exception = Assert.Throws<ArgumentException>(() => network.Fit(new RowStream(wide, 5), s_options));
        Assert.StartsWith("TrainingStream has 4 columns; the network takes 3.", exception.Message);
        ArgumentException later = Assert.Throws<ArgumentException>(() => network.Fit(new PoolStream(Data, wide), s_options with { PoolSize = 60 }));
        Assert.Equal(exception.Message, later.Message);
        TrainingData labels = new(new DenseFeatures(new float[15], 3), new int[5]);
        Assert.Throws<ArgumentException>(() => network.Fit(new RowStream(labels, 5), s_options));
        network.Fit(Data, s_options);
        Network expected = new(s_spec);
        expected.Fit(Data, s_options);
        Assert.Equal(SavedWeights.Of(expected), SavedWeights.Of(network));
    }

    // A stream may fill the same arrays with other rows in each pass.
    [Fact]
    public void A_stream_that_reuses_its_arrays_equals_one_with_new_arrays()
    {
        FitOptions options = s_options with { Shuffle = false, PoolSize = 64 };
        Network expected = new(s_spec), actual = new(s_spec);
        TrainingHistory history = expected.Fit(new RefilledStream(reusesArrays: false), options);
        TrainingHistory reused = actual.Fit(new RefilledStream(reusesArrays: true), options);
        Assert.Equal(history.Epochs.Select(epoch => epoch.Training), reused.Epochs.Select(epoch => epoch.Training));
        Assert.Equal(SavedWeights.Of(expected), SavedWeights.Of(actual));
    }

    // The minimum improvement is in the units of the targets: the loss falls by less than 1e12 in each epoch, but by more than 1.
    [Theory]
    [InlineData(1e12, 2)]
    [InlineData(1, 4)]
    public void Early_stopping_uses_the_units_of_the_targets(double minDelta, int epochs)
    {
        TrainingHistory history = new Network(new NetworkSpec([3], [new Dense(1)])).Fit(Data, s_options with
        {
            Optimizer = new Sgd(0.01), BatchSize = 60, EarlyStopping = new EarlyStopping { Monitor = TrainingMetric.Loss, MinDelta = minDelta },
        });
        Assert.Equal(epochs, history.Epochs.Length);
    }

    [Fact]
    public void The_best_weights_are_restored_for_numbers_as_they_are()
    {
        Network network = new(s_spec);
        TrainingHistory history = network.Fit(Data, s_options with
        {
            Optimizer = new Adam(0.3), Epochs = 12, ValidationData = Data, EarlyStopping = new EarlyStopping { Patience = 20, RestoreBestWeights = true },
        });
        double best = history.Epochs.Min(epoch => epoch.Validation!.Value.MeanAbsoluteError);
        int epoch = history.Epochs.MinBy(result => result.Validation!.Value.Loss)!.Epoch;
        Assert.NotEqual(12, epoch);
        Assert.Equal(history.Epochs[epoch - 1].Validation!.Value.MeanAbsoluteError, network.Evaluate(Data).MeanAbsoluteError, 1e-3 * best);
    }

    // A trained network goes on from its own outputs, on other rows of another scale, too.
    [Fact]
    public void Earlier_weights_keep_their_outputs()
    {
        Network network = new(s_spec);
        network.Fit(Data, s_options);
        TrainingData other = new(new DenseFeatures(Array.ConvertAll(s_features, x => (3 * x) + 1), 3), new DenseTargets(Array.ConvertAll(s_targets, y => y / 9)));
        float[] before = Outputs();
        double loss = network.Evaluate(other).Loss;
        TrainingHistory history = network.Fit(other, s_options with { Optimizer = new Sgd(1e-9), Epochs = 1, ValidationData = other });
        Assert.All(before.Zip(Outputs()), pair => Assert.Equal(pair.First, pair.Second, 1e-4f * MathF.Abs(pair.First)));
        Assert.Equal(loss, history.Epochs[0].Validation!.Value.Loss, 1e-3 * loss);

        float[] Outputs()
        {
            float[] outputs = new float[60];
            network.Predict(other.Features, outputs);
            return outputs;
        }
    }

    // Rows that are all alike say nothing about the network's outputs. It learns from them in its own units.
    [Fact]
    public void A_trained_network_learns_from_a_single_row()
    {
        Network network = new(new NetworkSpec([3], [new Dense(6, Activation.Tanh), new Dense(1)]));
        network.Fit(Data, s_options with { Epochs = 20 });
        float[] features = s_features[..3];
        TrainingData row = new(new DenseFeatures(features, 3), new DenseTargets(new float[] { 8e5f }));
        float[] before = new float[1];
        network.Predict(row.Features, before);
        network.Fit(row, s_options with { Epochs = 50, Optimizer = new Sgd(0.01) });
        float[] after = new float[1];
        network.Predict(row.Features, after);
        Assert.Equal(8e5f, after[0], 0.6f * MathF.Abs(8e5f - before[0]));
        Assert.NotEqual(8e5f, before[0], 1e4f);
    }

    // All ranks have all rows, so that they compute the same scales.
    [Fact]
    public void Several_ranks_train_as_one_process()
    {
        RankRun plain = RankRun.Plain(s_spec, Data, s_options);
        RankRun[] runs = RankRun.Fit(3, s_spec, Data, s_options);
        RankRun.AllSame(runs);
        runs[0].AssertLosses(plain, 2e-5);
    }

    // Takes a checkpoint after a number of batches, with the penalized validation loss there, and stops.
    private sealed class StopAt(int batch) : TrainingCallback
    {
        private int _batches;

        public TrainingCheckpoint? Checkpoint { get; private set; }

        public double Loss { get; private set; }

        public override void OnBatchEnd(TrainingContext context, TrainingProgress progress)
        {
            if (++_batches == batch)
            {
                Checkpoint = context.CreateCheckpoint();
                Loss = context.Network.Evaluate(Data).Loss;
                if (context.Options.ValidationData is null)
                {
                    context.Stop();
                }
            }
        }
    }

    // Returns all rows in one pool; the targets of epoch n are multiplied by n.
    private sealed class ChangingStream(bool isSameObject) : TrainingStream
    {
        private readonly float[] _targets = [.. s_targets];
        private TrainingData? _data;

        public override long? RowCount => s_targets.Length;

        public override TrainingPass Begin(int epoch)
        {
            for (int row = 0; row < _targets.Length; row++)
            {
                _targets[row] = epoch * s_targets[row];
            }

            if (_data is null || !isSameObject)
            {
                _data = new(new DenseFeatures(s_features, 3), new DenseTargets(_targets));
            }

            return new OnePool(_data);
        }

        private sealed class OnePool(TrainingData? data) : TrainingPass
        {
            private TrainingData? _data = data;

            public override TrainingData? Read(int maxRows, CancellationToken cancellation)
            {
                TrainingData? rows = _data;
                _data = null;
                return rows;
            }
        }
    }

    // One pool in each pass. In epoch e, targets and features are those of Data, moved by e rows.
    private sealed class RefilledStream(bool reusesArrays) : TrainingStream
    {
        private readonly float[] _features = new float[s_features.Length];
        private readonly float[] _targets = new float[s_targets.Length];
        private TrainingData? _data;

        public override long? RowCount => 60;

        public override TrainingPass Begin(int epoch)
        {
            float[] features = reusesArrays ? _features : new float[_features.Length];
            float[] targets = reusesArrays ? _targets : new float[_targets.Length];
            for (int row = 0; row < targets.Length; row++)
            {
                int source = (row + (7 * epoch)) % targets.Length;
                s_features.AsSpan(source * 3, 3).CopyTo(features.AsSpan(row * 3));
                targets[row] = s_targets[source];
            }

            _data = reusesArrays && _data is not null ? _data : new TrainingData(new DenseFeatures(features, 3), new DenseTargets(targets));
            return new PoolPass(new([_data]));
        }
    }

    private sealed class PoolStream(params TrainingData[] pools) : TrainingStream
    {
        public override long? RowCount => null;

        public override TrainingPass Begin(int epoch) => new PoolPass(new(pools));
    }

    private sealed class PoolPass(Queue<TrainingData> pools) : TrainingPass
    {
        public override TrainingData? Read(int maxRows, CancellationToken cancellation) => pools.TryDequeue(out TrainingData? pool) ? pool : null;
    }
}
