namespace Microsoft.ML.Data;

/// <summary>
/// Sums values into the slots of a vector, in any order of the slots, and decides between a dense and a sparse form as
/// ML.NET's bags of words and of keys do.
/// </summary>
/// <remarks>
/// The sparse form is a sorted list, into which a value goes by insertion as long as its place is among the last slots; from the
/// first that is not, values are appended, and sorted and summed up when the list is full or done. A sorted list turns dense
/// when a value meets at least half as many (less one) as there are slots, and any list that in the end holds half as many.
/// </remarks>
internal sealed class VectorBuilder
{
    private const int InsertionDepth = 20;

    private int[] _slots = new int[8];
    private float[] _values = new float[8];
    private int _length;
    private int _count;
    private bool _isDense;
    private bool _isSorted;

    /// <summary>Starts a vector of zeros.</summary>
    public void Reset(int length)
    {
        _length = length;
        _count = 0;
        _isDense = false;
        _isSorted = true;
    }

    /// <summary>Adds a value to a slot.</summary>
    public void Add(int slot, float value)
    {
        if (value == 0)
            return;
        if (!_isSorted && !_isDense)
        {
            if (_count < _length)
            {
                Append(slot, value);
                return;
            }
            Sort();
        }
        if (!_isDense && _count >= (_length / 2) - 1)
            MakeDense();
        if (_isDense)
            _values[slot] += value;
        else if (_count >= InsertionDepth && _slots[_count - InsertionDepth] > slot)
        {
            Append(slot, value);
            _isSorted = false;
        }
        else
            Insert(slot, value);
    }

    /// <summary>Writes the vector.</summary>
    public void CopyTo(ref VBuffer<float> destination)
    {
        if (!_isDense && !_isSorted)
            Sort();
        if (!_isDense && _count > 0 && _count >= _length / 2)
            MakeDense();
        VBufferEditor<float> editor = VBufferEditor.Create(ref destination, _length, _isDense ? _length : _count);
        _values.AsSpan(0, editor.Values.Length).CopyTo(editor.Values);
        _slots.AsSpan(0, editor.Indices.Length).CopyTo(editor.Indices);
        destination = editor.Commit();
    }

    private void Insert(int slot, float value)
    {
        int place = _count;
        while (place > 0 && _slots[place - 1] > slot)
            place--;
        if (place > 0 && _slots[place - 1] == slot)
        {
            _values[place - 1] += value;
            return;
        }
        Append(slot, value);
        Array.Copy(_slots, place, _slots, place + 1, _count - 1 - place);
        Array.Copy(_values, place, _values, place + 1, _count - 1 - place);
        _slots[place] = slot;
        _values[place] = value;
    }

    private void Append(int slot, float value)
    {
        if (_slots.Length <= _count)
            Array.Resize(ref _slots, 2 * _count);
        if (_values.Length <= _count)
            Array.Resize(ref _values, 2 * _count);
        _slots[_count] = slot;
        _values[_count++] = value;
    }

    private void Sort()
    {
        Array.Sort(_slots, _values, 0, _count);
        int last = 0;
        for (int i = 1; i < _count; i++)
        {
            if (_slots[i] == _slots[last])
            {
                _values[last] += _values[i];
                continue;
            }
            _slots[++last] = _slots[i];
            _values[last] = _values[i];
        }
        _count = last + 1;
        _isSorted = true;
        if (_count >= _length / 2)
            MakeDense();
    }

    // From the end, so that a value is moved before its place is written over.
    private void MakeDense()
    {
        if (_values.Length < _length)
            Array.Resize(ref _values, _length);
        for (int slot = _length - 1, next = _count - 1; slot >= 0; slot--)
            _values[slot] = next >= 0 && _slots[next] == slot ? _values[next--] : 0;
        _isDense = true;
    }
}
