using System.CommandLine;
using MLNetDeep.Neural;
using MLNetDeep.Trainers;

namespace MLNetDeep.Samples.Sentiment;

/// <summary>The options on the command line.</summary>
internal sealed class SentimentCommandLine
{
    private readonly ReviewCommandLine _reviews = new();
    private readonly WordsCommandLine _words = new();
    private readonly NetworkCommandLine _network = new(SentimentOptions.Defaults);

    private readonly Option<double> _l2 = new("--l2") { Description = "The penalty on the squares of the weights, 0 or more." };

    private readonly Option<double?> _validation = new("--validation")
    {
        Description = "The share of the training rows to judge each epoch by and not train with, in [0, 1). "
            + $"Default {OverfittingOptions.DefaultValidationShare} with --patience and --compare, else none.",
    };

    private readonly Option<int?> _patience = new("--patience")
    {
        Description = "Stop after so many epochs without a lower validation loss, and keep the best weights. Default: never.",
    };

    private readonly Option<bool> _compare = new("--compare")
    {
        Description = $"Show too how this network and a larger one over-fit, in {OverfittingOptions.DefaultEpochs} epochs or --epochs.",
    };

    private readonly Option<string?> _svg = PathOption.OfFile(
        "--svg", $"Where --compare draws: with .loss and .accuracy in the name. Default {SentimentOptions.DefaultSvgFile}.");

    private readonly Option<string?> _text = new("--text") { Description = "A text to show the sentiment of." };

    private readonly Option<string?> _file = PathOption.OfFile("--file", "A file with texts to show the sentiments of, one on each line.");

    private readonly Option<bool> _explain = new("--explain") { Description = "Show what each word contributes to a sentiment." };

    private readonly Option<string?> _save = PathOption.OfFile("--save", "Where to save the model. Default: nowhere.");

    private readonly Option<string?> _load = PathOption.OfFile("--load", "A saved model to use instead of training one. Data, if given, are to test it with.");

    private readonly Option<string?> _json = PathOption.OfJson();

    public SentimentCommandLine()
    {
        Option[] options =
        [
            .. _reviews.Options, .. _words.Options, .. _network.ArchitectureOptions, _l2, .. _network.TrainingOptions, _validation, _patience,
            .. _network.RunOptions, _compare, _svg, _text, _file, _explain, _save, _load, _json,
        ];
        Command = new RootCommand("Trains a neural network to tell positive texts from negative ones, evaluates it and uses it.");
        foreach (Option option in options)
        {
            Command.Add(option);
        }
    }

    public RootCommand Command { get; }

    /// <summary>The options as the program wants them.</summary>
    /// <exception cref="ArgumentException">A value is out of range, or options do not go together; the message says which.</exception>
    public SentimentOptions Read(ParseResult result)
    {
        Option[] ofTraining = [.. _words.Options, .. _network.ArchitectureOptions, _l2, .. _network.TrainingOptions, _validation, _patience, _compare, _svg, _save];
        RefuseTogether(result, _load, [.. ofTraining, _reviews.Folds]);
        RefuseTogether(result, _reviews.Folds, [_reviews.TestLast, _compare, _svg, _text, _file, _explain, _save]);
        bool isCompared = result.GetValue(_compare);
        if (IsGiven(result, _svg) && !isCompared)
        {
            throw new ArgumentException($"{_svg.Name} goes with {_compare.Name}; nothing else is drawn.");
        }

        string? load = result.GetValue(_load);
        IReviewSource? source = _reviews.ReadSource(result) ?? (load is null ? new ShippedSentences() : null);
        if (source is null && (IsGiven(result, _json) || IsGiven(result, _reviews.TestLast)))
        {
            throw new ArgumentException($"{_json.Name} and {_reviews.TestLast.Name} need data to test the model with; give {_reviews.SourceNames} with {_load.Name}.");
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
            throw new ArgumentException($"{_patience.Name} needs rows to validate with, but {_validation.Name} is 0.");
        }

        return (MultilayerPerceptronOptions)_network.ReadTraining(result, architecture);
    }

    private OverfittingOptions ReadComparison(ParseResult result)
    {
        double validation = result.GetValue(_validation) ?? OverfittingOptions.DefaultValidationShare;
        if (validation == 0)
        {
            throw new ArgumentException($"{_compare.Name} needs rows to validate with, but {_validation.Name} is 0.");
        }

        return new OverfittingOptions(
            _network.HasEpochs(result) ? ReadNetwork(result).Epochs : OverfittingOptions.DefaultEpochs,
            validation,
            result.GetValue(_patience) ?? OverfittingOptions.DefaultPatience,
            result.GetValue(_svg) ?? SentimentOptions.DefaultSvgFile);
    }

    private static void RefuseTogether(ParseResult result, Option option, IEnumerable<Option> others)
    {
        if (IsGiven(result, option) && others.FirstOrDefault(other => IsGiven(result, other)) is { } other)
        {
            throw new ArgumentException($"{other.Name} does not go with {option.Name}.");
        }
    }

    private static bool IsGiven(ParseResult result, Option option) => result.GetResult(option) is { Implicit: false };
}
