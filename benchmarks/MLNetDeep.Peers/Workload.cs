using System.Diagnostics;
using MLNetDeep.Neural;

namespace MLNetDeep.Peers;

/// <summary>MLNetDeep's side of a comparison with another library (the peer). It is prepared once and measured several times.</summary>
/// <param name="name">The name of the workload's folder in benchmarks/peers.</param>
internal abstract class Workload(string name)
{
    /// <summary>All workloads that run in a prepared process.</summary>
    public static Workload[] All { get; } =
    [
        new TrainingWorkload(
            "mlp-quickstart", [new Dense(128, Activation.Relu), new Dropout(0.2), new Dense(10, Activation.Softmax)], new Adam(), 32),
        new TrainingWorkload("mlp-sklearn", [new Dense(128, Activation.Relu), new Dense(10, Activation.Softmax)], new Adam(), 32),
        new TrainingWorkload("softmax", [new Dense(10, Activation.Softmax)], new Sgd(0.5), 100),
        new TrainingWorkload(
            "mlp-8x8",
            [new Dense(8, Activation.Sigmoid), new Dense(8, Activation.Sigmoid), new Dense(10, Activation.Softmax)],
            new Sgd(0.5),
            32),
        new TrainingWorkload(
            "mlp-512x512",
            [new Dense(512, Activation.Relu), new Dense(512, Activation.Relu), new Dense(10, Activation.Softmax)],
            new Adam(),
            128),
        new BagOfWordsWorkload(),
        new ReviewsWorkload(),
        new ScoreBatchWorkload(),
        new ScoreViewWorkload(),
        new ScoreOneWorkload(),
        new GemmWorkload(),
    ];

    /// <summary>The name of the workload's folder in benchmarks/peers.</summary>
    public string Name => name;

    /// <summary>Loads the data and runs the workload until its methods have been JIT-compiled with full optimization.</summary>
    public abstract void Prepare(int threads);

    /// <summary>Measures the workload once. Returns the seconds by the row name in the table of results.</summary>
    public abstract IReadOnlyDictionary<string, double> Measure();

    /// <summary>Measures the time of one call, in seconds.</summary>
    protected static double SecondsOf(Action run)
    {
        long start = Stopwatch.GetTimestamp();
        run();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>Measures the mean time of a call, in seconds. Repeats the call for about <paramref name="windowSeconds"/>.</summary>
    protected static double MeanSecondsOf(Action run, double windowSeconds = 0.5)
    {
        int calls = Math.Max(1, (int)(windowSeconds / Math.Max(SecondsOf(run), 1e-9)));
        return SecondsOf(() =>
        {
            for (int i = 0; i < calls; i++)
            {
                run();
            }
        }) / calls;
    }
}
