using Microsoft.ML;
using MLNetDeep.Data;

namespace MLNetDeep.Samples.Sentiment;

/// <summary>Reads the Large Movie Review Dataset from its folder, its CSV file or Keras's NumPy file.</summary>
/// <param name="Path">The folder or file.</param>
/// <param name="Options">The encoding, the names of arrays and the meaning of word indices.</param>
internal sealed record ImdbReviews(string Path, ImdbOptions? Options = null) : IReviewSource
{
    public IDataView Load(MLContext ml, TextWriter output) => ml.Data.LoadImdb(Path, ImdbSplit.All, Options);

    public (IDataView Train, IDataView Test)? LoadPredefinedSplit(MLContext ml) =>
        (ml.Data.LoadImdb(Path, ImdbSplit.Train, Options), ml.Data.LoadImdb(Path, ImdbSplit.Test, Options));
}
