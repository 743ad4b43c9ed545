using System.Text;
using Microsoft.ML;

namespace MLNetDeep.Data;

/// <summary>Loads labelled texts: files of separated values, and text data sets in their published formats.</summary>
public static class TextDataCatalogExtensions
{
    private const string CsvExtension = ".csv";
    private const string NpzExtension = ".npz";

    /// <summary>
    /// Loads labelled texts from a file of separated values, such as .tsv or .csv, plain or gzipped. The separator, the header, the text
    /// column, the label column and the labels are found out from the whole file unless the options set them. Every line is a row, or an
    /// error that names the line: nothing is taken for a comment or a missing value.
    /// </summary>
    /// <param name="catalog">The catalog of data operations.</param>
    /// <param name="path">The file.</param>
    /// <param name="options">What to set instead of finding it out. Default null: nothing.</param>
    /// <returns>A view with the columns Text (text) and Label (<see cref="bool"/>; true is positive). The file is read once at this call, and
    /// again as a cursor moves.</returns>
    /// <exception cref="FileNotFoundException">The file is missing.</exception>
    /// <exception cref="ArgumentException">Options contradict each other.</exception>
    /// <exception cref="InvalidDataException">A line is not a row, bytes are not text in the encoding, or the file leaves open what is the
    /// label; the message names the file, the line and the option to set.</exception>
    public static IDataView LoadTexts(this DataOperationsCatalog catalog, string path, TextFileOptions? options = null) =>
        catalog.LoadTexts(path, options, out _);

    /// <summary>Loads labelled texts from a file of separated values, and says how the file was read.</summary>
    /// <param name="catalog">The catalog of data operations.</param>
    /// <param name="path">The file.</param>
    /// <param name="options">What to set instead of finding it out; null: nothing.</param>
    /// <param name="format">How the file was read: the separator, the header, the columns, the labels, and how many rows there are.</param>
    /// <returns>A view with the columns Text (text) and Label (<see cref="bool"/>; true is positive). The file is read once at this call, and
    /// again as a cursor moves.</returns>
    /// <exception cref="FileNotFoundException">The file is missing.</exception>
    /// <exception cref="ArgumentException">Options contradict each other.</exception>
    /// <exception cref="InvalidDataException">A line is not a row, bytes are not text in the encoding, or the file leaves open what is the
    /// label; the message names the file, the line and the option to set.</exception>
    public static IDataView LoadTexts(this DataOperationsCatalog catalog, string path, TextFileOptions? options, out TextFileFormat format)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new TextFileOptions();
        options.Check();
        SeparatedTexts texts = SeparatedTexts.Open(path, options);
        format = texts.Format;
        return new LabelledTextView(texts);
    }

    /// <summary>Loads texts without labels from a file, plain or gzipped: each line is a text, also an empty one.</summary>
    /// <param name="catalog">The catalog of data operations.</param>
    /// <param name="path">The file.</param>
    /// <param name="encoding">The encoding. A byte order mark at the start of the file takes precedence. Default null: UTF-8.</param>
    /// <returns>A view with the column Text (text). Rows are read from the file as a cursor moves.</returns>
    /// <exception cref="FileNotFoundException">The file is missing.</exception>
    /// <exception cref="InvalidDataException">The file has bytes that are not text in the encoding; the message names the file and the
    /// line. It is thrown as the rows are read.</exception>
    public static IDataView LoadTextLines(this DataOperationsCatalog catalog, string path, Encoding? encoding = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentException.ThrowIfNullOrEmpty(path);
        using (FileStreams.OpenRead(path))
        {
            // Only to report a missing file at once.
        }

        return new TextLineView(path, encoding);
    }

    /// <summary>
    /// Loads the Large Movie Review Dataset (Maas et al., 2011): 50,000 film reviews from IMDB, each positive or negative.
    /// </summary>
    /// <param name="catalog">The catalog of data operations.</param>
    /// <param name="path">The data set in one of three formats: the folder that contains train/pos, train/neg, test/pos and test/neg; a CSV
    /// file with the columns review and sentiment, plain or gzipped (.csv, .csv.gz); Keras's imdb.npz, with imdb_word_index.json or
    /// word_index.json in the same folder.</param>
    /// <param name="split">The training set, the test set, or all reviews. A CSV file has no splits: its first half is the training
    /// set.</param>
    /// <param name="options">The encoding, and for .npz files the names of the arrays and the meaning of the indices. Default null: the
    /// defaults.</param>
    /// <returns>A view with the columns Text (text) and Label (<see cref="bool"/>; true is positive). Rows are read from the files as a
    /// cursor moves.</returns>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="DirectoryNotFoundException">A folder is missing.</exception>
    /// <exception cref="InvalidDataException">A file is damaged or has an unsupported format; the message gives the file and the place.</exception>
    public static IDataView LoadImdb(this DataOperationsCatalog catalog, string path, ImdbSplit split, ImdbOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!Enum.IsDefined(split))
        {
            throw new ArgumentOutOfRangeException(nameof(split), split, "The split must be Train, Test or All.");
        }

        return new LabelledTextView(Open(path, split, options ?? new ImdbOptions()));
    }

    /// <summary>
    /// Loads the Sentiment Labelled Sentences (Kotzias et al., 2015): 3,000 sentences from reviews of products, films and restaurants, each
    /// positive or negative.
    /// </summary>
    /// <param name="catalog">The catalog of data operations.</param>
    /// <param name="folder">The folder that contains amazon_cells_labelled, imdb_labelled and yelp_labelled, each with the extension .txt
    /// or .tsv, plain or gzipped (.gz).</param>
    /// <param name="source">The source of the sentences. Default <see cref="SentenceSource.All"/>.</param>
    /// <param name="encoding">The encoding of the files. A byte order mark at the start of a file takes precedence. Default null:
    /// UTF-8.</param>
    /// <returns>A view with the columns Text (text) and Label (<see cref="bool"/>; true is positive). Rows are read from the files as a
    /// cursor moves.</returns>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">A file is damaged; the message names the file and the line.</exception>
    public static IDataView LoadSentences(
        this DataOperationsCatalog catalog, string folder, SentenceSource source = SentenceSource.All, Encoding? encoding = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (!Enum.IsDefined(source))
        {
            throw new ArgumentOutOfRangeException(nameof(source), source, "The source must be All, Amazon, Imdb or Yelp.");
        }

        return new LabelledTextView(SentenceFiles.Open(folder, source, encoding));
    }

    private static LabelledTexts Open(string path, ImdbSplit split, ImdbOptions options)
    {
        if (Directory.Exists(path))
        {
            return ImdbFolder.Open(path, split, options);
        }

        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"There is neither a folder nor a file '{Path.GetFullPath(path)}'.", path);
        }

        if (path.EndsWith(NpzExtension, StringComparison.OrdinalIgnoreCase))
        {
            return ImdbArrays.Open(path, split, options);
        }

        string plain = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^".gz".Length] : path;
        return plain.EndsWith(CsvExtension, StringComparison.OrdinalIgnoreCase)
            ? ImdbCsv.Open(path, split, options)
            : throw new InvalidDataException(
                $"'{path}' has none of the forms of the data set: a folder, a .csv or .csv.gz file, or a .npz file. "
                + $"For another file of labelled texts, use {nameof(LoadTexts)}.");
    }
}
