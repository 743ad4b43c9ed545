namespace Microsoft.ML.Data;

/// <summary>The values of one column, in memory.</summary>
internal abstract class CachedColumn
{
    /// <summary>What appends the value of the row on which the cursor stands.</summary>
    public abstract Action CreateAppender(DataViewRowCursor cursor, DataViewSchema.Column column);

    /// <summary>The getter of the column over a cursor of the cache.</summary>
    public abstract Delegate CreateGetter(CacheCursor cursor);

    /// <exception cref="NotSupportedException">The column's type is not a built-in one.</exception>
    public static CachedColumn Create(DataViewSchema.Column column)
        => column.Type is VectorDataViewType vector
            ? RawTypes.Invoke(vector.ItemType.RawType, new VectorFactory())
            : RawTypes.Invoke(column.Type.RawType, new ScalarFactory());

    private sealed class ScalarFactory : IRawTypeFunction<CachedColumn>
    {
        public CachedColumn Invoke<T>() => new CachedScalars<T>();
    }

    private sealed class VectorFactory : IRawTypeFunction<CachedColumn>
    {
        public CachedColumn Invoke<T>() => new CachedVectors<T>();
    }
}
