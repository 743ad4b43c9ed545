using System.Text;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Data;

/// <summary>
/// Options for the Large Movie Review Dataset. All but <see cref="Encoding"/> are for .npz files, which hold reviews as word indices. The
/// defaults are those of Keras's imdb.npz, where an index is that of word_index.json. keras.datasets.imdb.load_data changes indices: what
/// it returned, when saved, is read with <see cref="KerasLoadData"/>.
/// </summary>
public sealed record ImdbOptions
{
    /// <summary>
    /// The options for indices as keras.datasets.imdb.load_data returns them by default: <see cref="StartIndex"/> 1,
    /// <see cref="UnknownIndex"/> 2, <see cref="IndexFrom"/> 3 and <see cref="PaddingIndex"/> 0.
    /// </summary>
    public static ImdbOptions KerasLoadData { get; } = new() { StartIndex = 1, UnknownIndex = 2, IndexFrom = 3, PaddingIndex = 0 };

    /// <summary>The name of the array with the reviews of the training set. Default x_train.</summary>
    /// <exception cref="ArgumentException">The value is empty.</exception>
    public string TrainReviews { get; init => field = Guard.Name(value); } = "x_train";

    /// <summary>The name of the array with the labels of the training set. Default y_train.</summary>
    /// <exception cref="ArgumentException">The value is empty.</exception>
    public string TrainLabels { get; init => field = Guard.Name(value); } = "y_train";

    /// <summary>The name of the array with the reviews of the test set. Default x_test.</summary>
    /// <exception cref="ArgumentException">The value is empty.</exception>
    public string TestReviews { get; init => field = Guard.Name(value); } = "x_test";

    /// <summary>The name of the array with the labels of the test set. Default y_test.</summary>
    /// <exception cref="ArgumentException">The value is empty.</exception>
    public string TestLabels { get; init => field = Guard.Name(value); } = "y_test";

    /// <summary>The number added to the indices of word_index.json, 0 or more. Default 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 0.</exception>
    public int IndexFrom { get; init => field = Guard.NotNegative(value); }

    /// <summary>The index that marks the start of a review; it is not part of the text. Default null: none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 0.</exception>
    public int? StartIndex { get; init => field = NotNegative(value, nameof(StartIndex)); }

    /// <summary>The index of all words that were left out when the indices were made. The text does not have them. Default null:
    /// none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 0.</exception>
    public int? UnknownIndex { get; init => field = NotNegative(value, nameof(UnknownIndex)); }

    /// <summary>The index that fills up reviews to the same length. The text does not have it. Default null: none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 0.</exception>
    public int? PaddingIndex { get; init => field = NotNegative(value, nameof(PaddingIndex)); }

    /// <summary>The encoding of the CSV file or of the files in the folder. A byte order mark takes precedence. Default null: UTF-8.</summary>
    public Encoding? Encoding { get; init; }

    /// <summary>Returns the names of the arrays of reviews and labels, in the order training set, test set.</summary>
    internal IReadOnlyList<(string Reviews, string Labels)> Arrays(ImdbSplit split) =>
        split switch
        {
            ImdbSplit.Train => [(TrainReviews, TrainLabels)],
            ImdbSplit.Test => [(TestReviews, TestLabels)],
            _ => [(TrainReviews, TrainLabels), (TestReviews, TestLabels)],
        };

    private static int? NotNegative(int? value, string name) => value is int index ? Guard.NotNegative(index, name) : null;
}
