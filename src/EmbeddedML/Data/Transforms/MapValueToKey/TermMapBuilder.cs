using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>Collects the different values of one column.</summary>
internal abstract class TermMapBuilder
{
    /// <summary>The number of values collected so far.</summary>
    public abstract int Count { get; }

    /// <summary>Collects the value or values of a column of the row on which the cursor stands.</summary>
    /// <returns>False once there are as many values as there may be.</returns>
    public abstract bool ReadRow();

    /// <summary>The mapping of the values to keys.</summary>
    public abstract TermMap Finish(ValueToKeyMappingEstimator.KeyOrdinality ordinality);

    public static TermMapBuilder Create(DataViewRowCursor cursor, DataViewSchema.Column column, int maximumCount)
        => RawTypes.Invoke(column.Type.ItemTypeOrSelf().RawType, new Factory(cursor, column, maximumCount));

    private sealed class Factory(DataViewRowCursor cursor, DataViewSchema.Column column, int maximumCount) : IRawTypeFunction<TermMapBuilder>
    {
        public TermMapBuilder Invoke<T>() => new TermMapBuilder<T>(cursor, column, maximumCount);
    }
}
