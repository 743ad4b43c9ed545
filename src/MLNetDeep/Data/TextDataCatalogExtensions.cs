using Microsoft.ML;

namespace MLNetDeep.Data;

/// <summary>Loads text data sets in their published formats.</summary>
public static class TextDataCatalogExtensions
{
    private const string CsvExtension = ".csv";
    private const string NpzExtension = ".npz";

    /// <summary>
    /// Loads the Large Movie Review Dataset (Maas et al., 2011): 50,000 film reviews from IMDB, each positive or negative.
    /// </summary>
    /// <param name="catalog">The catalog of data operations.</param>
    /// <param name="path">The data set in one of three formats: the folder that contains train/pos, train/neg, test/pos and test/neg; a CSV
    /// file with the columns review and sentiment, plain or gzipped (.csv, .csv.gz); Keras's imdb.npz, with imdb_word_index.json or
    /// word_index.json in the same folder.</param>
    /// <param name="split">The training set, the test set, or all reviews. A CSV file has no splits: its first half is the training
    /// set.</param>
    /// <returns>A view with the columns Text (text) and Label (<see cref="bool"/>; true is positive). Rows are read from the files as a
    /// cursor moves.</returns>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="DirectoryNotFoundException">A folder is missing.</exception>
    /// <exception cref="InvalidDataException">A file is damaged or has an unsupported format; the message gives the file and the place.</exception>
    public static IDataView LoadImdb(this DataOperationsCatalog catalog, string path, ImdbSplit split)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!Enum.IsDefined(split))
        {
            throw new ArgumentOutOfRangeException(nameof(split), split, "The split must be Train, Test or All.");
        }

        return new LabelledTextView(Open(path, split));
    }

    /// <summary>
    /// Loads the Sentiment Labelled Sentences (Kotzias et al., 2015): 3,000 sentences from reviews of products, films and restaurants, each
    /// positive or negative.
    /// </summary>
    /// <param name="catalog">The catalog of data operations.</param>
    /// <param name="folder">The folder that contains amazon_cells_labelled, imdb_labelled and yelp_labelled, each with the extension .txt
    /// or .tsv, plain or gzipped (.gz).</param>
    /// <param name="source">The source of the sentences. Default <see cref="SentenceSource.All"/>.</param>
    /// <returns>A view with the columns Text (text) and Label (<see cref="bool"/>; true is positive). Rows are read from the files as a
    /// cursor moves.</returns>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">A file is damaged; the message names the file and the line.</exception>
    public static IDataView LoadSentences(this DataOperationsCatalog catalog, string folder, SentenceSource source = SentenceSource.All)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (!Enum.IsDefined(source))
        {
            throw new ArgumentOutOfRangeException(nameof(source), source, "The source must be All, Amazon, Imdb or Yelp.");
        }

        return new LabelledTextView(SentenceFiles.Open(folder, source));
    }

    private static LabelledTexts Open(string path, ImdbSplit split)
    {
        if (Directory.Exists(path))
        {
            return ImdbFolder.Open(path, split);
        }

        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"There is neither a folder nor a file '{Path.GetFullPath(path)}'.", path);
        }

        if (path.EndsWith(NpzExtension, StringComparison.OrdinalIgnoreCase))
        {
            return ImdbArrays.Open(path, split);
        }

        string plain = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^".gz".Length] : path;
        return plain.EndsWith(CsvExtension, StringComparison.OrdinalIgnoreCase)
            ? ImdbCsv.Open(path, split)
            : throw new InvalidDataException(
                $"'{path}' has none of the forms of the data set: a folder, a .csv or .csv.gz file, or a .npz file.");
    }
}
