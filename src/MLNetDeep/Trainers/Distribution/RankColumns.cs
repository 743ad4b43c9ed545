using System.Globalization;
using MLNetDeep.Neural;
using MLNetDeep.Neural.Training;

namespace MLNetDeep.Trainers;

/// <summary>Compares the columns and the reading options of ranks before they read their rows.</summary>
internal static class RankColumns
{
    /// <summary>Throws if the ranks have other columns, classes or options. All ranks must call this.</summary>
    /// <exception cref="ArgumentException">A property differs. All ranks throw.</exception>
    public static void Check(NeuralTrainerOptions options, NetworkSpec spec, RowColumns columns)
    {
        if (options.Distribution is not { Size: > 1 } exchange)
        {
            return;
        }

        string classes = columns.Label.Values is { } values ? string.Join(", ", values.ToTexts()) : "unknown";
        RankComparison.CheckProperties(
            exchange,
            [
                ("the network", $"{spec}"),
                ("the feature column", columns.FeatureText),
                ("the number of outputs that the label column needs", columns.Label.OutputCount.ToString(CultureInfo.InvariantCulture)),
                ("the list of classes in the label column", classes),
                (nameof(options.ExampleWeightColumnName), options.ExampleWeightColumnName ?? "null"),
                (nameof(options.StreamingPoolSize), options.StreamingPoolSize is { } rows ? rows.ToString(CultureInfo.InvariantCulture) : "null"),
                (nameof(options.DistributedRows), $"{options.DistributedRows}"),
                (nameof(options.ValidationData), options.ValidationData is null ? "null" : "a view"),
                (nameof(options.ValidationSplit), options.ValidationSplit.ToString(CultureInfo.InvariantCulture)),
            ]);
    }
}
