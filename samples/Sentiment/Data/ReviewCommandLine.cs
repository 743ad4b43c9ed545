using System.CommandLine;

namespace MLNetDeep.Samples.Sentiment;

/// <summary>The command-line options for the data set and for testing.</summary>
internal sealed class ReviewCommandLine
{
    private readonly Option<string?> _data = PathOption.ForDataFolder(
        "The folder with the labelled sentences. Default: data/sentiment in the current folder, the program's folder or a parent.");

    private readonly Option<string?> _imdb = PathOption.ForPath(
        "--imdb",
        "The Large Movie Review Dataset: its folder, its CSV file or Keras's imdb.npz. It defines its own training and test rows.",
        "PATH");

    private readonly Option<string?> _tsv = PathOption.ForFile(
        "--tsv", "A tab-separated file with a header, a column of labels 0 and 1, and a column of texts.");

    private readonly Option<string?> _labelColumn = new("--label-column")
    {
        Description = "The name of the label column of the --tsv file. Default: the only column whose values are all 0 or 1.",
        HelpName = "NAME",
    };

    private readonly Option<string?> _textColumn = new("--text-column")
    {
        Description = "The name of the text column of the --tsv file. Default: the column with the longest texts, except the label column.",
        HelpName = "NAME",
    };

    private readonly Option<int?> _testLast = new("--test-last")
    {
        Description =
            "Test on the last N rows. Default: the test rows of --imdb, "
            + $"otherwise a random {TrainTestRows.DefaultTestFraction:P0} of the rows.",
        HelpName = "N",
    };

    private readonly Option<int?> _folds = new("--folds")
    {
        Description = "Cross-validate on all rows with K folds, 2 or more, instead of holding out test rows.",
        HelpName = "K",
    };

    public IReadOnlyList<Option> Options => [_data, _imdb, _tsv, _labelColumn, _textColumn, _testLast, _folds];

    public Option<int?> TestLast => _testLast;

    public Option<int?> Folds => _folds;

    /// <summary>The names of the options that select a data set, for error messages.</summary>
    public string SourceNames => $"{_data.Name}, {_imdb.Name} or {_tsv.Name}";

    /// <summary>Returns the data set that the options select; null if no option selects one.</summary>
    /// <exception cref="ArgumentException">The options select more than one data set, or name columns without --tsv.</exception>
    public IReviewSource? ReadSource(ParseResult result)
    {
        string? data = result.GetValue(_data);
        string? imdb = result.GetValue(_imdb);
        string? tsv = result.GetValue(_tsv);
        string? labelName = result.GetValue(_labelColumn);
        string? textName = result.GetValue(_textColumn);
        if (new[] { data, imdb, tsv }.Count(path => path is not null) > 1)
        {
            throw new ArgumentException($"Only one of {SourceNames} can be set.");
        }

        if (tsv is null && (labelName is not null || textName is not null))
        {
            throw new ArgumentException($"{_labelColumn.Name} and {_textColumn.Name} need {_tsv.Name}.");
        }

        return tsv is not null ? new TsvReviews(tsv, labelName, textName)
            : imdb is not null ? new ImdbReviews(imdb)
            : data is not null ? new BundledSentences(data)
            : null;
    }

    /// <summary>Returns the value of --test-last; null if it is not set.</summary>
    /// <exception cref="ArgumentException">The value is below 1.</exception>
    public int? ReadTestRowCount(ParseResult result) => ReadAtLeast(_testLast, 1, result);

    /// <summary>Returns the value of --folds; null if it is not set.</summary>
    /// <exception cref="ArgumentException">The value is below 2.</exception>
    public int? ReadFolds(ParseResult result) => ReadAtLeast(_folds, 2, result);

    private static int? ReadAtLeast(Option<int?> option, int minimum, ParseResult result)
    {
        int? value = result.GetValue(option);
        return value < minimum ? throw new ArgumentException($"{option.Name} must be at least {minimum}, but it is {value}.") : value;
    }
}
