using System.CommandLine;

namespace MLNetDeep.Samples.Sentiment;

/// <summary>The command-line options of the data and the held-out rows.</summary>
internal sealed class ReviewCommandLine
{
    private readonly Option<string?> _data = PathOption.OfData(
        "The folder with the labelled sentences. Default: data/sentiment in the current folder or a parent.");

    private readonly Option<string?> _imdb = PathOption.Create(
        "--imdb",
        "The Large Movie Review Dataset: its folder, its CSV file or Keras's imdb.npz. Its own training and test rows are used.",
        "PATH");

    private readonly Option<string?> _tsv = PathOption.OfFile(
        "--tsv", "A tab-separated file with a header, a column of labels 0 and 1, and a column of texts.");

    private readonly Option<string?> _labelColumn = new("--label-column")
    {
        Description = "The label column of the --tsv file. Default: the only column that holds just 0 and 1.",
        HelpName = "NAME",
    };

    private readonly Option<string?> _textColumn = new("--text-column")
    {
        Description = "The text column of the --tsv file. Default: of the other columns, the one with the longest texts.",
        HelpName = "NAME",
    };

    private readonly Option<int?> _testLast = new("--test-last")
    {
        Description =
            $"Test with the last N rows. Default: the test rows of --imdb, otherwise a random {Holdout.TestShare:P0} of the rows.",
        HelpName = "N",
    };

    private readonly Option<int?> _folds = new("--folds")
    {
        Description = "Cross-validate on all rows with K folds, 2 or more.",
        HelpName = "K",
    };

    public IReadOnlyList<Option> Options => [_data, _imdb, _tsv, _labelColumn, _textColumn, _testLast, _folds];

    public Option<int?> TestLast => _testLast;

    public Option<int?> Folds => _folds;

    /// <summary>The names of the options that give the data.</summary>
    public string SourceNames => $"{_data.Name}, {_imdb.Name} or {_tsv.Name}";

    /// <summary>The source that the options name; null if they name none.</summary>
    /// <exception cref="ArgumentException">More than one source is named.</exception>
    public IReviewSource? ReadSource(ParseResult result)
    {
        string? data = result.GetValue(_data);
        string? imdb = result.GetValue(_imdb);
        string? tsv = result.GetValue(_tsv);
        string? label = result.GetValue(_labelColumn);
        string? text = result.GetValue(_textColumn);
        if (new[] { data, imdb, tsv }.Count(path => path is not null) > 1)
        {
            throw new ArgumentException($"Only one of {SourceNames} can be given.");
        }

        if (tsv is null && (label is not null || text is not null))
        {
            throw new ArgumentException($"{_labelColumn.Name} and {_textColumn.Name} need {_tsv.Name}.");
        }

        return tsv is not null ? new TsvReviews(tsv, label, text)
            : imdb is not null ? new ImdbReviews(imdb)
            : data is not null ? new ShippedSentences(data)
            : null;
    }

    /// <exception cref="ArgumentException">The number is below 1.</exception>
    public int? ReadTestLast(ParseResult result) => AtLeast(1, _testLast, result);

    /// <exception cref="ArgumentException">The number is below 2.</exception>
    public int? ReadFolds(ParseResult result) => AtLeast(2, _folds, result);

    private static int? AtLeast(int minimum, Option<int?> option, ParseResult result)
    {
        int? value = result.GetValue(option);
        return value < minimum ? throw new ArgumentException($"{option.Name} must be at least {minimum}, but it is {value}.") : value;
    }
}
