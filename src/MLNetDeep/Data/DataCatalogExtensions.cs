using Microsoft.ML;

namespace MLNetDeep.Data;

/// <summary>Loads image data sets in their published formats.</summary>
public static class DataCatalogExtensions
{
    private const int ImageRank = 3;
    private const int LabelRank = 1;

    /// <summary>
    /// Loads the MNIST digits, or a data set in the same format such as Fashion-MNIST: images of 28 x 28 pixels and labels from 0 to 9.
    /// </summary>
    /// <param name="catalog">The catalog of data operations.</param>
    /// <param name="folder">The folder that contains train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte and
    /// t10k-labels-idx1-ubyte, each with or without the extension .gz.</param>
    /// <param name="split">The training set (60,000 rows) or the test set (10,000 rows).</param>
    /// <returns>A view with the columns Image (vector of <see cref="byte"/>, height x width, 28 x 28; 0 is background) and Label
    /// (<see cref="byte"/>). Rows are read from the files as a cursor moves.</returns>
    /// <exception cref="FileNotFoundException">A file is missing; the message contains the path.</exception>
    /// <exception cref="InvalidDataException">A file is damaged; the message names the file and the offset.</exception>
    public static IDataView LoadMnist(this DataOperationsCatalog catalog, string folder, MnistSplit split)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        string prefix = split switch
        {
            MnistSplit.Train => "train",
            MnistSplit.Test => "t10k",
            _ => throw new ArgumentOutOfRangeException(nameof(split), split, "The split must be Train or Test."),
        };
        return catalog.LoadIdx(Find(folder, $"{prefix}-images-idx3-ubyte"), Find(folder, $"{prefix}-labels-idx1-ubyte"));
    }

    /// <summary>Loads images and their labels from two IDX files of unsigned bytes.</summary>
    /// <param name="catalog">The catalog of data operations.</param>
    /// <param name="imagesPath">The file of images, with the dimensions count, height and width; plain or gzipped.</param>
    /// <param name="labelsPath">The file of labels, with the dimension count; plain or gzipped.</param>
    /// <returns>A view with the columns Image (vector of <see cref="byte"/>, height x width) and Label (<see cref="byte"/>). Rows are read
    /// from the files as a cursor moves.</returns>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, or the files have different counts; the message names the file and the
    /// offset.</exception>
    public static IDataView LoadIdx(this DataOperationsCatalog catalog, string imagesPath, string labelsPath)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentException.ThrowIfNullOrEmpty(imagesPath);
        ArgumentException.ThrowIfNullOrEmpty(labelsPath);
        IdxFile images = IdxFile.Open(imagesPath, ImageRank);
        IdxFile labels = IdxFile.Open(labelsPath, LabelRank);
        if (images.Count != labels.Count)
        {
            throw new InvalidDataException(
                $"'{labelsPath}' at offset {sizeof(int)}: there are {labels.Count} labels, but '{imagesPath}' at offset {sizeof(int)} has {images.Count} images.");
        }

        return new IdxView(images, labels);
    }

    private static string Find(string folder, string name)
    {
        string plain = Path.Combine(folder, name);
        string gzipped = plain + ".gz";
        if (File.Exists(gzipped))
        {
            return gzipped;
        }

        if (File.Exists(plain))
        {
            return plain;
        }

        throw new FileNotFoundException($"Neither '{Path.GetFullPath(gzipped)}' nor the same without .gz exists.", plain);
    }
}
