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
    /// <param name="spec">The network.</param>
    /// <param name="options">The options.</param>
    /// <param name="source">The rows; null if the caller chooses the batches.</param>
    public static TrainingIdentity Create(NetworkSpec spec, FitOptions options, BatchSource? source) => new(
        spec.ToJson(),
        JsonSerializer.Serialize(options.Optimizer, SpecJsonContext.Default.OptimizerSpec),
        JsonSerializer.Serialize(options.LossFor(spec), SpecJsonContext.Default.LossSpec),
        options.ClassWeights,
        options.BatchSize,
        options.Shuffle,
        options.Seed,
        source?.RowCount ?? 0,
        source is StreamedBatches ? options.PoolSize : 0,
        options.ValidationSplit > 0 ? options.ValidationRows : ValidationRows.Automatic,
        options.StandardizeFeatures,
        options.StandardizeTargets,
        options.Augmentation?.ToString() ?? "");

    /// <summary>The name of each property, with its text.</summary>
    public IReadOnlyList<(string Name, string Text)> Properties =>
    [
        ("the network", Network),
        (nameof(FitOptions.Optimizer), Optimizer),
        (nameof(FitOptions.Loss), Loss),
        (nameof(FitOptions.ClassWeights), Format(ClassWeights)),
        (nameof(FitOptions.BatchSize), Format(BatchSize)),
        (nameof(FitOptions.Shuffle), $"{Shuffle}"),
        (nameof(FitOptions.Seed), Format(Seed)),
        ("the number of rows to train on", Format(Rows)),
        ($"{nameof(FitOptions.PoolSize)} of a stream", Format(PoolSize)),
        (nameof(FitOptions.ValidationRows), $"{ValidationRows}"),
        (nameof(FitOptions.StandardizeFeatures), $"{StandardizeFeatures}"),
        (nameof(FitOptions.StandardizeTargets), $"{StandardizeTargets}"),
        (nameof(FitOptions.Augmentation), Augmentation),
    ];

    /// <summary>Returns the name of each property, with its text in this training and in <paramref name="other"/>.</summary>
    public IEnumerable<(string Name, string This, string Other)> Compare(TrainingIdentity other) =>
        Properties.Zip(other.Properties, (own, others) => (own.Name, own.Text, others.Text));

    private static string Format(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Format(ImmutableArray<float> numbers) =>
        $"[{string.Join(", ", numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)))}]";
}
