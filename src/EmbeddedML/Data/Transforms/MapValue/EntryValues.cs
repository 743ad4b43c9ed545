using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>Gives the values of a map's entries.</summary>
internal abstract class EntryValues
{
    /// <summary>The getter of the value of an entry.</summary>
    public abstract Delegate CreateGetter(ValueGetter<int> entryGetter);

    /// <summary>The getter of a vector of the values of entries.</summary>
    public abstract Delegate CreateVectorGetter(ValueGetter<VBuffer<int>> entriesGetter);

    public static EntryValues Create(StoredColumn values) => RawTypes.Invoke(values.Type.ItemTypeOrSelf().RawType, new Factory(values));

    private sealed class Factory(StoredColumn values) : IRawTypeFunction<EntryValues>
    {
        public EntryValues Invoke<T>()
            => values is StoredColumn<VBuffer<T>> vectors ? new EntryVectors<T>(vectors.Values) : new EntryScalars<T>((StoredColumn<T>)values);
    }
}
