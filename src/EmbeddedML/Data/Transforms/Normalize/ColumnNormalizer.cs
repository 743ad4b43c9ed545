using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>Normalizes the values of one column. It does not change, and is shared by all that use it.</summary>
/// <param name="inputType">The type of the column from which it was learned.</param>
internal abstract class ColumnNormalizer(DataViewType inputType)
{
    /// <summary>The type of the column from which the normalizer was learned.</summary>
    public DataViewType InputType { get; } = inputType;

    /// <summary>What has been learned, as users see it.</summary>
    public abstract NormalizingTransformer.NormalizerModelParametersBase Parameters { get; }

    /// <summary>The getter of the normalized values of a column.</summary>
    public abstract Delegate CreateGetter(DataViewRow input, DataViewSchema.Column column);

    /// <summary>Saves the normalizer as a component of its own.</summary>
    public abstract void Save(ModelSaveContext ctx);

    /// <exception cref="InvalidOperationException">A vector has another size than those from which the normalizer was learned.</exception>
    protected static void CheckSize(int actual, int expected, string columnName)
    {
        if (actual != expected)
            throw new InvalidOperationException($"The vectors of the column '{columnName}' must have {expected} slots to be normalized, but one has {actual}.");
    }
}
