using System.CommandLine;
using System.Text;
using MLNetDeep.Data;

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

    private readonly Option<bool> _kerasOffsets = new("--keras-offsets")
    {
        Description = "The word indices of the --imdb .npz file are those that keras.datasets.imdb.load_data returns: 1 marks the start of "
            + "a review, 2 stands for an unknown word, and all other indices are shifted by 3.",
    };

    private readonly Option<string?> _arrays = new("--arrays")
    {
        Description = "The names of the arrays of the --imdb .npz file: training reviews, training labels, test reviews, test labels. "
            + "Default: x_train,y_train,x_test,y_test.",
        HelpName = "NAMES",
    };

    private readonly Option<string?> _tsv = PathOption.ForFile(
        "--tsv", "A file with a column of labels and a column of texts, separated by tabs, commas or semicolons; may be gzipped.");

    private readonly TextFileCommandLine _format = new();

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

    public ReviewCommandLine() => _tsv.Aliases.Add("--texts");

    public IReadOnlyList<Option> Options =>
        [_data, _imdb, _kerasOffsets, _arrays, _tsv, .. _format.Options, _format.Encoding, _testLast, _folds];

    /// <summary>The options by the names that the loaders have for them.</summary>
    public IEnumerable<(string Name, Option Option)> OptionNames =>
        [($"{nameof(ImdbOptions)}.{nameof(ImdbOptions.KerasLoadData)}", _kerasOffsets),
            (nameof(TextDataCatalogExtensions.LoadTexts), _tsv), .. _format.OptionNames];

    public Option<int?> TestLast => _testLast;

    public Option<int?> Folds => _folds;

    /// <summary>The names of the options that select a data set, for error messages.</summary>
    public string SourceNames => $"{_data.Name}, {_imdb.Name} or {_tsv.Name}";

    /// <summary>Returns the data set that the options select; null if no option selects one.</summary>
    /// <exception cref="ArgumentException">The options select more than one data set, or describe one that is not selected.</exception>
    public IReviewSource? ReadSource(ParseResult result)
    {
        string? data = result.GetValue(_data);
        string? imdb = result.GetValue(_imdb);
        string? tsv = result.GetValue(_tsv);
        if (new[] { data, imdb, tsv }.Count(path => path is not null) > 1)
        {
            throw new ArgumentException($"Only one of {SourceNames} can be set.");
        }

        ThrowIfSetWithout(result, _tsv, _format.Options);
        ThrowIfSetWithout(result, _imdb, [_kerasOffsets, _arrays]);
        TextFileOptions format = _format.Read(result);
        return tsv is not null ? new TextFileReviews(tsv, format)
            : imdb is not null ? new ImdbReviews(imdb, ReadImdb(result))
            : data is not null ? new BundledSentences(data, format.Encoding)
            : null;
    }

    /// <summary>Returns the encoding of files of texts; null for UTF-8.</summary>
    public Encoding? ReadEncoding(ParseResult result) => result.GetValue(_format.Encoding);

    /// <summary>Returns the value of --test-last; null if it is not set.</summary>
    /// <exception cref="ArgumentException">The value is below 1.</exception>
    public int? ReadTestRowCount(ParseResult result) => ReadAtLeast(_testLast, 1, result);

    /// <summary>Returns the value of --folds; null if it is not set.</summary>
    /// <exception cref="ArgumentException">The value is below 2.</exception>
    public int? ReadFolds(ParseResult result) => ReadAtLeast(_folds, 2, result);

    private ImdbOptions ReadImdb(ParseResult result)
    {
        ImdbOptions options = (result.GetValue(_kerasOffsets) ? ImdbOptions.KerasLoadData : new ImdbOptions()) with
        {
            Encoding = ReadEncoding(result),
        };
        if (result.GetValue(_arrays) is not string arrays)
        {
            return options;
        }

        string[] names = arrays.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return names.Length == 4
            ? options with { TrainReviews = names[0], TrainLabels = names[1], TestReviews = names[2], TestLabels = names[3] }
            : throw new ArgumentException($"{_arrays.Name} is '{arrays}'; accepted: four names, separated by commas.");
    }

    private static void ThrowIfSetWithout(ParseResult result, Option needed, IEnumerable<Option> options)
    {
        if (result.GetResult(needed) is null && options.FirstOrDefault(option => result.GetResult(option) is { Implicit: false }) is { } set)
        {
            throw new ArgumentException($"{set.Name} needs {needed.Name}.");
        }
    }

    private static int? ReadAtLeast(Option<int?> option, int minimum, ParseResult result)
    {
        int? value = result.GetValue(option);
        return value < minimum ? throw new ArgumentException($"{option.Name} must be at least {minimum}, but it is {value}.") : value;
    }
}
