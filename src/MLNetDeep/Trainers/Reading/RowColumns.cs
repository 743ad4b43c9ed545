using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Trainers;

/// <summary>The columns that a fit reads.</summary>
/// <param name="Features">The features.</param>
/// <param name="Label">The labels.</param>
/// <param name="Weight">The example weights; null where all count 1.</param>
internal sealed record RowColumns(DataViewSchema.Column Features, LabelColumn Label, DataViewSchema.Column? Weight)
{
    public int FeatureCount => ((VectorDataViewType)Features.Type).Size;

    public IEnumerable<DataViewSchema.Column> All => Weight is { } weight ? [Features, Label.Column, weight] : [Features, Label.Column];

    /// <summary>The columns that options name.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has another type.</exception>
    public static RowColumns Find(DataViewSchema schema, NetworkTask task, NeuralTrainerOptions options)
    {
        LabelColumn label = task.FindLabel(schema, options.LabelColumnName);
        return new RowColumns(
            FeatureColumn.Find(schema, options.FeatureColumnName), label, FeatureColumn.FindWeight(schema, options.ExampleWeightColumnName));
    }

    /// <summary>The same columns of validation data.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has another type.</exception>
    /// <exception cref="InvalidOperationException">There are other classes, or as many features as the training data do not have.</exception>
    public RowColumns FindIn(DataViewSchema validation, NetworkTask task, NeuralTrainerOptions options)
    {
        const string Option = nameof(NeuralTrainerOptions.ValidationData);
        RowColumns columns = Find(validation, task, options);
        if (columns.FeatureCount != FeatureCount)
        {
            throw new InvalidOperationException(
                $"{Option} has {columns.FeatureCount} features in column '{Features.Name}'; the training data have {FeatureCount}.");
        }

        if (columns.Label.OutputCount != Label.OutputCount)
        {
            throw new InvalidOperationException(
                $"{Option} has {columns.Label.OutputCount} classes in column '{Label.Column.Name}'; the training data have {Label.OutputCount}: "
                + "transform both with the same fitted estimators.");
        }

        if (Label.Values?.FindDifference(columns.Label.Values) is { } difference)
        {
            throw new InvalidOperationException(
                $"{Option} has other classes in column '{Label.Column.Name}' than the training data: {difference}. "
                + "Transform both with the same fitted estimators.");
        }

        return columns;
    }
}
