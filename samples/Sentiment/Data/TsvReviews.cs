using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Samples.Sentiment;

/// <summary>
/// Reads a tab-separated file with ML.NET's text loader. The file has a header, a column of labels 0 or 1, and a column of texts.
/// </summary>
/// <param name="Path">The file.</param>
/// <param name="LabelName">The name of the label column; null for the only column whose values are all 0 or 1.</param>
/// <param name="TextName">The name of the text column; null for the column with the longest texts, except the label column.</param>
internal sealed record TsvReviews(string Path, string? LabelName = null, string? TextName = null) : IReviewSource
{
    public IDataView Load(MLContext ml)
    {
        (int label, int text) = TsvColumns.Find(Path, LabelName, TextName);
        TextLoader.Column[] columns =
        [
            new(nameof(Review.Label), DataKind.Boolean, label),
            new(nameof(Review.Text), DataKind.String, text),
        ];
        return ml.Data.LoadFromTextFile(Path, columns, separatorChar: TsvColumns.Separator, hasHeader: true);
    }
}
