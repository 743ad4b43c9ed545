using System.Numerics;
using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>The type, annotations and values of a column of bits.</summary>
internal sealed class BinaryColumn
{
    private readonly DataViewSchema.Column _input;
    private readonly int _bitCount;

    /// <exception cref="ArgumentOutOfRangeException">The input column has no keys.</exception>
    public BinaryColumn(DataViewSchema.Column input)
    {
        if (input.Type.ItemTypeOrSelf() is not KeyDataViewType { Count: <= int.MaxValue } key)
            throw ColumnErrors.WrongType("inputSchema", "input", input.Name, "key type of known cardinality", input.Type.ToString()!);
        _input = input;
        // One bit more than the count needs, so that all bits together can only be those of a missing key.
        _bitCount = BitOperations.Log2((uint)key.Count) + 2;
        int size = input.Type.ValueCount();
        Type = size == 1
            ? new VectorDataViewType(NumberDataViewType.Single, _bitCount)
            : new VectorDataViewType(NumberDataViewType.Single, size, _bitCount);
    }

    public VectorDataViewType Type { get; }

    private bool IsScalar => _input.Type is not VectorDataViewType;

    public DataViewSchema.Annotations MakeAnnotations()
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        if (Type.IsKnownSize && _input.HasKeyValues(TextDataViewType.Instance))
            annotations.Add<VBuffer<ReadOnlyMemory<char>>>(AnnotationKinds.SlotNames, new VectorDataViewType(TextDataViewType.Instance, Type.Dimensions), GetSlotNames);
        if (IsScalar)
            annotations.AddPrimitiveValue(AnnotationKinds.IsNormalized, BooleanDataViewType.Instance, true);
        return annotations.ToAnnotations();
    }

    public Delegate CreateGetter(DataViewRow input) => RawTypes.Invoke(_input.Type.ItemTypeOrSelf().RawType, new GetterFactory(this, input));

    private void GetSlotNames(ref VBuffer<ReadOnlyMemory<char>> value)
    {
        VBuffer<ReadOnlyMemory<char>> inputNames = default;
        if (_input.HasSlotNames())
            _input.GetSlotNames(ref inputNames);
        VBufferEditor<ReadOnlyMemory<char>> editor = VBufferEditor.Create(ref value, Type.Size);
        for (int slot = 0; slot < editor.Values.Length; slot++)
        {
            string bit = $"Bit{_bitCount - 1 - (slot % _bitCount)}";
            int inputSlot = slot / _bitCount;
            ReadOnlyMemory<char> name = inputSlot < inputNames.Length ? inputNames.GetItemOrDefault(inputSlot) : default;
            editor.Values[slot] = (IsScalar ? bit : name.IsEmpty ? $"[{inputSlot}].{bit}" : $"{name}.{bit}").AsMemory();
        }
        value = editor.Commit();
    }

    private void AddBits(VectorBuilder bits, ulong key, int slot)
    {
        uint position = (uint)key - 1;
        for (int bit = _bitCount - 1; bit >= 0; bit--)
            bits.Add(slot++, (position >> bit) & 1);
    }

    private ValueGetter<VBuffer<float>> MapOne<TKey>(ValueGetter<TKey> getter)
    {
        TKey key = default!;
        var bits = new VectorBuilder();
        return (ref VBuffer<float> value) =>
        {
            getter(ref key);
            bits.Reset(_bitCount);
            AddBits(bits, KeyNumber.Of(key), 0);
            bits.CopyTo(ref value);
        };
    }

    private ValueGetter<VBuffer<float>> MapEach<TKey>(ValueGetter<VBuffer<TKey>> getter)
    {
        VBuffer<TKey> keys = default;
        var bits = new VectorBuilder();
        int size = _input.Type.ValueCount();
        return (ref VBuffer<float> value) =>
        {
            getter(ref keys);
            if (size > 0 && keys.Length != size)
                throw new InvalidOperationException($"The vectors of the column '{_input.Name}' must have {size} slots, but one has {keys.Length}.");
            bits.Reset(keys.Length * _bitCount);
            ReadOnlySpan<TKey> stored = keys.GetValues();
            ReadOnlySpan<int> indices = keys.GetIndices();
            for (int slot = 0, next = 0; slot < keys.Length; slot++)
            {
                bool isStored = next < stored.Length && (keys.IsDense || indices[next] == slot);
                AddBits(bits, isStored ? KeyNumber.Of(stored[next++]) : 0, slot * _bitCount);
            }
            bits.CopyTo(ref value);
        };
    }

    private sealed class GetterFactory(BinaryColumn column, DataViewRow input) : IRawTypeFunction<Delegate>
    {
        public Delegate Invoke<TKey>()
            => column.IsScalar ? column.MapOne(input.GetGetter<TKey>(column._input)) : column.MapEach(input.GetGetter<VBuffer<TKey>>(column._input));
    }
}
