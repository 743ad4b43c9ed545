using Microsoft.ML;

namespace MLNetDeep.Samples.Sentiment;

/// <summary>Where texts and their labels come from. All views have the columns Text and Label (<see cref="bool"/>; true is positive).</summary>
internal interface IReviewSource
{
    /// <summary>All rows.</summary>
    /// <exception cref="IOException">A file or folder is missing.</exception>
    /// <exception cref="InvalidDataException">A file is damaged or of another form.</exception>
    IDataView Load(MLContext ml);

    /// <summary>The rows to train with and those to test with, where the source itself says which these are; otherwise null.</summary>
    /// <exception cref="IOException">A file or folder is missing.</exception>
    /// <exception cref="InvalidDataException">A file is damaged or of another form.</exception>
    (IDataView Train, IDataView Test)? LoadParts(MLContext ml) => null;
}
