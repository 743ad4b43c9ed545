namespace Microsoft.ML.Data;

/// <summary>Reads the values of the active columns from the lines of blocks. It is for one thread.</summary>
internal sealed class BlockReader
{
    private readonly TextFormat _format;
    private readonly TextColumn[] _columns;
    private readonly ColumnReader?[] _readers;
    private readonly TextStatistics _statistics;
    private readonly FieldSplitter _splitter;

    /// <param name="format">How lines are made of fields.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="readers">Their readers; null for those that are not active.</param>
    /// <param name="statistics">Where what is wrong is counted.</param>
    public BlockReader(TextFormat format, TextColumn[] columns, ColumnReader?[] readers, TextStatistics statistics)
    {
        _format = format;
        _columns = columns;
        _readers = readers;
        _statistics = statistics;
        int end = columns.Where((_, i) => readers[i] is not null).SelectMany(c => c.Ranges).Select(r => r.End).Append(1).Max();
        if (format.InputSize > 0)
            end = Math.Min(end, format.InputSize);
        _splitter = new FieldSplitter(format, end - 1, statistics);
    }

    /// <summary>Reads all lines of a block, or those before one that is in error.</summary>
    public void Read(TextBlock block)
    {
        try
        {
            for (; block.ReadCount < block.RowCount; block.ReadCount++)
                ReadRow(block, block.ReadCount);
        }
        catch (Exception e)
        {
            block.Error = e;
        }
        _statistics.AddRows(block.ReadCount);
    }

    private void ReadRow(TextBlock block, int row)
    {
        ReadOnlySpan<char> line = block.Line(row);
        if (_format.TrimWhitespace)
            line = line.TrimEnd();
        int fieldCount = _splitter.Split(line, block.Path, block.LineNumber(row));
        for (int i = 0; i < _columns.Length; i++)
        {
            if (_readers[i] is not ColumnReader reader)
                continue;
            var target = new Target(_columns[i], reader, block.Values[i]!, row, block.LineNumber(row));
            if (_columns[i].Type is VectorDataViewType)
                ReadVector(line, fieldCount, target);
            else
                ReadScalar(line, target);
        }
    }

    private void ReadScalar(ReadOnlySpan<char> line, in Target target)
    {
        int number = target.Column.Ranges[0].Min;
        int position = _splitter.Fields.Find(number);
        if (position < _splitter.Fields.Count && _splitter.Fields.NumberOf(position) == number)
            ReadField(_splitter.Fields.TextOf(position, line), 0, target);
        else if (_format.MissingRealsAsNaNs && target.Reader.IsReal)
            target.Values.Read(target.Row, 0, default);
        else
            target.Values.Clear(target.Row, 0);
    }

    private void ReadVector(ReadOnlySpan<char> line, int fieldCount, in Target target)
    {
        TextColumn column = target.Column;
        int variableSize = column.VariableRange < 0 ? 0 : Math.Max(0, fieldCount - column.Ranges[column.VariableRange].Min);
        target.Values.Clear(target.Row, checked(column.FixedSize + variableSize));
        FieldList fields = _splitter.Fields;
        int firstSlot = 0;
        foreach (FieldRange range in column.Ranges)
        {
            int end = range.IsVariable ? range.Min + variableSize : range.End;
            int position = fields.Find(range.Min);
            for (; position < fields.Count && fields.NumberOf(position) < end; position++)
                ReadField(fields.TextOf(position, line), firstSlot + fields.NumberOf(position) - range.Min, target);
            if (_format.MissingRealsAsNaNs && target.Reader.IsReal && position >= fields.Count)
            {
                for (int number = Math.Max(range.Min, fields.Count); number < end; number++)
                    target.Values.Read(target.Row, firstSlot + number - range.Min, default);
            }
            firstSlot += end - range.Min;
        }
    }

    private void ReadField(ReadOnlySpan<char> text, int slot, in Target target)
    {
        if (target.Values.Read(target.Row, slot, text))
            return;
        int? shownSlot = target.Column.Type is VectorDataViewType ? slot : null;
        if (!target.Reader.HasMissing)
        {
            string where = shownSlot is null ? "" : $", slot {slot}";
            throw new InvalidOperationException(
                $"Line {target.LineNumber} has '{text}' for the column '{target.Column.Name}'{where}, which is not a value of the type {target.Column.ItemType}.");
        }
        _statistics.AddBadValue(target.LineNumber, target.Column.Name, shownSlot);
    }

    private readonly record struct Target(TextColumn Column, ColumnReader Reader, ColumnValues Values, int Row, long LineNumber);
}
