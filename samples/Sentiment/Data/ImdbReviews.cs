using Microsoft.ML;
using MLNetDeep.Data;

namespace MLNetDeep.Samples.Sentiment;

/// <summary>Reads the Large Movie Review Dataset from its folder, its CSV file or Keras's NumPy file.</summary>
/// <param name="Path">The folder or file.</param>
internal sealed record ImdbReviews(string Path) : IReviewSource
{
    public IDataView Load(MLContext ml) => ml.Data.LoadImdb(Path, ImdbSplit.All);

    public (IDataView Train, IDataView Test)? LoadPredefinedSplit(MLContext ml) =>
        (ml.Data.LoadImdb(Path, ImdbSplit.Train), ml.Data.LoadImdb(Path, ImdbSplit.Test));
}
