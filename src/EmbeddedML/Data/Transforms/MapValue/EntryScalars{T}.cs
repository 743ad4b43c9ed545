using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>Single values of a map's entries; one that is missing is what an empty text is converted to, as when it is loaded from a text file.</summary>
internal sealed class EntryScalars<T>(StoredColumn<T> column) : EntryValues
{
    private readonly T[] _values = column.Values;
    private readonly T _missing = MissingValue((PrimitiveDataViewType)column.Type);

    public override Delegate CreateGetter(ValueGetter<int> entryGetter)
    {
        int entry = 0;
        return (ValueGetter<T>)((ref T value) =>
        {
            entryGetter(ref entry);
            value = Find(entry);
        });
    }

    public override Delegate CreateVectorGetter(ValueGetter<VBuffer<int>> entriesGetter)
    {
        VBuffer<int> entries = default;
        return (ValueGetter<VBuffer<T>>)((ref VBuffer<T> value) =>
        {
            entriesGetter(ref entries);
            ReadOnlySpan<int> source = entries.GetValues();
            VBufferEditor<T> editor = VBufferEditor.Create(ref value, source.Length);
            for (int i = 0; i < source.Length; i++)
                editor.Values[i] = Find(source[i]);
            value = editor.Commit();
        });
    }

    private T Find(int entry) => entry == KeyIndex.Missing ? _missing : _values[entry];

    private static T MissingValue(PrimitiveDataViewType type)
        => ValueConversions.Find(TextDataViewType.Instance, type) is ValueConversion<ReadOnlyMemory<char>, T> conversion
            ? conversion.Convert(default)
            : default!;
}
