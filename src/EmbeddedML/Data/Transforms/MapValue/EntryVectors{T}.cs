using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>Vectors of a map's entries; one that is missing is a vector of no slots, whatever the size of the others.</summary>
internal sealed class EntryVectors<T>(VBuffer<T>[] vectors) : EntryValues
{
    public override Delegate CreateGetter(ValueGetter<int> entryGetter)
    {
        int entry = 0;
        return (ValueGetter<VBuffer<T>>)((ref VBuffer<T> value) =>
        {
            entryGetter(ref entry);
            if (entry == KeyIndex.Missing)
                value = VBufferEditor.Create(ref value, 0).Commit();
            else
                vectors[entry].CopyTo(ref value);
        });
    }

    public override Delegate CreateVectorGetter(ValueGetter<VBuffer<int>> entriesGetter)
        => throw new NotSupportedException("There are no vectors of vectors.");
}
