using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>Maps vectors of values to vectors of keys, which are sparse where fewer than half of the slots have one.</summary>
internal sealed class VectorKeyGetter<T>(ValueGetter<VBuffer<T>> source, TermIndex<T> index, int size, string columnName)
{
    private readonly uint _defaultKey = index.Find(default!);
    private VBuffer<T> _vector;
    private uint[] _keys = [];

    public void Get(ref VBuffer<uint> value)
    {
        source(ref _vector);
        int length = _vector.Length;
        if (size > 0 && length != size)
            throw new InvalidOperationException($"The vectors from which '{columnName}' is mapped must have {size} slots, but one has {length}.");
        if (_defaultKey == 0)
            MapStored(length, ref value);
        else
            MapAll(length, ref value);
    }

    // Slots that are not stored have no key.
    private void MapStored(int length, ref VBuffer<uint> value)
    {
        ReadOnlySpan<T> values = _vector.GetValues();
        int count = Map(values);
        bool isDense = IsDense(count, length);
        VBufferEditor<uint> editor = VBufferEditor.Create(ref value, length, isDense ? length : count);
        if (isDense)
            editor.Values.Clear();
        ReadOnlySpan<int> indices = _vector.GetIndices();
        for (int i = 0, stored = 0; i < values.Length; i++)
        {
            if (_keys[i] == 0)
                continue;
            int slot = _vector.IsDense ? i : indices[i];
            if (isDense)
            {
                editor.Values[slot] = _keys[i];
                continue;
            }
            editor.Values[stored] = _keys[i];
            editor.Indices[stored++] = slot;
        }
        value = editor.Commit();
    }

    private void MapAll(int length, ref VBuffer<uint> value)
    {
        ReadOnlySpan<T> values = _vector.GetValues();
        int count = Map(values) + length - values.Length;
        bool isDense = IsDense(count, length);
        VBufferEditor<uint> editor = VBufferEditor.Create(ref value, length, isDense ? length : count);
        ReadOnlySpan<int> indices = _vector.GetIndices();
        for (int slot = 0, next = 0, stored = 0; slot < length; slot++)
        {
            bool isStored = next < values.Length && (_vector.IsDense || indices[next] == slot);
            uint key = isStored ? _keys[next++] : _defaultKey;
            if (isDense)
                editor.Values[slot] = key;
            else if (key != 0)
            {
                editor.Values[stored] = key;
                editor.Indices[stored++] = slot;
            }
        }
        value = editor.Commit();
    }

    // Maps the stored values; gives how many have a key.
    private int Map(ReadOnlySpan<T> values)
    {
        if (_keys.Length < values.Length)
            _keys = new uint[values.Length];
        Span<uint> keys = _keys.AsSpan(0, values.Length);
        index.Find(values, keys);
        return values.Length - keys.Count(0u);
    }

    private static bool IsDense(int count, int length) => count > 0 && count >= length / 2;
}
