using Microsoft.ML;
using MLNetDeep.Data;

namespace MLNetDeep.Samples.Sentiment;

/// <summary>The Large Movie Review Dataset, as a folder, a CSV file or NumPy arrays.</summary>
/// <param name="Path">The folder or file.</param>
internal sealed record ImdbReviews(string Path) : IReviewSource
{
    public IDataView Load(MLContext ml) => ml.Data.LoadImdb(Path, ImdbSplit.All);

    public (IDataView Train, IDataView Test)? LoadParts(MLContext ml) =>
        (ml.Data.LoadImdb(Path, ImdbSplit.Train), ml.Data.LoadImdb(Path, ImdbSplit.Test));
}
