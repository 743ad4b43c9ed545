namespace MLNetDeep.Data;

/// <summary>
/// Reads reviews from a CSV file with the columns review and sentiment (positive or negative, or 1 or 0), in either order. The file has
/// no splits: the first half is the training set, the second half the test set. With an odd number of rows, the middle row is in the
/// training set.
/// </summary>
internal sealed class ImdbCsv : LabelledTexts
{
    private const string ReviewColumn = "review";
    private const string SentimentColumn = "sentiment";

    private readonly string _path;
    private readonly int _reviewColumn;
    private readonly Func<(long First, long Count)> _getRange;

    private ImdbCsv(string path, int review, ImdbSplit split)
    {
        _path = path;
        _reviewColumn = review;
        Lazy<long> count = new(() => ReadAll(withTexts: false).LongCount());
        _getRange = split switch
        {
            ImdbSplit.Train => () => (0, count.Value - (count.Value / 2)),
            ImdbSplit.Test => () => (count.Value - (count.Value / 2), count.Value / 2),
            _ => () => (0, long.MaxValue),
        };
    }

    public override long? Count => null;

    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="InvalidDataException">The header is not "review,sentiment" or "sentiment,review".</exception>
    public static ImdbCsv Open(string path, ImdbSplit split)
    {
        using CsvReader csv = new(path);
        string[] header = csv.Read() ? csv.Fields.Select(f => f.Trim().ToLowerInvariant()).ToArray() : [];
        int review = Array.IndexOf(header, ReviewColumn);
        if (header.Length != 2 || review < 0 || header[1 - review] != SentimentColumn)
        {
            throw new InvalidDataException(
                $"'{path}' at line 1: the header is '{string.Join(',', header)}', but '{ReviewColumn},{SentimentColumn}' is needed.");
        }

        return new ImdbCsv(path, review, split);
    }

    public override IEnumerable<LabelledText> Read(bool withTexts)
    {
        (long first, long count) = _getRange();
        foreach (LabelledText text in ReadAll(withTexts))
        {
            if (first > 0)
            {
                first--;
                continue;
            }

            if (count-- == 0)
            {
                break;
            }

            yield return text;
        }
    }

    private IEnumerable<LabelledText> ReadAll(bool withTexts)
    {
        using CsvReader csv = new(_path);
        csv.Read();
        while (csv.Read())
        {
            if (csv.Fields.Count != 2)
            {
                throw new InvalidDataException(
                    $"'{_path}' at line {csv.Line}: the record has {csv.Fields.Count} fields, but 2 are needed.");
            }

            bool label = csv.Fields[1 - _reviewColumn] switch
            {
                "positive" or "1" => true,
                "negative" or "0" => false,
                string other => throw new InvalidDataException(
                    $"'{_path}' at line {csv.Line}: the sentiment is '{Excerpt(other)}', but positive or negative (1 or 0) is needed."),
            };
            yield return new LabelledText(withTexts ? csv.Fields[_reviewColumn] : "", label);
        }
    }

    private static string Excerpt(string text) => text.Length <= 40 ? text : text[..40] + "...";
}
