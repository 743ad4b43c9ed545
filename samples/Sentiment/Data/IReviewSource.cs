using Microsoft.ML;

namespace MLNetDeep.Samples.Sentiment;

/// <summary>A data set of labelled texts. Its views have the columns Text and Label (<see cref="bool"/>; true means positive).</summary>
internal interface IReviewSource
{
    /// <summary>Loads all rows.</summary>
    /// <param name="ml">The ML.NET context.</param>
    /// <param name="output">Receives a description of how a file was read, where its format had to be found out.</param>
    /// <exception cref="IOException">A file or folder is missing.</exception>
    /// <exception cref="InvalidDataException">A file is damaged or does not have the expected format.</exception>
    IDataView Load(MLContext ml, TextWriter output);

    /// <summary>Loads the training rows and test rows that the data set itself defines; returns null if it defines none.</summary>
    /// <exception cref="IOException">A file or folder is missing.</exception>
    /// <exception cref="InvalidDataException">A file is damaged or does not have the expected format.</exception>
    (IDataView Train, IDataView Test)? LoadPredefinedSplit(MLContext ml) => null;
}
