using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Neural;

namespace MLNetDeep.Trainers;

/// <summary>The columns that training reads.</summary>
/// <param name="Features">The feature column.</param>
/// <param name="Label">The label column.</param>
/// <param name="Weight">The example weights; null if all rows have weight 1.</param>
/// <param name="Indices">The feature column, if it has indices; null if it has numbers.</param>
internal sealed record RowColumns(
    DataViewSchema.Column Features, LabelColumn Label, DataViewSchema.Column? Weight, IndexColumn? Indices = null)
{
    /// <summary>The number of features; 0 for sequences of varying length.</summary>
    public int FeatureCount => ((VectorDataViewType)Features.Type).Size;

    /// <summary>The number and the kind of the features, for messages: <c>784 features</c>.</summary>
    public string FeatureText => Indices is null ? $"{FeatureCount} features" : $"{(FeatureCount == 0 ? "sequences of" : FeatureCount)} indices";

    /// <summary>The shape of the feature column's vectors.</summary>
    public FeatureShape FeatureShape => FeatureShape.Of(Features, Order) with
    {
        IndexCount = Indices?.IndexCount is { } count ? (long)Math.Min(count, long.MaxValue) : null,
    };

    /// <summary>What the options say of the order of a picture's channels.</summary>
    public ChannelOrder Order { get; private init; }

    /// <summary>How many planes of a row must be interleaved; 1 if rows are in the network's order, or the network is not known yet.</summary>
    public int Planes { get; private init; } = 1;

    public IEnumerable<DataViewSchema.Column> All => Weight is { } weight ? [Features, Label.Column, weight] : [Features, Label.Column];

    /// <summary>Finds the columns that the options name.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="task">The task, which says what labels there are.</param>
    /// <param name="options">The options.</param>
    /// <param name="kind">Whether the network takes numbers or indices.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has the wrong type.</exception>
    public static RowColumns Find(
        DataViewSchema schema, NetworkTask task, NeuralTrainerOptions options, FeatureKind kind = FeatureKind.Numbers)
    {
        LabelColumn label = task.FindLabel(schema, options.LabelColumnName);
        IndexColumn? indices = kind == FeatureKind.Indices ? IndexColumn.Find(schema, options.FeatureColumnName) : null;
        DataViewSchema.Column features = indices?.Column ?? FeatureColumn.Find(schema, options.FeatureColumnName);
        return new RowColumns(features, label, FeatureColumn.FindWeight(schema, options.ExampleWeightColumnName), indices)
        {
            Order = options.ChannelOrder,
        };
    }

    /// <summary>Returns the columns with the order that a network takes.</summary>
    /// <exception cref="InvalidOperationException">The column has pictures of another shape, or its order is open.</exception>
    public RowColumns For(NetworkSpec spec) => this with { Planes = FeatureShape.PlanesFor(spec.InputShape) };

    /// <summary>Finds the same columns in validation data.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has the wrong type.</exception>
    /// <exception cref="InvalidOperationException">The classes or the number of features differ from the training data.</exception>
    public RowColumns FindInValidationData(IDataView validation, NetworkTask task, NeuralTrainerOptions options)
    {
        const string Option = nameof(NeuralTrainerOptions.ValidationData);
        RowColumns columns = Find(validation.Schema, task, options, Indices is null ? FeatureKind.Numbers : FeatureKind.Indices);
        if (columns.FeatureCount != FeatureCount || columns.Indices?.IndexCount != Indices?.IndexCount)
        {
            throw new InvalidOperationException(
                $"{Option} has {columns.FeatureText}{KeysOf(columns)} in column '{Features.Name}'; the training data have {FeatureText}{KeysOf(this)}.");
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

        static string KeysOf(RowColumns columns) => columns.Indices?.IndexCount is { } count ? $" (keys 0 to {count - 1})" : "";
    }
}
