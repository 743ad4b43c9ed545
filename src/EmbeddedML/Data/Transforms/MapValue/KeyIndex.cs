using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>Finds the entries of a map by their keys.</summary>
internal abstract class KeyIndex
{
    /// <summary>Stands for the entry of a key that the map does not have.</summary>
    public const int Missing = -1;

    /// <summary>The getter of the entry for a column's value.</summary>
    /// <exception cref="InvalidOperationException">The column is not of the keys' type.</exception>
    public abstract ValueGetter<int> CreateGetter(DataViewRow input, DataViewSchema.Column column);

    /// <summary>The getter of the entries for the slots of a column's vectors, all of which it stores.</summary>
    /// <exception cref="InvalidOperationException">The column is not of vectors of the keys' type.</exception>
    public abstract ValueGetter<VBuffer<int>> CreateVectorGetter(DataViewRow input, DataViewSchema.Column column);

    /// <exception cref="InvalidOperationException">A key comes twice.</exception>
    public static KeyIndex Create(StoredColumn keys)
        => keys.Type is VectorDataViewType ? new NoIndex(keys.Type) : RawTypes.Invoke(keys.Type.RawType, new Factory(keys));

    // A map may have vectors as keys, but there is no column that it can map.
    private sealed class NoIndex(DataViewType type) : KeyIndex
    {
        public override ValueGetter<int> CreateGetter(DataViewRow input, DataViewSchema.Column column) => throw Refuse(column);

        public override ValueGetter<VBuffer<int>> CreateVectorGetter(DataViewRow input, DataViewSchema.Column column) => throw Refuse(column);

        private InvalidOperationException Refuse(DataViewSchema.Column column)
            => new($"The column '{column.Name}' of the type '{column.Type}' cannot be looked up in a map with keys of the type '{type}'.");
    }

    private sealed class Factory(StoredColumn keys) : IRawTypeFunction<KeyIndex>
    {
        public KeyIndex Invoke<TKey>() => new KeyIndex<TKey>(((StoredColumn<TKey>)keys).Values);
    }
}
