using System.Collections.Immutable;

namespace MLNetDeep.Data;

/// <summary>
/// Reads a whole file of labelled texts in one syntax, checks each record, and finds out the header, the columns and the rule for labels.
/// </summary>
internal sealed class TextFileScan(string path, CsvSyntax syntax, TextFileOptions options)
{
    private readonly ImmutableArray<LabelRule> _rules = LabelRule.Allowed(options);
    private readonly TextColumns _names = new(path, options);
    private ColumnScan[] _columns = [];
    private string[] _first = [];
    private long _firstLine;
    private long _rowCount;

    public CsvSyntax Syntax => syntax;

    /// <summary>The line on which the last record starts, the one that could not be read if there is one.</summary>
    public long Line { get; private set; }

    /// <summary>Whether a field was quoted.</summary>
    public bool HasQuotedFields { get; private set; }

    /// <summary>The rule for labels.</summary>
    public LabelRule Rule { get; private set; } = null!;

    /// <summary>Reads the file.</summary>
    /// <exception cref="InvalidDataException">The file cannot be read in this syntax; the message says where and why.</exception>
    public TextFileFormat Run()
    {
        (string encoding, long blankLines) = ReadRecords();
        bool? hasHeader = options.HasHeader ?? (_names.AreIn(_first) ? true : null);
        if (hasHeader is null && _rowCount == 0)
        {
            hasHeader = !Array.Exists(_first, field => _rules.Any(rule => rule.Parse(field) is not null));
        }

        if (hasHeader == false)
        {
            AddFirst();
        }

        if (_rowCount == 0)
        {
            throw new InvalidDataException($"'{path}' has a header, but no rows.");
        }

        string[] header = hasHeader == false ? [] : _first;
        (int label, int text) = _names.Find(_columns, header);
        Rule = _columns[label].Rule!;
        if (hasHeader is null)
        {
            Rule = _columns[label].RuleWith(_first[label])!;
            hasHeader = _names.IsHeader(_first, _firstLine, Rule, label, text);
            if (hasHeader == false)
            {
                AddFirst();
            }
        }

        return new TextFileFormat
        {
            Encoding = encoding,
            Separator = syntax.Separator,
            HasQuotes = syntax.HasQuotes,
            HasHeader = hasHeader.Value,
            TextColumn = text + 1,
            TextColumnName = hasHeader.Value ? _first[text] : "",
            LabelColumn = label + 1,
            LabelColumnName = hasHeader.Value ? _first[label] : "",
            ColumnCount = _first.Length,
            PositiveLabel = Rule.Positive,
            NegativeLabel = Rule.Negative,
            RowCount = _rowCount,
            PositiveCount = _columns[label].PositiveCount,
            EmptyTextCount = _columns[text].EmptyCount,
            BlankLineCount = blankLines,
        };
    }

    // Reads all records. The first is kept aside, because it may be a header.
    private (string Encoding, long BlankLines) ReadRecords()
    {
        using CsvReader reader = new(path, syntax, options.Encoding);
        if (!reader.Read())
        {
            throw new InvalidDataException($"'{path}' is empty, but labelled texts are needed.");
        }

        _first = [.. reader.Fields];
        _firstLine = Line = reader.Line;
        if (_first.Length < 2)
        {
            throw new InvalidDataException(
                $"'{path}' at line {Line}: there is no {TextFileFormat.Describe(syntax.Separator)} in '{TextColumns.Shorten(_first[0])}', "
                + "but a label column and a text column are needed.");
        }

        _columns = Array.ConvertAll(_first, _ => new ColumnScan(_rules));
        try
        {
            while (reader.Read())
            {
                CheckFieldCount(path, reader, _first.Length, _firstLine);
                Add(reader.Fields, reader.Line, _rowCount);
            }
        }
        finally
        {
            Line = reader.Line;
        }

        HasQuotedFields = reader.HasQuotedFields;
        return (reader.Encoding.WebName, reader.BlankLines);
    }

    /// <summary>Throws unless the current record has as many fields as the first.</summary>
    /// <exception cref="InvalidDataException">It has more or fewer.</exception>
    public static void CheckFieldCount(string path, CsvReader reader, int count, long firstLine)
    {
        if (reader.Fields.Count != count)
        {
            throw new InvalidDataException(
                $"'{path}' at line {reader.Line}: there are {reader.Fields.Count} fields, but line {firstLine} has {count}.");
        }
    }

    private void AddFirst() => Add(_first, _firstLine, -1);

    private void Add(IReadOnlyList<string> fields, long line, long row)
    {
        for (int i = 0; i < _columns.Length; i++)
        {
            _columns[i].Add(fields[i], line, row);
        }

        _rowCount++;
    }
}
