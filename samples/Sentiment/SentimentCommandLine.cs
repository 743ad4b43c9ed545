using System.CommandLine;
using MLNetDeep.Neural;
using MLNetDeep.Trainers;

namespace MLNetDeep.Samples.Sentiment;

/// <summary>The command-line options of the Sentiment sample.</summary>
internal sealed class SentimentCommandLine
{
    private readonly ReviewCommandLine _reviews = new();
    private readonly VocabularyCommandLine _vocabulary = new();
    private readonly NetworkCommandLine _network = new(SentimentOptions.Defaults);

    private readonly Option<string> _kind = new Option<string>("--network")
    {
        Description = "The network: bag for a perceptron on a bag of words; embedding, conv and lstm read the words in their order, by the mean of "
            + $"their embeddings, a convolution or a recurrent layer. These three read the last {SequenceNetworks.Length} words of a text; their "
            + $"default for --words is {SequenceNetworks.MaxWords}, and for --epochs {SequenceNetworks.EpochsOf(NetworkKind.Embedding)}, "
            + $"{SequenceNetworks.EpochsOf(NetworkKind.Conv)} and {SequenceNetworks.EpochsOf(NetworkKind.Lstm)}.",
        DefaultValueFactory = _ => "bag",
    }.AcceptOnlyFromAmong("bag", "embedding", "conv", "lstm");

    private readonly Option<double> _l2 = new("--l2") { Description = "The factor of the L2 penalty on the weights, 0 or more." };

    private readonly Option<double?> _validation = new("--validation")
    {
        Description = "The fraction of the training rows to set aside for validation after each epoch, in [0, 1). "
            + $"Default: {OverfittingOptions.DefaultValidationFraction} if --patience or --compare is set, otherwise 0.",
    };

    private readonly Option<int?> _patience = new("--patience")
    {
        Description = "Stop after this many epochs without a new lowest validation loss, and restore the weights of the best epoch. "
            + "Default: train all epochs.",
    };

    private readonly Option<bool> _compare = new("--compare")
    {
        Description = "Also compare how much this network and a larger one overfit in --epochs epochs "
            + $"(default: {OverfittingOptions.DefaultEpochs}).",
    };

    private readonly Option<string?> _svg = PathOption.ForFile(
        "--svg",
        $"The base name of the two SVG files that --compare draws; x.svg means x.loss.svg and x.accuracy.svg. "
            + $"Default: {SentimentOptions.DefaultSvgFile}.");

    private readonly Option<string?> _text = new("--text") { Description = "A text to classify." };

    private readonly Option<string?> _file = PathOption.ForFile("--file", "A file with one text per line to classify.");

    private readonly Option<bool> _explain = new("--explain") { Description = "Show how much each word contributes to the prediction." };

    private readonly Option<string?> _save = PathOption.ForFile("--save", "Save the model to this file. Default: do not save it.");

    private readonly Option<string?> _load = PathOption.ForFile(
        "--load", "Load this saved model instead of training one. If a data option is set as well, test the model on that data.");

    private readonly Option<string?> _json = PathOption.ForJsonFile();
    private readonly CheckpointCommandLine _checkpoint = new();
    private readonly PageCommandLine _pages = new("sentiment");

    public SentimentCommandLine()
    {
        Option[] options =
        [
            .. _reviews.Options, _kind, .. _vocabulary.Options, .. _network.ArchitectureOptions, _l2, .. _network.TrainingOptions, _validation,
            _patience, .. _network.RunOptions, _compare, _svg, _text, _file, _explain, _save, _load,
            .. _checkpoint.Options, _json, .. _pages.Options,
        ];
        Command = new RootCommand("Trains a neural network to classify texts as positive or negative, evaluates it and uses it.");
        foreach (Option option in options)
        {
            Command.Add(option);
        }
    }

    public RootCommand Command { get; }

    /// <summary>The options by the names that the library has for them.</summary>
    public IEnumerable<(string Name, Option Option)> OptionNames =>
    [
        .. _reviews.OptionNames, .. _vocabulary.OptionNames, .. _network.OptionNames, (nameof(Regularizer.L2), _l2),
        (nameof(MultilayerPerceptronOptions.ValidationSplit), _validation), (nameof(EarlyStopping.Patience), _patience),
    ];

