using System.Text;
using Microsoft.ML;
using MLNetDeep.Data;

namespace MLNetDeep.Samples.Sentiment;

/// <summary>Reads the bundled data set: the 3,000 labelled sentences in data/sentiment.</summary>
/// <param name="Folder">The folder with the sentences; null to search for data/sentiment.</param>
/// <param name="Encoding">The encoding of the files; null for UTF-8.</param>
internal sealed record BundledSentences(string? Folder = null, Encoding? Encoding = null) : IReviewSource
{
    public IDataView Load(MLContext ml, TextWriter output) =>
        ml.Data.LoadSentences(DataFolder.Find("sentiment", Folder, "the sentences"), encoding: Encoding);
}
