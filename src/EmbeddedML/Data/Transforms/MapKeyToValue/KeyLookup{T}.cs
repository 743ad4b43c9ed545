using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>Looks up what the keys of one column stand for.</summary>
/// <typeparam name="TValue">The raw type of the values.</typeparam>
internal sealed class KeyLookup<TValue> : KeyLookup
{
    private readonly DataViewSchema.Column _input;
    private readonly TValue[] _values;
    private readonly TValue _missing = MissingValues.ValueOrDefault<TValue>();
    private readonly bool _missingIsDefault;

    public KeyLookup(DataViewSchema.Column input)
    {
        _input = input;
        _missingIsDefault = IsDefault(_missing);
        VBuffer<TValue> values = default;
        input.GetKeyValues(ref values);
        _values = values.DenseValues().ToArray();
    }

    public override Delegate CreateGetter(DataViewRow input) => RawTypes.Invoke(_input.Type.ItemTypeOrSelf().RawType, new Factory(this, input));

    private TValue Find(ulong key) => key - 1 < (ulong)_values.Length ? _values[key - 1] : _missing;

    private static bool IsDefault(TValue value)
        => value is ReadOnlyMemory<char> text ? text.IsEmpty : EqualityComparer<TValue>.Default.Equals(value, default);

    private ValueGetter<TValue> CreateGetter<TKey>(ValueGetter<TKey> getter)
    {
        TKey key = default!;
        return (ref TValue value) =>
        {
            getter(ref key);
            value = Find(KeyNumber.Of(key));
        };
    }

    private ValueGetter<VBuffer<TValue>> CreateGetter<TKey>(ValueGetter<VBuffer<TKey>> getter)
    {
        VBuffer<TKey> keys = default;
        return (ref VBuffer<TValue> value) =>
        {
            getter(ref keys);
            value = keys.IsDense || !_missingIsDefault ? MapAll(keys, ref value) : MapStored(keys, ref value);
        };
    }

    private VBuffer<TValue> MapAll<TKey>(in VBuffer<TKey> keys, ref VBuffer<TValue> value)
    {
        VBufferEditor<TValue> editor = VBufferEditor.Create(ref value, keys.Length);
        ReadOnlySpan<TKey> stored = keys.GetValues();
        if (!keys.IsDense)
            editor.Values.Fill(_missing);
        ReadOnlySpan<int> indices = keys.GetIndices();
        for (int i = 0; i < stored.Length; i++)
            editor.Values[keys.IsDense ? i : indices[i]] = Find(KeyNumber.Of(stored[i]));
        return editor.Commit();
    }

    // Slots that are not stored have the missing key, whose value need not be stored either.
    private VBuffer<TValue> MapStored<TKey>(in VBuffer<TKey> keys, ref VBuffer<TValue> value)
    {
        ReadOnlySpan<TKey> stored = keys.GetValues();
        ReadOnlySpan<int> indices = keys.GetIndices();
        VBufferEditor<TValue> editor = VBufferEditor.Create(ref value, keys.Length, stored.Length);
        int count = 0;
        for (int i = 0; i < stored.Length; i++)
        {
            TValue found = Find(KeyNumber.Of(stored[i]));
            if (IsDefault(found))
                continue;
            editor.Values[count] = found;
            editor.Indices[count++] = indices[i];
        }
        return editor.CommitTruncated(count);
    }

    private sealed class Factory(KeyLookup<TValue> lookup, DataViewRow input) : IRawTypeFunction<Delegate>
    {
        public Delegate Invoke<TKey>()
            => lookup._input.Type is VectorDataViewType
                ? lookup.CreateGetter(input.GetGetter<VBuffer<TKey>>(lookup._input))
                : lookup.CreateGetter(input.GetGetter<TKey>(lookup._input));
    }
}
