using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Samples.Sentiment;

/// <summary>A file with a header, a column of labels, 0 or 1, and a column of texts, separated by tabs; read by ML.NET's text loader.</summary>
/// <param name="Path">The file.</param>
/// <param name="LabelName">The column of labels; null for the one that has nothing but 0 and 1.</param>
/// <param name="TextName">The column of texts; null for the one that is left, or has the longest texts.</param>
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
