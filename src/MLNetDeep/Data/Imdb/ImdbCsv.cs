namespace MLNetDeep.Data;

/// <summary>
/// Reads reviews from a CSV file with the columns review and sentiment (positive or negative, or 1 or 0); other columns are not used. The
/// file has no splits: the first half is the training set, the second half the test set. With an odd number of rows, the middle row is
/// in the training set.
/// </summary>
internal sealed class ImdbCsv : LabelledTexts
{
    private readonly SeparatedTexts _texts;
    private readonly long _first;

    private ImdbCsv(SeparatedTexts texts, ImdbSplit split)
    {
        long count = texts.Format.RowCount;
        long trainCount = count - (count / 2);
        _texts = texts;
        _first = split == ImdbSplit.Test ? trainCount : 0;
        Count = (split == ImdbSplit.Train ? trainCount : count) - _first;
    }

    public override long? Count { get; }

    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="InvalidDataException">A column is missing or a record is invalid; the message says where.</exception>
    public static ImdbCsv Open(string path, ImdbSplit split, ImdbOptions options)
    {
        TextFileOptions format = new()
        {
            Separator = CsvSyntax.Csv.Separator,
            HasQuotes = CsvSyntax.Csv.HasQuotes,
            HasHeader = true,
            TextColumn = "review",
            LabelColumn = "sentiment",
            Encoding = options.Encoding,
        };
        return new ImdbCsv(SeparatedTexts.Open(path, format), split);
    }

    public override IEnumerable<LabelledText> Read(bool withTexts)
    {
        long row = 0;
        foreach (LabelledText text in _texts.Read(withTexts))
        {
            if (row >= _first + Count)
            {
                yield break;
            }

            if (row++ >= _first)
            {
                yield return text;
            }
        }
    }
}
