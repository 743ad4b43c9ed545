namespace MLNetDeep.Data;

/// <summary>
/// Reads reviews from Keras's imdb.npz, which has, for each split, an array of lists of word indices and an array of labels. The words
/// are in word_index.json or imdb_word_index.json in the same folder. The text of a review is its words, separated by spaces.
/// </summary>
internal sealed class ImdbArrays : LabelledTexts
{
    private static readonly string[] s_wordIndexNames = ["imdb_word_index.json", "word_index.json"];

    private readonly string _path;
    private readonly NpzFile _file;
    private readonly string _wordIndexPath;
    private readonly IReadOnlyList<(string Reviews, string Labels)> _arrays;
    private readonly ImdbOptions _options;

    private ImdbArrays(string path, string wordIndexPath, ImdbSplit split, ImdbOptions options)
    {
        _path = path;
        _file = new NpzFile(path);
        _wordIndexPath = wordIndexPath;
        _arrays = options.Arrays(split);
        _options = options;
        long count = 0;
        foreach ((string reviewArray, string labelArray) in _arrays)
        {
            int reviews = _file.ReadHeader(reviewArray).Count;
            int labels = _file.ReadHeader(labelArray).Count;
            if (reviews != labels)
            {
                throw new InvalidDataException(
                    $"'{path}' has {reviews} reviews in {reviewArray}.npy, but {labels} labels in {labelArray}.npy.");
            }

            count += reviews;
        }

        Count = count;
    }

    public override long? Count { get; }

    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">An array is missing, or its header is not that of reviews or labels.</exception>
    public static ImdbArrays Open(string path, ImdbSplit split, ImdbOptions options)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        string wordIndex = s_wordIndexNames.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException(
                $"'{folder}' has neither {string.Join(" nor ", s_wordIndexNames)}, which maps the word indices in '{path}' to words.", path);
        return new ImdbArrays(path, wordIndex, split, options);
    }

    public override IEnumerable<LabelledText> Read(bool withTexts)
    {
        ImdbWords? words = withTexts ? new ImdbWords(_wordIndexPath, _options) : null;
        foreach ((string reviewArray, string labelArray) in _arrays)
        {
            bool[] labels = _file.ReadBooleans(labelArray);
            IReadOnlyList<IReadOnlyList<int>>? reviews = withTexts ? _file.ReadLists(reviewArray) : null;
            string place = $"'{_path}', {reviewArray}.npy";
            if (reviews is not null)
            {
                words!.CheckIndices(reviews, place);
            }

            for (int i = 0; i < labels.Length; i++)
            {
                yield return new LabelledText(reviews is null ? "" : words!.Join(reviews[i], i, place), labels[i]);
            }
        }
    }
}
