using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Neural;
using MLNetDeep.Trainers;
using MLNetDeep.Tuning;

namespace MLNetDeep.Faults.Kills;

/// <summary>A search for hyper-parameters with a journal.</summary>
internal static class TuningVictim
{
    public const string JournalFile = "search.jsonl";

    /// <summary>The number of trainings: 18 trials, then the best 9, 4, 2 and 1 of them.</summary>
    public const int Trainings = 18 + 9 + 4 + 2 + 1;

    private static readonly MLContext s_ml = new();

    public static IDataView Rows { get; } = s_ml.Data.LoadFromEnumerable(Enumerable.Range(0, 400).Select(i => new Row
    {
        Features = [MathF.Sin(i), MathF.Cos(1.7f * i), MathF.Sin(0.3f * i)],
        Label = MathF.Sin(i) * MathF.Cos(1.7f * i) > 0.1f,
    }));

    /// <summary>Searches.</summary>
    /// <param name="folder">The folder of the journal; null for none.</param>
    /// <param name="pause">How long to wait after each epoch.</param>
    /// <param name="onTrialEnd">Called when a training has ended.</param>
    public static TuningResult Search(string? folder, TimeSpan pause = default, Action<TuningProgress>? onTrialEnd = null)
    {
        SearchSpace space = new();
        Parameter<double> rate = space.LogUniform("rate", 1e-4, 1e-1);
        Parameter<int> units = space.Integer("units", 2, 32, logarithmic: true);
        LambdaCallback wait = new((_, _) => Thread.Sleep(pause));
        return s_ml.Tune(
            Rows,
            space,
            trial => s_ml.BinaryClassification.Trainers.MultilayerPerceptron(trial.Configure(new MultilayerPerceptronOptions
            {
                HiddenUnits = [trial.Get(units)], Optimizer = new Adam(trial.Get(rate)), DropoutRate = 0.1, Callbacks = [wait],
            })),
            new TuningOptions
            {
                Metric = TuningMetric.BinaryLogLoss,
                Trials = 18,
                Strategy = new SuccessiveHalving { Reduction = 2 },
                ParallelTrials = 2,
                Journal = folder is null ? null : Path.Combine(folder, JournalFile),
                Progress = new SynchronousProgress<TuningProgress>(progress => onTrialEnd?.Invoke(progress)),
            });
    }

    public static int Run(string folder)
    {
        int ended = 0;
        Search(folder, TimeSpan.FromMilliseconds(20), _ =>
        {
            if (++ended == 1)
            {
                Console.WriteLine(Victim.Ready);
            }
        });
        Thread.Sleep(Timeout.Infinite);
        return 0;
    }

    private sealed class Row
    {
        [VectorType(3)]
        public float[] Features { get; set; } = [];

        public bool Label { get; set; }
    }
}
