using System.Collections.Immutable;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Trainers;

/// <summary>The columns that training reads.</summary>
/// <param name="Features">The feature column.</param>
/// <param name="Label">The label column.</param>
/// <param name="Weight">The example weights; null if all rows have weight 1.</param>
internal sealed record RowColumns(DataViewSchema.Column Features, LabelColumn Label, DataViewSchema.Column? Weight)
{
    public int FeatureCount => ((VectorDataViewType)Features.Type).Size;

    /// <summary>The dimensions of the feature column's vectors: [784], or [28, 28] for images with rows and columns.</summary>
    public ImmutableArray<int> FeatureShape => ((VectorDataViewType)Features.Type).Dimensions;

    public IEnumerable<DataViewSchema.Column> All => Weight is { } weight ? [Features, Label.Column, weight] : [Features, Label.Column];

    /// <summary>Finds the columns that the options name.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has the wrong type.</exception>
    public static RowColumns Find(DataViewSchema schema, NetworkTask task, NeuralTrainerOptions options)
    {
        LabelColumn label = task.FindLabel(schema, options.LabelColumnName);
        return new RowColumns(
            FeatureColumn.Find(schema, options.FeatureColumnName), label, FeatureColumn.FindWeight(schema, options.ExampleWeightColumnName));
    }

    /// <summary>Finds the same columns in validation data.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has the wrong type.</exception>
    /// <exception cref="InvalidOperationException">The classes or the number of features differ from the training data.</exception>
    public RowColumns FindInValidationData(IDataView validation, NetworkTask task, NeuralTrainerOptions options)
    {
        const string Option = nameof(NeuralTrainerOptions.ValidationData);
        RowColumns columns = Find(validation.Schema, task, options);
        if (columns.FeatureCount != FeatureCount)
        {
            throw new InvalidOperationException(
                $"{Option} has {columns.FeatureCount} features in column '{Features.Name}'; the training data have {FeatureCount}.");
        }

        if (columns.Label.OutputCount != Label.OutputCount)
        {
            ViewReader.CheckHasRows(validation, Option);
            throw new InvalidOperationException(
                $"{Option} has {columns.Label.OutputCount} classes in column '{Label.Column.Name}'; the training data have {Label.OutputCount}: "
                + "transform both with the same fitted estimators.");
        }

        if (Label.Values?.FindDifference(columns.Label.Values, "the training data", "the validation data") is { } difference)
        {
            throw new InvalidOperationException(
                $"The classes in column '{Label.Column.Name}' of {Option} differ from those of the training data: {difference}. "
                + "Transform both with the same fitted estimators.");
        }

        return columns;
    }
}
