using Microsoft.ML;
using MLNetDeep.Tests.Support;
using MLNetDeep.Trainers;

namespace MLNetDeep.Tuning.Tests;

public class TrainingTests
{
    private readonly SmallData _data = new();

    // A promoted trial goes on from its checkpoint. It must end where a training without interruption ends: bit for bit.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Each_value_is_that_of_a_training_of_its_own(bool continues)
    {
        TuningResult result = _data.Run(_data.Options with { Strategy = new SuccessiveHalving { MinEpochs = 2, ContinueTraining = continues } });
        Assert.Equal([9, 3, 1], Enumerable.Range(0, 3).Select(rung => result.Trials.Count(trial => trial.Rungs.Length > rung)));
        foreach (TrialResult trial in result.Trials.Where(trial => trial.Rungs.Length > 1))
        {
            foreach (RungResult rung in trial.Rungs)
            {
                ITransformer model = Train(trial, rung.Epochs);
                double expected = _data.Context.BinaryClassification.Evaluate(model.Transform(_data.Validation)).LogLoss;
                Assert.Equal(expected, rung.Value);
            }
        }

        Assert.Equal(_data.Probabilities(Train(result.Best, result.Best.Epochs)), _data.Probabilities(result.Model));
        Assert.Equal(_data.Probabilities(result.Model), _data.Probabilities(result.Refit(_data.Training)));
        Assert.Equal(result.Trials.Min(trial => trial.Value), result.Best.Value);
    }

    [Fact]
    public void A_promoted_trial_trains_only_the_further_epochs()
    {
        int epochs = 0;
        _data.Context.Tune(_data.Training, _data.Space, Create, _data.Options with { Strategy = new SuccessiveHalving() });
        Assert.Equal((9 * 1) + (3 * 2) + (1 * 6), epochs);

        IEstimator<ITransformer> Create(Trial trial) => _data.Context.BinaryClassification.Trainers.MultilayerPerceptron(trial.Configure(
            _data.Trainer(trial.Get, 4, "adam") with { Callbacks = [new Neural.LambdaCallback((_, _) => epochs++)] }));
    }

    [Fact]
    public void Trials_at_once_have_the_same_results_as_one_by_one()
    {
        TuningResult one = _data.Run(_data.Options), three = _data.Run(_data.Options with { ParallelTrials = 3 });
        Assert.Equal(Values(one), Values(three));
        Assert.Equal(_data.Probabilities(one.Model), _data.Probabilities(three.Model));
    }

    [Fact]
    public void A_trial_that_diverges_has_failed()
    {
        TuningResult result = _data.Context.Tune(
            _data.Training, _data.Space,
            trial => _data.Context.BinaryClassification.Trainers.MultilayerPerceptron(trial.Configure(
                _data.Trainer(_ => trial.Number == 2 ? 1e30 : 0.01, 4, "momentum"))),
            _data.Options with { Trials = 4 });
        Assert.Equal([2], result.Trials.Where(trial => trial.Failure is not null).Select(trial => trial.Number));
        Assert.Contains("Try a smaller learning rate", result.Trials[2].Failure, StringComparison.Ordinal);
    }

    // After an interruption, the best model comes from its file, and promoted trials go on from theirs; without the files they are trained anew.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_interrupted_search_ends_as_if_uninterrupted(bool losesFiles)
    {
        using TemporaryFolder folder = new();
        TuningOptions options = _data.Options with { Journal = folder.File("search.jsonl") };
        TuningResult whole = _data.Run(options with { Journal = null });
        for (int stopAfter = 1; ; stopAfter += 3)
        {
            using CancellationTokenSource cancellation = new();
            int ended = 0;
            Neural.SynchronousProgress<TuningProgress> progress = new(_ =>
            {
                if (++ended == stopAfter)
                {
                    cancellation.Cancel();
                }
            });
            try
            {
                TuningResult result = _data.Run(options with { Progress = progress, Cancellation = cancellation.Token, ParallelTrials = 2 });
                Assert.Equal(Values(whole), Values(result));
                Assert.Equal(_data.Probabilities(whole.Model), _data.Probabilities(result.Model));
                break;
            }
            catch (OperationCanceledException)
            {
                if (losesFiles)
                {
                    Directory.Delete(folder.File("search.jsonl.files"), recursive: true);
                }
            }
        }

        TuningResult again = _data.Run(options);
        Assert.Equal(_data.Probabilities(whole.Model), _data.Probabilities(again.Model));
        if (!losesFiles)
        {
            Assert.Null(NetworkTransformer.Find(again.Model)!.History);
            Assert.Equal(
                [$"trial-{again.Best.Number:D4}-rung-{again.Best.Rungs.IndexOf(again.Best.Rungs.MinBy(rung => rung.Value)!)}.zip"],
                Directory.GetFiles(folder.File("search.jsonl.files")).Select(Path.GetFileName));
        }
    }

    [Fact]
    public void Rows_are_held_out_by_the_seed()
    {
        TuningOptions options = _data.Options with { ValidationData = null, ValidationFraction = 0.5, Trials = 1, Strategy = new RandomSearch { Epochs = 1 } };
        List<long> rows = [];
        TuningMetric metric = new("rows", isHigherBetter: true, (ml, scored) =>
        {
            rows.Add(ml.Data.CreateEnumerable<Probability>(scored, reuseRowObject: true).LongCount());
            return 1;
        });
        _data.Run(options with { Metric = metric });
        _data.Run(options with { Metric = metric });
        _data.Run(options with { Metric = metric, Seed = 4 });
        Assert.Equal(rows[0], rows[1]);
        Assert.NotEqual(rows[0], rows[2]);
        Assert.All(rows, count => Assert.InRange(count, 40, 120));
    }

    private static (int, double)[] Values(TuningResult result) =>
        [.. result.Trials.SelectMany(trial => trial.Rungs.Select(rung => (trial.Number, rung.Value)))];

    private NetworkTransformer Train(TrialResult trial, int? epochs) => _data.Context.BinaryClassification.Trainers.MultilayerPerceptron(
        _data.Trainer(trial.Get, trial.Get(_data.Units), trial.Get(_data.Momentum)) with { Epochs = epochs, Seed = trial.Seed }).Fit(_data.Training);

    private sealed class Probability
    {
        [Microsoft.ML.Data.ColumnName("Probability")]
        public float Value { get; set; }
    }
}
