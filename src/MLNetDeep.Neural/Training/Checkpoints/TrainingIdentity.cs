using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using MLNetDeep.Neural.Serialization;

namespace MLNetDeep.Neural.Training;

/// <summary>The properties that a training must share with a checkpoint to be resumed from it exactly.</summary>
/// <remarks>The number of epochs or iterations may differ.</remarks>
internal sealed record TrainingIdentity(
    string Network,
    string Optimizer,
    string Loss,
    ImmutableArray<float> ClassWeights,
    int BatchSize,
    bool Shuffle,
    int Seed,
    long Rows,
    int PoolSize = 0)
{
    /// <summary>Collects the properties of a training.</summary>
    public static TrainingIdentity Of(NetworkSpec spec, FitOptions options, BatchSource source) => new(
        spec.ToJson(),
        JsonSerializer.Serialize(options.Optimizer, SpecJsonContext.Default.OptimizerSpec),
        JsonSerializer.Serialize(options.LossFor(spec), SpecJsonContext.Default.LossSpec),
        options.ClassWeights,
        options.BatchSize,
        options.Shuffle,
        options.Seed,
        source.RowCount,
        source is StreamedBatches ? options.PoolSize : 0);

    /// <summary>Returns the name and the text of each property in this training and in the other.</summary>
    public IEnumerable<(string Name, string This, string Other)> Compare(TrainingIdentity other) =>
    [
        ("the network", Network, other.Network),
        (nameof(FitOptions.Optimizer), Optimizer, other.Optimizer),
        (nameof(FitOptions.Loss), Loss, other.Loss),
        (nameof(FitOptions.ClassWeights), Text(ClassWeights), Text(other.ClassWeights)),
        (nameof(FitOptions.BatchSize), Text(BatchSize), Text(other.BatchSize)),
        (nameof(FitOptions.Shuffle), $"{Shuffle}", $"{other.Shuffle}"),
        (nameof(FitOptions.Seed), Text(Seed), Text(other.Seed)),
        ("the number of rows to train on", Text(Rows), Text(other.Rows)),
        ($"{nameof(FitOptions.PoolSize)} of a stream", Text(PoolSize), Text(other.PoolSize)),
    ];

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Text(ImmutableArray<float> numbers) =>
        $"[{string.Join(", ", numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)))}]";
}
