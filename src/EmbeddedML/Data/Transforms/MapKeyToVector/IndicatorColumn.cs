using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>The type, annotations and values of a column of indicator vectors.</summary>
internal sealed class IndicatorColumn
{
    private readonly DataViewSchema.Column _input;
    private readonly bool _countsKeys;
    private readonly int _keyCount;

    /// <exception cref="ArgumentOutOfRangeException">The input column has no keys.</exception>
    public IndicatorColumn(DataViewSchema.Column input, bool countsKeys)
    {
        if (input.Type.ItemTypeOrSelf() is not KeyDataViewType { Count: <= int.MaxValue } key)
            throw ColumnErrors.WrongType("inputSchema", "input", input.Name, "key type of known cardinality", input.Type.ToString()!);
        _input = input;
        _countsKeys = countsKeys;
        _keyCount = (int)key.Count;
        int size = input.Type.ValueCount();
        Type = countsKeys || size == 1
            ? new VectorDataViewType(NumberDataViewType.Single, _keyCount)
            : new VectorDataViewType(NumberDataViewType.Single, size, _keyCount);
    }

    public VectorDataViewType Type { get; }

    // Names for the slots, from those of the keys.
    private bool HasKeyNames => _input.HasKeyValues(TextDataViewType.Instance);

    private bool IsScalar => _input.Type is not VectorDataViewType;

    public DataViewSchema.Annotations MakeAnnotations()
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        if (HasKeyNames && (_countsKeys || IsScalar))
            AddSlotNames(annotations, GetKeyNames);
        else if (HasKeyNames && Type.IsKnownSize)
            AddSlotNames(annotations, GetSlotNames);
        int size = _input.Type.ValueCount();
        if (!_countsKeys && size > 0)
            annotations.Add<VBuffer<int>>(AnnotationKinds.CategoricalSlotRanges, CategoricalSlots.TypeFor(size), GetCategoricalSlotRanges);
        if (!_countsKeys || IsScalar)
            annotations.AddPrimitiveValue(AnnotationKinds.IsNormalized, BooleanDataViewType.Instance, true);
        return annotations.ToAnnotations();
    }

    public Delegate CreateGetter(DataViewRow input) => RawTypes.Invoke(_input.Type.ItemTypeOrSelf().RawType, new GetterFactory(this, input));

    private void AddSlotNames(DataViewSchema.Annotations.Builder annotations, ValueGetter<VBuffer<ReadOnlyMemory<char>>> getter)
        => annotations.Add(AnnotationKinds.SlotNames, new VectorDataViewType(TextDataViewType.Instance, Type.Dimensions), getter);

    private void GetKeyNames(ref VBuffer<ReadOnlyMemory<char>> value) => _input.GetKeyValues(ref value);

    private void GetSlotNames(ref VBuffer<ReadOnlyMemory<char>> value)
    {
        VBuffer<ReadOnlyMemory<char>> keyNames = default;
        _input.GetKeyValues(ref keyNames);
        VBuffer<ReadOnlyMemory<char>> inputNames = default;
        if (_input.HasSlotNames())
            _input.GetSlotNames(ref inputNames);
        VBufferEditor<ReadOnlyMemory<char>> editor = VBufferEditor.Create(ref value, Type.Size);
        for (int slot = 0; slot < editor.Values.Length; slot++)
        {
            int inputSlot = slot / _keyCount;
            ReadOnlyMemory<char> name = inputSlot < inputNames.Length ? inputNames.GetItemOrDefault(inputSlot) : default;
            string prefix = name.IsEmpty ? $"[{inputSlot}]" : name.ToString();
            editor.Values[slot] = $"{prefix}.{keyNames.GetItemOrDefault(slot % _keyCount)}".AsMemory();
        }
        value = editor.Commit();
    }

    private void GetCategoricalSlotRanges(ref VBuffer<int> value)
    {
        VBufferEditor<int> editor = VBufferEditor.Create(ref value, 2 * _input.Type.ValueCount());
        for (int i = 0; i < editor.Values.Length; i += 2)
        {
            editor.Values[i] = i / 2 * _keyCount;
            editor.Values[i + 1] = editor.Values[i] + _keyCount - 1;
        }
        value = editor.Commit();
    }

    private ValueGetter<VBuffer<float>> IndicateOne<TKey>(ValueGetter<TKey> getter)
    {
        TKey key = default!;
        return (ref VBuffer<float> value) =>
        {
            getter(ref key);
            ulong number = KeyNumber.Of(key);
            bool isKey = number - 1 < (ulong)_keyCount;
            VBufferEditor<float> editor = VBufferEditor.Create(ref value, _keyCount, isKey ? 1 : 0, requireIndicesOnDense: true);
            if (isKey)
            {
                editor.Values[0] = 1;
                editor.Indices[0] = (int)(number - 1);
            }
            value = editor.Commit();
        };
    }

    private ValueGetter<VBuffer<float>> IndicateEach<TKey>(ValueGetter<VBuffer<TKey>> getter)
    {
        VBuffer<TKey> keys = default;
        return (ref VBuffer<float> value) =>
        {
            Read(getter, ref keys);
            ReadOnlySpan<TKey> stored = keys.GetValues();
            ReadOnlySpan<int> indices = keys.GetIndices();
            VBufferEditor<float> editor = VBufferEditor.Create(ref value, checked(_keyCount * keys.Length), stored.Length, requireIndicesOnDense: true);
            int count = 0;
            for (int i = 0; i < stored.Length; i++)
            {
                ulong number = KeyNumber.Of(stored[i]);
                if (number - 1 >= (ulong)_keyCount)
                    continue;
                editor.Values[count] = 1;
                editor.Indices[count++] = ((keys.IsDense ? i : indices[i]) * _keyCount) + (int)(number - 1);
            }
            value = editor.CommitTruncated(count);
        };
    }

    private ValueGetter<VBuffer<float>> Count<TKey>(ValueGetter<VBuffer<TKey>> getter)
    {
        VBuffer<TKey> keys = default;
        var counts = new VectorBuilder();
        return (ref VBuffer<float> value) =>
        {
            Read(getter, ref keys);
            counts.Reset(_keyCount);
            foreach (TKey key in keys.GetValues())
            {
                ulong number = KeyNumber.Of(key);
                if (number - 1 < (ulong)_keyCount)
                    counts.Add((int)(number - 1), 1);
            }
            counts.CopyTo(ref value);
        };
    }

    private void Read<TKey>(ValueGetter<VBuffer<TKey>> getter, ref VBuffer<TKey> keys)
    {
        getter(ref keys);
        int size = _input.Type.ValueCount();
        if (size > 0 && keys.Length != size)
            throw new InvalidOperationException($"The vectors of the column '{_input.Name}' must have {size} slots, but one has {keys.Length}.");
    }

    private sealed class GetterFactory(IndicatorColumn column, DataViewRow input) : IRawTypeFunction<Delegate>
    {
        public Delegate Invoke<TKey>()
        {
            if (column.IsScalar)
                return column.IndicateOne(input.GetGetter<TKey>(column._input));
            ValueGetter<VBuffer<TKey>> getter = input.GetGetter<VBuffer<TKey>>(column._input);
            return column._countsKeys ? column.Count(getter) : column.IndicateEach(getter);
        }
    }
}
