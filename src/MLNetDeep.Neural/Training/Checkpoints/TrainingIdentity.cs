using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using MLNetDeep.Neural.Serialization;

namespace MLNetDeep.Neural.Training;

/// <summary>The properties that a training must share with a checkpoint in order to resume from it.</summary>
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
    int PoolSize = 0,
    ValidationRows ValidationRows = ValidationRows.Automatic,
    bool StandardizeFeatures = false,
    bool StandardizeTargets = false,
    string Augmentation = "")
{
    /// <summary>Collects the properties of a training.</summary>
    public static TrainingIdentity Create(NetworkSpec spec, FitOptions options, BatchSource source) => new(
        spec.ToJson(),
        JsonSerializer.Serialize(options.Optimizer, SpecJsonContext.Default.OptimizerSpec),
        JsonSerializer.Serialize(options.LossFor(spec), SpecJsonContext.Default.LossSpec),
        options.ClassWeights,
        options.BatchSize,
        options.Shuffle,
        options.Seed,
        source.RowCount,
        source is StreamedBatches ? options.PoolSize : 0,
        options.ValidationSplit > 0 ? options.ValidationRows : ValidationRows.Automatic,
        options.StandardizeFeatures,
        options.StandardizeTargets,
        options.Augmentation?.ToString() ?? "");

    /// <summary>Returns the name of each property, with its text in this training and in <paramref name="other"/>.</summary>
    public IEnumerable<(string Name, string This, string Other)> Compare(TrainingIdentity other) =>
    [
        ("the network", Network, other.Network),
        (nameof(FitOptions.Optimizer), Optimizer, other.Optimizer),
        (nameof(FitOptions.Loss), Loss, other.Loss),
        (nameof(FitOptions.ClassWeights), Format(ClassWeights), Format(other.ClassWeights)),
        (nameof(FitOptions.BatchSize), Format(BatchSize), Format(other.BatchSize)),
        (nameof(FitOptions.Shuffle), $"{Shuffle}", $"{other.Shuffle}"),
        (nameof(FitOptions.Seed), Format(Seed), Format(other.Seed)),
        ("the number of rows to train on", Format(Rows), Format(other.Rows)),
        ($"{nameof(FitOptions.PoolSize)} of a stream", Format(PoolSize), Format(other.PoolSize)),
        (nameof(FitOptions.ValidationRows), $"{ValidationRows}", $"{other.ValidationRows}"),
        (nameof(FitOptions.StandardizeFeatures), $"{StandardizeFeatures}", $"{other.StandardizeFeatures}"),
        (nameof(FitOptions.StandardizeTargets), $"{StandardizeTargets}", $"{other.StandardizeTargets}"),
        (nameof(FitOptions.Augmentation), Augmentation, other.Augmentation),
    ];

    private static string Format(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Format(ImmutableArray<float> numbers) =>
        $"[{string.Join(", ", numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)))}]";
}
