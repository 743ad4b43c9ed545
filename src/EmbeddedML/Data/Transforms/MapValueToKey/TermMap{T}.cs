using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>A mapping of values to keys: each maps to 1 + its position.</summary>
/// <typeparam name="T">The raw type of the values.</typeparam>
internal sealed class TermMap<T> : TermMap
{
    private readonly T[] _values;
    private readonly TermIndex<T> _index;

    /// <exception cref="FormatException">A value is there twice.</exception>
    public TermMap(PrimitiveDataViewType itemType, T[] values) : this(itemType, values, TermIndex<T>.Create(values.Length))
    {
        foreach (T value in values)
        {
            if (!_index.TryAdd(value))
                throw new FormatException($"The value '{ValueText.Format(value, itemType)}' is listed twice among those that have keys.");
        }
    }

    /// <summary>Takes an index that is complete.</summary>
    public TermMap(PrimitiveDataViewType itemType, TermIndex<T> index) : this(itemType, [.. index.Values], index)
    {
    }

    private TermMap(PrimitiveDataViewType itemType, T[] values, TermIndex<T> index) : base(itemType, values.Length)
    {
        _values = values;
        _index = index;
    }

    public override Delegate CreateGetter(DataViewRow input, DataViewSchema.Column column)
    {
        if (column.Type is VectorDataViewType vector)
            return (ValueGetter<VBuffer<uint>>)new VectorKeyGetter<T>(input.GetGetter<VBuffer<T>>(column), _index, vector.Size, column.Name).Get;
        ValueGetter<T> getter = input.GetGetter<T>(column);
        T value = default!;
        return (ValueGetter<uint>)((ref uint key) =>
        {
            getter(ref value);
            key = _index.Find(value);
        });
    }

    public override void AddKeyValues(DataViewSchema.Annotations.Builder annotations, DataViewSchema.Column input, bool asText)
    {
        if (Count == 0)
            return;
        if (InnerKeyValues(input) is PrimitiveDataViewType innerType)
            RawTypes.Invoke(innerType.RawType, new InnerKeyValuesAdder(this, annotations, input, innerType, asText));
        else
            AddKeyValues(annotations, ItemType, () => _values, asText);
    }

    public override void Save(ModelSaveContext ctx) => TermMapFormat.Save(ctx, ItemType, _values);

    public override void WriteText(TextWriter writer)
    {
        writer.WriteLine(ItemType is TextDataViewType ? $"# Number of terms = {Count}" : $"# Number of terms of type '{ItemType}' = {Count}");
        for (int i = 0; i < _values.Length; i++)
            writer.WriteLine($"{i}\t{ValueText.Format(_values[i], ItemType)}");
    }

    // The type of what the input's keys stand for, where the input has keys and says so.
    private PrimitiveDataViewType? InnerKeyValues(DataViewSchema.Column input)
        => ItemType is KeyDataViewType key && key.Count <= int.MaxValue
            && SchemaAnnotationsExtensions.AnnotationType(input, AnnotationKinds.KeyValues) is VectorDataViewType values
            && (ulong)values.Size == key.Count
            ? values.ItemType
            : null;

    private void AddKeyValues<TValue>(DataViewSchema.Annotations.Builder annotations, PrimitiveDataViewType type, Func<TValue[]> values, bool asText)
    {
        if (!asText || type is TextDataViewType)
        {
            annotations.Add<VBuffer<TValue>>(
                AnnotationKinds.KeyValues, new VectorDataViewType(type, Count), (ref VBuffer<TValue> value) => Copy<TValue>(values(), ref value));
            return;
        }
        annotations.Add<VBuffer<ReadOnlyMemory<char>>>(
            AnnotationKinds.KeyValues,
            new VectorDataViewType(TextDataViewType.Instance, Count),
            (ref VBuffer<ReadOnlyMemory<char>> value) => Copy(Array.ConvertAll(values(), v => ValueText.Format(v, type).AsMemory()), ref value));
    }

    private static void Copy<TValue>(TValue[] values, ref VBuffer<TValue> destination)
    {
        VBufferEditor<TValue> editor = VBufferEditor.Create(ref destination, values.Length);
        values.CopyTo(editor.Values);
        destination = editor.Commit();
    }

    /// <summary>Adds, for keys of keys, what the inner ones stand for.</summary>
    private sealed class InnerKeyValuesAdder(
        TermMap<T> map, DataViewSchema.Annotations.Builder annotations, DataViewSchema.Column input, PrimitiveDataViewType innerType, bool asText)
        : IRawTypeFunction<bool>
    {
        public bool Invoke<TInner>()
        {
            map.AddKeyValues(annotations, innerType, ReadValues<TInner>, asText);
            return true;
        }

        private TInner[] ReadValues<TInner>()
        {
            VBuffer<TInner> inner = default;
            input.GetKeyValues(ref inner);
            return Array.ConvertAll(map._values, key => inner.GetItemOrDefault((int)KeyNumber.Of(key) - 1));
        }
    }
}