    /// <summary>Converts the parsed command line to the sample's options.</summary>
    /// <exception cref="ArgumentException">A value is invalid, or options cannot be combined; the message names the options.</exception>
    public SentimentOptions Read(ParseResult result)
    {
        Option[] trainingOnly =
        [
            _kind, .. _vocabulary.Options, .. _network.ArchitectureOptions, _l2, .. _network.TrainingOptions, _validation, _patience, _compare,
            _svg, _save, .. _checkpoint.Options, _pages.Watch,
        ];
        ThrowIfCombined(result, _load, [.. trainingOnly, _reviews.Folds]);
        ThrowIfCombined(result, _reviews.Folds, [_reviews.TestLast, _compare, _svg, _text, _file, _explain, _save, .. _checkpoint.Options, _pages.Report, _pages.Open]);
        bool isCompared = result.GetValue(_compare);
        if (IsSet(result, _svg) && !isCompared)
        {
            throw new ArgumentException($"{_svg.Name} needs {_compare.Name}, because only the comparison is drawn.");
        }

        string? load = result.GetValue(_load);
        IReviewSource? source = _reviews.ReadSource(result) ?? (load is null ? new BundledSentences() : null);
        PageOptions pages = _pages.Read(result);
        if (source is null && (IsSet(result, _json) || IsSet(result, _reviews.TestLast) || pages.ReportFile is not null))
        {
            throw new ArgumentException(
                $"{_json.Name}, {_pages.Report.Name}, {_pages.Open.Name} and {_reviews.TestLast.Name} need data to test the loaded model on; "
                + $"also set {_reviews.SourceNames}.");
        }

        return new SentimentOptions
        {
            Source = source,
            Pipeline = ReadPipeline(result),
            TestRowCount = _reviews.ReadTestRowCount(result),
            Folds = _reviews.ReadFolds(result),
            Comparison = isCompared ? ReadComparison(result) : null,
            Text = result.GetValue(_text),
            TextFile = result.GetValue(_file),
            Encoding = _reviews.ReadEncoding(result),
            Explain = result.GetValue(_explain),
            SaveFile = result.GetValue(_save),
            LoadFile = load,
            Checkpoint = _checkpoint.Read(result),
            JsonFile = result.GetValue(_json),
            Pages = pages,
        };
    }

    private SentimentPipeline ReadPipeline(ParseResult result)
    {
        NetworkKind kind = Enum.Parse<NetworkKind>(result.GetValue(_kind)!, ignoreCase: true);
        if (kind == NetworkKind.Bag)
        {
            MultilayerPerceptronOptions perceptron = ReadPerceptron(result);
            return new BagPipeline(_vocabulary.ReadBag(result) with { Threads = perceptron.Threads }, perceptron);
        }

        Option[] bagOnly = [.. _vocabulary.BagOptions, .. _network.ArchitectureOptions, _l2, _compare, _explain];
        if (bagOnly.FirstOrDefault(option => IsSet(result, option)) is { } refused)
        {
            throw new ArgumentException($"{refused.Name} needs {_kind.Name} bag.");
        }

        NeuralNetworkOptions training = (NeuralNetworkOptions)_network.ReadTraining(result, WithStopping(result, new NeuralNetworkOptions()));
        if (!_network.IsEpochsSet(result))
        {
            training = training with { Epochs = SequenceNetworks.EpochsOf(kind) };
        }

        // At a constant rate, the accuracy of a recurrent network changes much from one epoch to the next.
        if (kind == NetworkKind.Lstm)
        {
            CosineDecay rate = new(training.Optimizer.RateAt(0), training.Epochs!.Value);
            training = training with { Callbacks = [new LearningRateScheduler(rate)] };
        }

        return new SequencePipeline(kind, _vocabulary.ReadSequence(result) with { Threads = training.Threads }, training);
    }

    private MultilayerPerceptronOptions ReadPerceptron(ParseResult result)
    {
        double l2 = result.GetValue(_l2);
        MultilayerPerceptronOptions architecture = _network.ReadArchitecture(result) with
        {
            KernelRegularizer = l2 == 0 ? null : new Regularizer(l2: l2),
        };
        return (MultilayerPerceptronOptions)_network.ReadTraining(result, WithStopping(result, architecture));
    }

    private NeuralTrainerOptions WithStopping(ParseResult result, NeuralTrainerOptions options)
    {
        int? patience = result.GetValue(_patience);
        double validation = result.GetValue(_validation) ?? (patience is null ? 0 : OverfittingOptions.DefaultValidationFraction);
        if (patience is not null && validation == 0)
        {
            throw new ArgumentException($"{_patience.Name} needs validation rows, but {_validation.Name} is 0.");
        }

        return options with
        {
            ValidationSplit = validation,
            EarlyStopping = patience is int epochs ? new EarlyStopping { Patience = epochs, RestoreBestWeights = true } : null,
        };
    }

    private OverfittingOptions ReadComparison(ParseResult result)
    {
        double validationFraction = result.GetValue(_validation) ?? OverfittingOptions.DefaultValidationFraction;
        if (validationFraction == 0)
        {
            throw new ArgumentException($"{_compare.Name} needs validation rows, but {_validation.Name} is 0.");
        }

        return new OverfittingOptions(
            _network.IsEpochsSet(result) ? ReadPerceptron(result).Epochs!.Value : OverfittingOptions.DefaultEpochs,
            validationFraction,
            result.GetValue(_patience) ?? OverfittingOptions.DefaultPatience,
            result.GetValue(_svg) ?? SentimentOptions.DefaultSvgFile);
    }

    // Throws if the option is set together with one of the options that exclude it.
    private static void ThrowIfCombined(ParseResult result, Option option, IEnumerable<Option> excluded)
    {
        if (IsSet(result, option) && excluded.FirstOrDefault(other => IsSet(result, other)) is { } conflicting)
        {
            throw new ArgumentException($"{conflicting.Name} cannot be combined with {option.Name}.");
        }
    }

    private static bool IsSet(ParseResult result, Option option) => result.GetResult(option) is { Implicit: false };
}
