using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;

namespace MLNetDeep.Neural.Training;

/// <summary>What the ranks of an exchange do before a training: they compare what they are about to do, and take the weights of rank 0.</summary>
internal static class RankStart
{
    /// <summary>Throws if the ranks are about to train in different ways.</summary>
    /// <param name="options">The options, with an exchange.</param>
    /// <param name="identity">The properties of the training that checkpoints store.</param>
    /// <param name="validationRows">The number of validation rows.</param>
    /// <exception cref="ArgumentException">A property differs. All ranks throw.</exception>
    public static void Check(FitOptions options, TrainingIdentity identity, int validationRows)
    {
        RankComparison.CheckProperties(
            options.GradientExchange!,
            [
                ("the version of MLNetDeep", $"{typeof(RankStart).Assembly.GetName().Version}"),
                .. identity.Properties,
                ("the number of validation rows", Format(validationRows)),
                (nameof(FitOptions.Backend), options.Backend.GetType().Name),
                (nameof(FitOptions.Epochs), Format(options.Epochs)),
                (nameof(FitOptions.Iterations), options.Iterations is { } iterations ? Format(iterations) : "null"),
                (nameof(FitOptions.Metrics), $"[{string.Join(", ", options.FurtherMetrics)}]"),
                (nameof(FitOptions.TopK), Format(options.TopK)),
                (nameof(FitOptions.EarlyStopping), options.EarlyStopping?.ToString() ?? "null"),
                (nameof(FitOptions.LocalSteps), Format(options.LocalSteps)),
                (nameof(FitOptions.WeightCheckInterval), Format(options.WeightCheckInterval)),
                (nameof(FitOptions.ResumeFrom), options.ResumeFrom is { } checkpoint ? $"a checkpoint of {Format(checkpoint.Steps)} steps" : "null"),
                ("the list of callbacks that read the network", options.TakesLocalSteps ? DescribeReaders(options) : ""),
            ]);
    }

    /// <summary>Returns the weights of rank 0.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="weights">The weights of this rank, which have the same names and shapes. They are not changed.</param>
    public static ImmutableArray<NamedTensor> ShareWeights(IGradientExchange exchange, ImmutableArray<NamedTensor> weights)
    {
        ImmutableArray<NamedTensor> shared = exchange.Rank == 0 ? weights : [.. weights.Select(tensor => tensor.Copy())];
        foreach (NamedTensor tensor in shared)
        {
            exchange.Broadcast(MemoryMarshal.AsBytes(tensor.Values.AsSpan()));
        }

        return shared;
    }

    /// <summary>Returns the numbers of rank 0.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="numbers">The numbers of this rank: as many in every rank.</param>
    public static ImmutableArray<long> Share(IGradientExchange exchange, ImmutableArray<long> numbers)
    {
        long[] shared = [.. numbers];
        exchange.Broadcast(MemoryMarshal.AsBytes(shared.AsSpan()));
        return [.. shared];
    }

    // With local steps, the ranks average their weights before a callback reads the network. If the callbacks differed, a rank would wait for
    // others that do not average.
    private static string DescribeReaders(FitOptions options)
    {
        IEnumerable<string> texts = options.Callbacks.Where(ReadsNetwork)
            .Select(callback => callback is CheckpointSaver saver ? $"{nameof(CheckpointSaver)} ({Describe(saver)})" : callback.GetType().Name);
        return $"[{string.Join(", ", texts)}]";
    }

    private static string Describe(CheckpointSaver saver) =>
        saver.EveryBatches is { } batches ? $"every {Format(batches)} batches" : saver.BestOf?.ToString() ?? "every epoch";

    // Whether the callback overrides ReadsNetworkAfter. For which batches it returns true depends on its own options, which are not known here.
    private static bool ReadsNetwork(TrainingCallback callback)
    {
        Func<long, bool> reads = callback.ReadsNetworkAfter;
        return reads.Method.DeclaringType != typeof(TrainingCallback);
    }

    private static string Format(long number) => number.ToString(CultureInfo.InvariantCulture);
}
