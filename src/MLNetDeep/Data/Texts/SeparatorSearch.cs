namespace MLNetDeep.Data;

/// <summary>Finds the separator of a file: the one that divides the first records into the same number of fields, at least two.</summary>
internal static class SeparatorSearch
{
    private const int MaxRecords = 100;

    // Tabs come first, because texts have commas and semicolons, but hardly tabs.
    private static readonly char[] s_separators = ['\t', ',', ';', '|'];

    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="InvalidDataException">The file is empty or not text, or its first line has no separator.</exception>
    public static char Run(string path, TextFileOptions options)
    {
        bool[] quotes = options.HasQuotes is bool hasQuotes ? [hasQuotes] : [true, false];
        char? candidate = null;
        foreach (char separator in s_separators)
        {
            foreach (bool quote in quotes)
            {
                (int fields, bool isEven) = Measure(path, new CsvSyntax(separator, quote), options);
                if (fields >= 2 && isEven)
                {
                    return separator;
                }

                candidate ??= fields >= 2 ? separator : null;
            }
        }

        return candidate ?? throw Error(path, options);
    }

    private static InvalidDataException Error(string path, TextFileOptions options)
    {
        using CsvReader lines = new(path, new CsvSyntax('\t', HasQuotes: false), options.Encoding);
        return lines.Read()
            ? new InvalidDataException(
                $"'{path}' has no tab, comma, semicolon or vertical bar in its first line, but a label column and a text column are needed. If "
                + $"another character separates them, set {nameof(options.Separator)}.")
            : new InvalidDataException($"'{path}' is empty, but labelled texts are needed.");
    }

    // Returns the number of fields of the first record, and whether the records that follow have as many. A bad quotation mark ends the
    // reading; bytes that are not text are refused whatever the separator is.
    private static (int Fields, bool IsEven) Measure(string path, CsvSyntax syntax, TextFileOptions options)
    {
        using CsvReader reader = new(path, syntax, options.Encoding);
        int fields = 0;
        try
        {
            for (int i = 0; i < MaxRecords && reader.Read(); i++)
            {
                fields = i == 0 ? reader.Fields.Count : fields;
                if (reader.Fields.Count != fields)
                {
                    return (fields, false);
                }
            }
        }
        catch (InvalidDataException e) when (e.InnerException is null)
        {
            return (fields, false);
        }

        return (fields, true);
    }
}
