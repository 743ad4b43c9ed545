namespace MLNetDeep.Data;

/// <summary>Turns the word indices of a review into its text.</summary>
/// <param name="wordIndexPath">The file that maps words to indices.</param>
/// <param name="options">How the indices of the reviews differ from those in the file.</param>
internal sealed class ImdbWords(string wordIndexPath, ImdbOptions options)
{
    // Keras marks the start of each review with this index by default. In unchanged data it is that of the most frequent word, with which
    // one review in ten starts.
    private const int DefaultStartIndex = 1;
    private const int MinReviews = 10;

    private readonly Dictionary<int, string> _words = WordIndexFile.Read(wordIndexPath);

    /// <summary>Throws if the options do not suit the indices. Indices that are read with wrong options have other words.</summary>
    /// <exception cref="InvalidDataException">All reviews start with the start mark, but the options have none. Or the options have one, but
    /// a review has it elsewhere, or no review starts with it.</exception>
    public void CheckIndices(IReadOnlyList<IReadOnlyList<int>> reviews, string place)
    {
        if (options.StartIndex is int start)
        {
            CheckStart(reviews, start, place);
        }
        else if (options.IndexFrom == 0)
        {
            IReadOnlyList<int>[] words = [.. reviews.Where(review => review.Count > 0)];
            if (words.Length >= MinReviews && Array.TrueForAll(words, review => FirstIndex(review) == DefaultStartIndex))
            {
                throw new InvalidDataException(
                    $"{place}: all reviews start with the index {DefaultStartIndex}, as keras.datasets.imdb.load_data returns them, so the "
                    + $"other indices are shifted too; set {nameof(ImdbOptions)}.{nameof(ImdbOptions.KerasLoadData)}.");
            }
        }
    }

    // A review that was cut at its start does not have the start mark.
    private void CheckStart(IReadOnlyList<IReadOnlyList<int>> reviews, int start, string place)
    {
        const string Advice = $"If the indices are those of word_index.json, leave {nameof(options.StartIndex)} and {nameof(options.IndexFrom)} "
            + "at their defaults.";
        bool isMarked = false;
        bool hasWords = false;
        for (int i = 0; i < reviews.Count; i++)
        {
            bool isFirst = true;
            foreach (int index in reviews[i])
            {
                if (index == options.PaddingIndex)
                {
                    continue;
                }

                if (index == start && !isFirst)
                {
                    throw new InvalidDataException($"{place}: review {i} has the {nameof(options.StartIndex)} {start} within it. {Advice}");
                }

                isMarked |= index == start;
                hasWords = true;
                isFirst = false;
            }
        }

        if (hasWords && !isMarked)
        {
            throw new InvalidDataException($"{place}: no review starts with the {nameof(options.StartIndex)} {start}. {Advice}");
        }
    }

    // The first index that is not padding; pad_sequences fills reviews up with 0, which is no word.
    private int FirstIndex(IReadOnlyList<int> review) => review.FirstOrDefault(index => index != (options.PaddingIndex ?? 0));

    /// <summary>Returns the text of a review: its words with spaces between them.</summary>
    /// <exception cref="InvalidDataException">There is no word for an index.</exception>
    public string Join(IReadOnlyList<int> review, int number, string place)
    {
        List<string> words = new(review.Count);
        bool isStart = true;
        foreach (int index in review)
        {
            if (index == options.PaddingIndex)
            {
                continue;
            }

            if (index != options.UnknownIndex && !(isStart && index == options.StartIndex))
            {
                words.Add(_words.TryGetValue(index - options.IndexFrom, out string? word) ? word : throw new InvalidDataException(
                    $"{place}: review {number} has the word {index}, but '{wordIndexPath}' has no word with that index"
                    + (options.IndexFrom == 0 ? "." : $", less {nameof(options.IndexFrom)} {options.IndexFrom}.")));
            }

            isStart = false;
        }

        return string.Join(' ', words);
    }
}
