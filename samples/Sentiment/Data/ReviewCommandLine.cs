using System.CommandLine;

namespace MLNetDeep.Samples.Sentiment;

/// <summary>The options on the command line that say where the rows come from and how they are held out.</summary>
internal sealed class ReviewCommandLine
{
    private readonly Option<string?> _data = PathOption.OfData("The folder with the labelled sentences. Default: data/sentiment here or in a folder above.");

    private readonly Option<string?> _imdb = PathOption.Create(
        "--imdb", "The Large Movie Review Dataset: its folder, its CSV file or Keras's imdb.npz, to train with its training part and test with its test part.", "PATH");

    private readonly Option<string?> _tsv = PathOption.OfFile("--tsv", "A file with tabs between columns, a header, labels of 0 or 1 and texts.");

    private readonly Option<string?> _labelColumn = new("--label-column")
    {
        Description = "The column of labels in the file of --tsv. Default: the one that has nothing but 0 and 1.",
        HelpName = "NAME",
    };

    private readonly Option<string?> _textColumn = new("--text-column")
    {
        Description = "The column of texts in the file of --tsv. Default: of the others, the one with the longest texts.",
        HelpName = "NAME",
    };

    private readonly Option<int?> _testLast = new("--test-last")
    {
        Description = $"Test with the last N rows. Default: the test part of --imdb, else {Holdout.TestShare:P0} of the rows, drawn by the seed.",
        HelpName = "N",
    };

    private readonly Option<int?> _folds = new("--folds") { Description = "Cross-validate on all rows with K folds, 2 or more.", HelpName = "K" };

    public IReadOnlyList<Option> Options => [_data, _imdb, _tsv, _labelColumn, _textColumn, _testLast, _folds];

    public Option<int?> TestLast => _testLast;

    public Option<int?> Folds => _folds;

    /// <summary>The options that name rows.</summary>
    public string SourceNames => $"{_data.Name}, {_imdb.Name} or {_tsv.Name}";

    /// <summary>The source that is named; null where none is.</summary>
    /// <exception cref="ArgumentException">Several are named.</exception>
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
            throw new ArgumentException($"{_labelColumn.Name} and {_textColumn.Name} go with {_tsv.Name}.");
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
