using Microsoft.ML;
using MLNetDeep.Data;

namespace MLNetDeep.Samples.Sentiment;

/// <summary>The 3,000 sentences in data/sentiment.</summary>
/// <param name="Folder">Their folder; null to search for data/sentiment.</param>
internal sealed record ShippedSentences(string? Folder = null) : IReviewSource
{
    public IDataView Load(MLContext ml) => ml.Data.LoadSentences(DataFolder.Find("sentiment", Folder, "the sentences"));
}
