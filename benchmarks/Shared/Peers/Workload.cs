using System.Diagnostics;

namespace MLNetDeep.Benchmarks;

/// <summary>One side of a comparison between libraries. It is prepared once and measured several times.</summary>
/// <param name="name">The name of the workload's folder in benchmarks/peers.</param>
internal abstract class Workload(string name)
{
    // A background thread optimizes hot methods (tiered compilation) once no method has been JIT-compiled for 100 ms.
    private const double WarmUpSeconds = 1;

    /// <summary>The name of the workload's folder in benchmarks/peers.</summary>
    public string Name => name;

    /// <summary>Loads the data and runs the workload until its methods have been JIT-compiled with full optimization.</summary>
    public abstract void Prepare(int threads);

    /// <summary>Measures the workload once. Returns the seconds by the row name in the table of results.</summary>
    public abstract IReadOnlyDictionary<string, double> Measure();

    /// <summary>Repeats a part of the workload until its methods have been JIT-compiled with full optimization.</summary>
    protected static void WarmUp(Action run)
    {
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < WarmUpSeconds)
        {
            run();
        }
    }

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
