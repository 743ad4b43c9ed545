using System.Globalization;

namespace Microsoft.ML.Data;

/// <summary>The items of one line, collected column by column, and then written with all fields or with a sparse part at the end.</summary>
/// <param name="columnCount">The number of columns.</param>
/// <param name="separator">The separator of fields.</param>
/// <param name="forceDense">Whether all fields are always written.</param>
internal sealed class LineItems(int columnCount, char separator, bool forceDense)
{
    // A sparse item is longer than a dense one by about this factor.
    private const double SparseWeight = 2.5;
    private const int ShortestSparsePart = 5;

    // The fields and items before each column, and before the end of the line.
    private readonly int[] _fieldsBefore = new int[columnCount + 1];
    private readonly int[] _itemsBefore = new int[columnCount + 1];
    private readonly List<Item> _items = [];
    private int _column;

    /// <summary>Where the text of the next item is put.</summary>
    public CharBuffer Text { get; } = new(1024);

    /// <summary>The number of fields of the line.</summary>
    public int FieldCount => _fieldsBefore[_column];

    public void Clear()
    {
        _items.Clear();
        Text.Truncate(0);
        _column = 0;
    }

    /// <summary>Makes an item of what has been put at the end of the text; nothing where it is the default.</summary>
    public void EndItem(int slot, string defaultText)
    {
        int start = _items.Count > 0 ? _items[^1].End : 0;
        if (Text.Span[start..].SequenceEqual(defaultText))
            Text.Truncate(start);
        else
            _items.Add(new Item(_fieldsBefore[_column] + slot, Text.Length));
    }

    /// <summary>Ends a column of so many fields.</summary>
    public void EndColumn(int fieldCount)
    {
        int fields = checked(_fieldsBefore[_column] + fieldCount);
        _column++;
        _fieldsBefore[_column] = fields;
        _itemsBefore[_column] = _items.Count;
    }

    /// <summary>Writes the line.</summary>
    /// <param name="writer">Where to write.</param>
    /// <param name="defaults">The text of a field without an item, for each column.</param>
    public void WriteTo(TextWriter writer, ReadOnlySpan<string> defaults)
    {
        int firstSparse = forceDense ? columnCount : ChooseFirstSparse();
        WriteDense(writer, firstSparse, defaults);
        if (firstSparse < columnCount)
            WriteSparse(writer, firstSparse, defaults);
    }

    private int ChooseFirstSparse()
    {
        int best = 0;
        double bestLength = SparseWeight * _items.Count;
        for (int column = 1; column <= columnCount; column++)
        {
            double length = _fieldsBefore[column] + (SparseWeight * (_items.Count - _itemsBefore[column]));
            if (length < bestLength)
                (best, bestLength) = (column, length);
        }
        int dense = _fieldsBefore[best];
        int sparse = FieldCount - dense;
        return sparse < ShortestSparsePart || sparse < dense / 5 ? columnCount : best;
    }

    private void WriteDense(TextWriter writer, int columnEnd, ReadOnlySpan<string> defaults)
    {
        int item = 0;
        for (int column = 0; column < columnEnd; column++)
        {
            for (int field = _fieldsBefore[column]; field < _fieldsBefore[column + 1]; field++)
            {
                if (field > 0)
                    writer.Write(separator);
                if (item < _items.Count && _items[item].Field == field)
                    writer.Write(TextOf(item++));
                else
                    writer.Write(defaults[column]);
            }
        }
    }

    private void WriteSparse(TextWriter writer, int firstColumn, ReadOnlySpan<string> defaults)
    {
        int firstField = _fieldsBefore[firstColumn];
        if (firstColumn > 0)
            writer.Write(separator);
        writer.Write((FieldCount - firstField).ToString(CultureInfo.InvariantCulture));
        // At least one item has to be there, to show that the part is sparse.
        if (_itemsBefore[firstColumn] == _items.Count)
        {
            writer.Write(separator);
            writer.Write("0:");
            writer.Write(defaults[firstColumn]);
        }
        for (int item = _itemsBefore[firstColumn]; item < _items.Count; item++)
        {
            writer.Write(separator);
            writer.Write((_items[item].Field - firstField).ToString(CultureInfo.InvariantCulture));
            writer.Write(':');
            writer.Write(TextOf(item));
        }
    }

    private ReadOnlySpan<char> TextOf(int item) => Text.Span[(item == 0 ? 0 : _items[item - 1].End).._items[item].End];

    private readonly record struct Item(int Field, int End);
}
