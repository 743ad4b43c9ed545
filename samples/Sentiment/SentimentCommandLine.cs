using System.CommandLine;
using MLNetDeep.Neural;
using MLNetDeep.Trainers;

namespace MLNetDeep.Samples.Sentiment;

/// <summary>The command-line options.</summary>
internal sealed class SentimentCommandLine
{
    private readonly ReviewCommandLine _reviews = new();
    private readonly WordsCommandLine _words = new();
    private readonly NetworkCommandLine _network = new(SentimentOptions.Defaults);

    private readonly Option<double> _l2 = new("--l2") { Description = "The L2 penalty on the weights, 0 or more." };

    private readonly Option<double?> _validation = new("--validation")
    {
        Description = "The share of the training rows used for validation after each epoch instead of training, in [0, 1). "
            + $"Default: {OverfittingOptions.DefaultValidationShare} with --patience or --compare, otherwise 0.",
    };

    private readonly Option<int?> _patience = new("--patience")
    {
        Description = "Stop after this many epochs without a lower validation loss and keep the best weights. Default: never stop early.",
    };

    private readonly Option<bool> _compare = new("--compare")
    {
        Description = "Also compare how this network and a larger one overfit, over --epochs epochs "
            + $"(default: {OverfittingOptions.DefaultEpochs}).",
    };

    private readonly Option<string?> _svg = PathOption.OfFile(
        "--svg",
        $"The base name of the SVG files of --compare, which get .loss and .accuracy in it. Default: {SentimentOptions.DefaultSvgFile}.");

    private readonly Option<string?> _text = new("--text") { Description = "A text to classify." };

    private readonly Option<string?> _file = PathOption.OfFile("--file", "A file of texts to classify, one per line.");

    private readonly Option<bool> _explain = new("--explain") { Description = "Show the contribution of each word." };

    private readonly Option<string?> _save = PathOption.OfFile("--save", "The file to save the model to. Default: not saved.");

    private readonly Option<string?> _load = PathOption.OfFile(
        "--load", "A saved model to use instead of training one. If data are given, the model is tested on them.");

    private readonly Option<string?> _json = PathOption.OfJson();

    public SentimentCommandLine()
    {
        Option[] options =
        [
            .. _reviews.Options, .. _words.Options, .. _network.ArchitectureOptions, _l2, .. _network.TrainingOptions, _validation,
            _patience, .. _network.RunOptions, _compare, _svg, _text, _file, _explain, _save, _load, _json,
        ];
        Command = new RootCommand("Trains a neural network to classify texts as positive or negative, evaluates it and uses it.");
        foreach (Option option in options)
        {
            Command.Add(option);
        }
    }

    public RootCommand Command { get; }

    /// <summary>Reads the options from the parsed command line.</summary>
    /// <exception cref="ArgumentException">A value is out of range, or options exclude one another; the message names them.</exception>
    public SentimentOptions Read(ParseResult result)
    {
        Option[] training =
        [
            .. _words.Options, .. _network.ArchitectureOptions, _l2, .. _network.TrainingOptions, _validation, _patience, _compare,
            _svg, _save,
        ];
        RefuseCombination(result, _load, [.. training, _reviews.Folds]);
        RefuseCombination(result, _reviews.Folds, [_reviews.TestLast, _compare, _svg, _text, _file, _explain, _save]);
        bool isCompared = result.GetValue(_compare);
        if (IsGiven(result, _svg) && !isCompared)
        {
            throw new ArgumentException($"{_svg.Name} needs {_compare.Name}; nothing else is drawn.");
        }

        string? load = result.GetValue(_load);
        IReviewSource? source = _reviews.ReadSource(result) ?? (load is null ? new ShippedSentences() : null);
        if (source is null && (IsGiven(result, _json) || IsGiven(result, _reviews.TestLast)))
        {
            throw new ArgumentException(
                $"{_json.Name} and {_reviews.TestLast.Name} need data to test the model on; "
                + $"give {_reviews.SourceNames} with {_load.Name}.");
        }

        return new SentimentOptions
        {
            Source = source,
            Pipeline = new SentimentPipeline(_words.Read(result) with { Threads = ReadNetwork(result).Threads }, ReadNetwork(result)),
            TestLast = _reviews.ReadTestLast(result),
            Folds = _reviews.ReadFolds(result),
            Comparison = isCompared ? ReadComparison(result) : null,
            Text = result.GetValue(_text),
            TextFile = result.GetValue(_file),
            Explain = result.GetValue(_explain),
            SaveFile = result.GetValue(_save),
            LoadFile = load,
            JsonFile = result.GetValue(_json),
        };
    }

    private MultilayerPerceptronOptions ReadNetwork(ParseResult result)
    {
        double l2 = result.GetValue(_l2);
        int? patience = result.GetValue(_patience);
        MultilayerPerceptronOptions architecture = _network.ReadArchitecture(result) with
        {
            KernelRegularizer = l2 == 0 ? null : new Regularizer(l2: l2),
            ValidationSplit = result.GetValue(_validation) ?? (patience is null ? 0 : OverfittingOptions.DefaultValidationShare),
            EarlyStopping = patience is int epochs ? new EarlyStopping { Patience = epochs, RestoreBestWeights = true } : null,
        };
        if (patience is not null && architecture.ValidationSplit == 0)
        {
            throw new ArgumentException($"{_patience.Name} needs validation rows, but {_validation.Name} is 0.");
        }

        return (MultilayerPerceptronOptions)_network.ReadTraining(result, architecture);
    }

    private OverfittingOptions ReadComparison(ParseResult result)
    {
        double validation = result.GetValue(_validation) ?? OverfittingOptions.DefaultValidationShare;
        if (validation == 0)
        {
            throw new ArgumentException($"{_compare.Name} needs validation rows, but {_validation.Name} is 0.");
        }

        return new OverfittingOptions(
            _network.HasEpochs(result) ? ReadNetwork(result).Epochs : OverfittingOptions.DefaultEpochs,
            validation,
            result.GetValue(_patience) ?? OverfittingOptions.DefaultPatience,
            result.GetValue(_svg) ?? SentimentOptions.DefaultSvgFile);
    }

    private static void RefuseCombination(ParseResult result, Option option, IEnumerable<Option> others)
    {
        if (IsGiven(result, option) && others.FirstOrDefault(other => IsGiven(result, other)) is { } other)
        {
            throw new ArgumentException($"{other.Name} cannot be combined with {option.Name}.");
        }
    }

    private static bool IsGiven(ParseResult result, Option option) => result.GetResult(option) is { Implicit: false };
}
