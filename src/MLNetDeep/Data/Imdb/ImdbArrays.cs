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
    private readonly string[] _splits;

    private ImdbArrays(string path, string wordIndexPath, string[] splits)
    {
        _path = path;
        _file = new NpzFile(path);
        _wordIndexPath = wordIndexPath;
        _splits = splits;
        long count = 0;
        foreach (string split in splits)
        {
            int reviews = _file.ReadHeader(ReviewArray(split)).Count;
            int labels = _file.ReadHeader(LabelArray(split)).Count;
            if (reviews != labels)
            {
                throw new InvalidDataException(
                    $"'{path}' has {reviews} reviews in {ReviewArray(split)}.npy, but {labels} labels in {LabelArray(split)}.npy.");
            }

            count += reviews;
        }

        Count = count;
    }

    public override long? Count { get; }

    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">An array is missing, or its header is not that of reviews or labels.</exception>
    public static ImdbArrays Open(string path, ImdbSplit split)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        string wordIndex = s_wordIndexNames.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException(
                $"'{folder}' has neither {string.Join(" nor ", s_wordIndexNames)}, which maps the word indices in '{path}' to words.", path);
        return new ImdbArrays(path, wordIndex, ImdbSplits.Names(split));
    }

    public override IEnumerable<LabelledText> Read(bool withTexts)
    {
        Dictionary<int, string> words = withTexts ? WordIndexFile.Read(_wordIndexPath) : [];
        foreach (string split in _splits)
        {
            bool[] labels = _file.ReadBooleans(LabelArray(split));
            IReadOnlyList<IReadOnlyList<int>>? reviews = withTexts ? _file.ReadLists(ReviewArray(split)) : null;
            for (int i = 0; i < labels.Length; i++)
            {
                int review = i;
                string Word(int index) => words.TryGetValue(index, out string? word)
                    ? word
                    : throw new InvalidDataException(
                        $"'{_path}', {ReviewArray(split)}.npy: review {review} has the word {index}, but '{_wordIndexPath}' has no word with that index.");
                yield return new LabelledText(reviews is null ? "" : string.Join(' ', reviews[i].Select(Word)), labels[i]);
            }
        }
    }

    private static string ReviewArray(string split) => $"x_{split}";

    private static string LabelArray(string split) => $"y_{split}";
}
