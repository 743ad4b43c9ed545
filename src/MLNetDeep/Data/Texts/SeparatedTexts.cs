namespace MLNetDeep.Data;

/// <summary>
/// Reads labelled texts from a file of separated values. The whole file is read once when it is opened, to check every record and to find
/// out its format; each reading checks it again.
/// </summary>
internal sealed class SeparatedTexts : LabelledTexts
{
    private readonly string _path;
    private readonly TextFileOptions _options;
    private readonly CsvSyntax _syntax;
    private readonly LabelRule _rule;

    private SeparatedTexts(string path, TextFileOptions options, TextFileScan scan, TextFileFormat format)
    {
        _path = path;
        _options = options;
        _syntax = scan.Syntax;
        _rule = scan.Rule;
        Format = format;
    }

    public TextFileFormat Format { get; }

    public override long? Count => Format.RowCount;

    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="InvalidDataException">The file is not one of labelled texts; the message says which line, and why.</exception>
    public static SeparatedTexts Open(string path, TextFileOptions options)
    {
        char separator = options.Separator ?? SeparatorSearch.Run(path, options);
        if (options.HasQuotes is bool hasQuotes)
        {
            return Scan(path, options, new CsvSyntax(separator, hasQuotes));
        }

        TextFileScan quoted = new(path, new CsvSyntax(separator, HasQuotes: true), options);
        (TextFileFormat? quotedFormat, InvalidDataException? quotedError) = Try(quoted);
        if (quotedFormat is not null && !quoted.HasQuotedFields)
        {
            return new SeparatedTexts(path, options, quoted, quotedFormat);
        }

        TextFileScan plain = new(path, new CsvSyntax(separator, HasQuotes: false), options);
        (TextFileFormat? plainFormat, InvalidDataException? plainError) = Try(plain);
        if (quotedFormat is not null && (plainFormat is null || plainFormat.RowCount == quotedFormat.RowCount || separator != '\t'))
        {
            return new SeparatedTexts(path, options, quoted, quotedFormat);
        }

        // If neither syntax fits, the one that got further is probably right; if they stop at the same record, the usual one.
        long ahead = plain.Line - quoted.Line;
        return plainFormat is not null ? new SeparatedTexts(path, options, plain, plainFormat)
            : throw (ahead > 0 || (ahead == 0 && separator == '\t') ? plainError! : quotedError!);
    }

    public override IEnumerable<LabelledText> Read(bool withTexts)
    {
        using CsvReader reader = new(_path, _syntax, _options.Encoding);
        bool isHeader = Format.HasHeader;
        while (reader.Read())
        {
            TextFileScan.CheckFieldCount(_path, reader, Format.ColumnCount, firstLine: 1);
            if (isHeader)
            {
                isHeader = false;
                continue;
            }

            string label = reader.Fields[Format.LabelColumn - 1];
            yield return new LabelledText(
                withTexts ? reader.Fields[Format.TextColumn - 1] : "",
                _rule.Parse(label) ?? throw new InvalidDataException(
                    $"'{_path}' at line {reader.Line}: the label is '{TextColumns.Shorten(label)}', but {_rule.Accepted} is needed."));
        }
    }

    private static SeparatedTexts Scan(string path, TextFileOptions options, CsvSyntax syntax)
    {
        TextFileScan scan = new(path, syntax, options);
        TextFileFormat format = scan.Run();
        return new SeparatedTexts(path, options, scan, format);
    }

    private static (TextFileFormat? Format, InvalidDataException? Error) Try(TextFileScan scan)
    {
        try
        {
            return (scan.Run(), null);
        }
        catch (InvalidDataException e)
        {
            return (null, e);
        }
    }
}
