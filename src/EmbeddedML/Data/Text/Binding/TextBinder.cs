using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Finds out from which fields the columns of a text loader are read, with the help of sample data where it is needed.</summary>
internal sealed class TextBinder(TextFormat format, IChannel channel)
{
    // One field is reserved for "up to the end of the line".
    private const int MaximumField = TextFormat.EndOfLine - 2;
    private const int SampleSize = 100;

    /// <summary>Binds columns.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="headerFile">The file with the names of the fields, or null.</param>
    /// <param name="sample">The sample data.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column's ranges contradict each other or the sample.</exception>
    public TextBinding Bind(TextLoader.Column[] columns, IMultiStreamSource? headerFile, IMultiStreamSource sample)
    {
        bool needsSize = false;
        foreach (TextLoader.Column column in columns)
        {
            if (column.Source is not { Length: > 0 })
                throw Invalid(nameof(TextLoader.Column.Source), $"The column '{column.Name}' has no fields; give it at least one range.");
            needsSize |= column.Source.Any(r => r.AutoEnd && r.Max is null);
        }
        needsSize &= format.InputSize == 0;

        List<string> lines = headerFile is null ? [] : SampleLines.Read(headerFile, 2, format);
        if (needsSize)
            lines.AddRange(SampleLines.Read(sample, SampleSize, format));
        else if (headerFile is null && format.HasHeader)
            lines.AddRange(SampleLines.Read(sample, 2, format));
        int size = needsSize ? Math.Min(CountFields(lines), TextFormat.EndOfLine - 1) : format.InputSize;

        TextColumn[] bound = BindColumns(columns, size);
        string header = (format.HasHeader || headerFile is not null) && lines.Count > 0 ? lines[0] : "";
        return TextBinding.Create(bound, header, format, channel);
    }

    private int CountFields(List<string> lines)
    {
        var splitter = new FieldSplitter(format, TextFormat.EndOfLine, new TextStatistics(channel, users: 2, maximumShown: 0));
        int[] sizes = lines
            .Select(line => format.TrimWhitespace ? line.AsMemory().TrimEnd() : line.AsMemory())
            .Where(line => !line.IsEmpty)
            .Select(line => splitter.Split(line.Span))
            .Where(size => size > 0)
            .Distinct()
            .ToArray();
        return sizes.Length switch
        {
            0 => throw Invalid(
                nameof(TextLoader.Column.Source), "A range goes on to the end of the line, but there is no sample data to count the fields of a line; set InputSize, or give sample data."),
            1 => sizes[0],
            _ => throw Invalid(
                nameof(TextLoader.Column.Source), $"A range goes on to the end of the line, but the lines of the sample have {sizes.Min()} to {sizes.Max()} fields."),
        };
    }

    private TextColumn[] BindColumns(TextLoader.Column[] columns, int size)
    {
        var bound = new TextColumn[columns.Length];
        var ranges = new FieldRange[columns.Length][];
        (int Column, int Range)? other = null;
        for (int i = 0; i < columns.Length; i++)
        {
            if (string.IsNullOrWhiteSpace(columns[i].Name))
                throw Invalid(nameof(TextLoader.Column.Name), $"The column {i} needs a name.");
            ranges[i] = new FieldRange[columns[i].Source.Length];
            for (int j = 0; j < ranges[i].Length; j++)
            {
                TextLoader.Range range = columns[i].Source[j];
                if (range.AllOther)
                    other = other is null ? (i, j) : throw Invalid(
                        nameof(TextLoader.Range.AllOther), $"The column '{columns[i].Name}' asks for all other fields, but a range before asks for them too.");
                ranges[i][j] = BindRange(range, columns[i].Name, size);
            }
            // The column with all other fields has to wait until those of all others are known.
            if (other?.Column != i)
                bound[i] = Create(columns[i], ranges[i]);
        }
        if (other is (int otherColumn, int otherRange))
            bound[otherColumn] = Create(columns[otherColumn], Complete(ranges, otherColumn, otherRange));
        LogHidden(columns);
        return bound;
    }

    private static FieldRange BindRange(TextLoader.Range range, string column, int size)
    {
        int min = range.Min;
        if (min is < 0 or > MaximumField)
            throw Invalid(
                nameof(TextLoader.Range.Min), $"A range of the column '{column}' starts at the field {min}; accepted: 0 to {MaximumField}.");
        if (range.Max is int max)
        {
            if (max < min || max > MaximumField)
                throw Invalid(
                    nameof(TextLoader.Range.Max), $"A range of the column '{column}' ends at the field {max}; accepted: {min} to {MaximumField}.");
            return new FieldRange(min, max + 1, range.ForceVector);
        }
        if (range.AutoEnd)
        {
            if (min >= size)
                throw Invalid(
                    nameof(TextLoader.Range.Min), $"A range of the column '{column}' starts at the field {min}, but the lines have {size} fields.");
            return new FieldRange(min, size, ForceVector: true);
        }
        return range.VariableEnd ? new FieldRange(min, TextFormat.EndOfLine, ForceVector: true) : new FieldRange(min, min + 1, range.ForceVector);
    }

    /// <summary>Replaces the range of all other fields by the gaps that the ranges of all columns leave in it.</summary>
    private static FieldRange[] Complete(FieldRange[][] ranges, int otherColumn, int otherRange)
    {
        FieldRange whole = ranges[otherColumn][otherRange];
        FieldRange[] taken = ranges
            .SelectMany((own, i) => own.Where((_, j) => (i, j) != (otherColumn, otherRange)))
            .OrderBy(r => r.Min)
            .ToArray();
        var gaps = new List<FieldRange>();
        int min = whole.Min;
        foreach (FieldRange range in taken)
        {
            if (min >= whole.End)
                break;
            if (min < range.Min)
                gaps.Add(new FieldRange(min, range.Min, ForceVector: true));
            min = Math.Max(min, range.End);
        }
        if (min < whole.End)
            gaps.Add(new FieldRange(min, whole.End, ForceVector: true));

        FieldRange[] own = ranges[otherColumn];
        FieldRange[] complete = [.. own[..otherRange], .. gaps, .. own[(otherRange + 1)..]];
        return complete.Length > 0 ? complete : throw Invalid(
            nameof(TextLoader.Range.AllOther), "A column asks for all other fields, but there are none.");
    }

    private static TextColumn Create(TextLoader.Column column, FieldRange[] ranges)
    {
        DataKind kind = column.DataKind == 0 ? DataKind.Single : column.DataKind;
        if (!DataKinds.IsDefined(kind))
            throw Invalid(nameof(TextLoader.Column.DataKind), $"The column '{column.Name}' is of the kind {kind}, which there is not.");
        PrimitiveDataViewType type = column.KeyCount is null ? DataKinds.TypeOf(kind) : column.KeyCount.ToType(kind);
        return TextColumn.Create(column.Name.Trim(), type, ranges, message => Invalid(nameof(TextLoader.Column.Source), message));
    }

    private void LogHidden(TextLoader.Column[] columns)
    {
        if (columns.DistinctBy(c => c.Name.Trim()).Count() < columns.Length)
            channel.Info(MessageSensitivity.None, "Duplicate name(s) specified - later columns will hide earlier ones");
    }

    private static ArgumentOutOfRangeException Invalid(string name, string message) => new(name, message);
}
