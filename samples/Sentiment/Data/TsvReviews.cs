using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Samples.Sentiment;

/// <summary>A tab-separated file with a header, a column of labels 0 and 1, and a column of texts; read by ML.NET's text loader.</summary>
/// <param name="Path">The file.</param>
/// <param name="LabelName">The label column; null for the only column that holds just 0 and 1.</param>
/// <param name="TextName">The text column; null for the other column with the longest texts.</param>
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
