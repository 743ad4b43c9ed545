using Microsoft.ML;

namespace MLNetDeep.Samples.Sentiment;

/// <summary>A source of labelled texts. All views have the columns Text and Label (<see cref="bool"/>; true means positive).</summary>
internal interface IReviewSource
{
    /// <summary>All rows.</summary>
    /// <exception cref="IOException">A file or folder is missing.</exception>
    /// <exception cref="InvalidDataException">A file is damaged or has another format.</exception>
    IDataView Load(MLContext ml);

    /// <summary>The training and test rows if the source has such a split; otherwise null.</summary>
    /// <exception cref="IOException">A file or folder is missing.</exception>
    /// <exception cref="InvalidDataException">A file is damaged or has another format.</exception>
    (IDataView Train, IDataView Test)? LoadParts(MLContext ml) => null;
}
