using Microsoft.ML;
using MLNetDeep.Data;

namespace MLNetDeep.Samples.Sentiment;

/// <summary>Reads a file of separated values, such as .tsv or .csv, that has a column of texts and a column of labels.</summary>
/// <param name="Path">The file.</param>
/// <param name="Format">What is known about the file's format; the rest is found out from the file.</param>
internal sealed record TextFileReviews(string Path, TextFileOptions? Format = null) : IReviewSource
{
    public IDataView Load(MLContext ml, TextWriter output)
    {
        IDataView rows = ml.Data.LoadTexts(Path, Format, out TextFileFormat format);
        output.WriteLine($"Read {Path}: {format}");
        output.WriteLine();
        return rows;
    }
}
