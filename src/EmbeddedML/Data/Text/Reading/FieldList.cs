namespace Microsoft.ML.Data;

/// <summary>The fields of a line that are not empty (or all), with their numbers, which ascend.</summary>
internal sealed class FieldList
{
    private readonly CharBuffer _unescaped = new(256);
    private Field[] _fields = new Field[8];

    /// <summary>The number of fields in the list.</summary>
    public int Count { get; private set; }

    public void Clear()
    {
        Count = 0;
        _unescaped.Truncate(0);
    }

    /// <summary>Adds a field that is a part of the line.</summary>
    public void Add(int number, int start, int length) => Add(new Field(number, start, length));

    /// <summary>Adds a field that is the content of <see cref="Unescaped"/> from a position on.</summary>
    public void AddUnescaped(int number, int start) => Add(new Field(number, ~start, _unescaped.Length - start));

    /// <summary>Takes the last field away.</summary>
    public void RemoveLast() => Count--;

    /// <summary>Where quoted fields are put together.</summary>
    public CharBuffer Unescaped => _unescaped;

    public int NumberOf(int position) => _fields[position].Number;

    public ReadOnlySpan<char> TextOf(int position, ReadOnlySpan<char> line)
    {
        ref readonly Field field = ref _fields[position];
        return field.Start >= 0 ? line.Slice(field.Start, field.Length) : _unescaped.Span.Slice(~field.Start, field.Length);
    }

    /// <summary>The position of the first field whose number is not less than a given one.</summary>
    public int Find(int number)
    {
        // Without empty fields, a field's position is its number. A number can be there twice, where a sparse part was told
        // the number of fields of its line and overlaps what comes before it.
        if (number < Count && _fields[number].Number == number && (number == 0 || _fields[number - 1].Number < number))
            return number;
        int low = 0;
        int high = Math.Min(Count, number);
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (_fields[middle].Number < number)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    private void Add(in Field field)
    {
        if (Count == _fields.Length)
            Array.Resize(ref _fields, 2 * Count);
        _fields[Count++] = field;
    }

    private readonly record struct Field(int Number, int Start, int Length);
}
