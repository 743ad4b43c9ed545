namespace MLNetDeep.Data;

/// <summary>How the records of a file are written.</summary>
/// <param name="Separator">The character between the fields of a record.</param>
/// <param name="HasQuotes">Whether a field may be quoted; otherwise quotation marks are part of the value.</param>
internal readonly record struct CsvSyntax(char Separator, bool HasQuotes)
{
    /// <summary>Comma-separated values as in RFC 4180.</summary>
    public static readonly CsvSyntax Csv = new(',', HasQuotes: true);
}
