using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using MLNetDeep.Neural;
using MLNetDeep.Trainers;

namespace MLNetDeep.Samples;

/// <summary>The command-line options for the network and its training, shared by the samples.</summary>
internal sealed class NetworkCommandLine
{
    private readonly NetworkDefaults _defaults;
    private readonly Option<ImmutableArray<int>?> _hidden;
    private readonly Option<double?> _dropout;
    private readonly Option<int> _epochs;
    private readonly RunCommandLine _run;

    private readonly Option<string> _activation = new Option<string>("--activation")
    {
        Description = "The activation of the hidden layers.",
        DefaultValueFactory = _ => "relu",
    }.AcceptOnlyFromAmong("linear", "relu", "sigmoid", "tanh");

    private readonly Option<string> _optimizer = new Option<string>("--optimizer")
    {
        Description = "The optimizer.",
        DefaultValueFactory = _ => "adam",
    }.AcceptOnlyFromAmong("sgd", "adam");

    private readonly Option<double?> _learningRate = new("--learning-rate")
    {
        Description = $"The learning rate, above 0. Default: {Adam.DefaultLearningRate} for adam, {Sgd.DefaultLearningRate} for sgd.",
    };

    private readonly Option<int> _batchSize = new("--batch-size")
    {
        Description = "The number of rows per mini-batch.",
        DefaultValueFactory = _ => NeuralTrainerOptions.DefaultBatchSize,
    };

    public NetworkCommandLine(NetworkDefaults defaults)
    {
        _defaults = defaults;
        _hidden = new("--hidden")
        {
            Description = $"The number of units in each hidden layer, such as 8,8 for two layers. Default: {defaults.HiddenUnits}.",
            CustomParser = ParseUnits,
        };
        _dropout = new("--dropout")
        {
            Description = $"The dropout rate of each hidden layer, in [0, 1). Default: {defaults.Dropout}, or 0 if --hidden is set.",
        };
        _epochs = new("--epochs")
        {
            Description = "The number of passes over the training rows.",
            DefaultValueFactory = _ => defaults.Epochs,
        };
        _run = new("initial weights, row order, dropout and random splits", defaults.Seed);
    }

    /// <summary>The options for the hidden layers.</summary>
    public IReadOnlyList<Option> ArchitectureOptions => [_hidden, _activation, _dropout];

    /// <summary>The options for the training.</summary>
    public IReadOnlyList<Option> TrainingOptions => [_optimizer, _learningRate, _batchSize, _epochs, _run.Backend, .. _run.Ranks.Options];

    /// <summary>The options that apply to any model: the seed and the number of threads.</summary>
    public IReadOnlyList<Option> RunOptions => _run.Options;

    /// <summary>The options by the names that the trainers have for them.</summary>
    public IEnumerable<(string Name, Option Option)> OptionNames =>
    [
        (nameof(MultilayerPerceptronOptions.HiddenUnits), _hidden),
        (nameof(MultilayerPerceptronOptions.DropoutRate), _dropout),
        (nameof(OptimizerSpec.LearningRate), _learningRate),
        (nameof(NeuralTrainerOptions.BatchSize), _batchSize),
        (nameof(NeuralTrainerOptions.Epochs), _epochs),
        .. _run.OptionNames,
    ];

    /// <summary>Returns whether the user set --epochs.</summary>
    public bool IsEpochsSet(ParseResult result) => IsSet(result, _epochs);

    /// <summary>Converts the parsed command line to options for the hidden layers.</summary>
    /// <exception cref="ArgumentException">A value is out of range; the message names the option and the accepted range.</exception>
    public MultilayerPerceptronOptions ReadArchitecture(ParseResult result)
    {
        ImmutableArray<int>? hidden = result.GetValue(_hidden);
        return new MultilayerPerceptronOptions
        {
            HiddenUnits = hidden ?? [_defaults.HiddenUnits],
            DropoutRate = result.GetValue(_dropout) ?? (hidden is null ? _defaults.Dropout : 0),
            Activation = result.GetValue(_activation) switch
            {
                "linear" => Activation.Linear,
                "sigmoid" => Activation.Sigmoid,
                "tanh" => Activation.Tanh,
                _ => Activation.Relu,
            },
        };
    }

    /// <summary>Returns the architecture options extended by the training options of the parsed command line.</summary>
    /// <remarks>The samples' features are pixels from 0 to 1, or words that are there or not: they need no standardization.</remarks>
    /// <exception cref="ArgumentException">A value is out of range; the message names the option and the accepted range.</exception>
    public NeuralTrainerOptions ReadTraining(ParseResult result, NeuralTrainerOptions architecture)
    {
        double? learningRate = result.GetValue(_learningRate);
        return _run.Read(result, architecture with
        {
            Optimizer = result.GetValue(_optimizer) == "sgd"
                ? new Sgd(learningRate ?? Sgd.DefaultLearningRate)
                : new Adam(learningRate ?? Adam.DefaultLearningRate),
            BatchSize = result.GetValue(_batchSize),
            Epochs = result.GetValue(_epochs),
            StandardizeFeatures = false,
            StandardizeLabels = false,
        });
    }

    /// <summary>Returns options with another optimizer and batch size, unless the user set them.</summary>
    /// <param name="result">The parsed command line.</param>
    /// <param name="options">The options that <see cref="ReadTraining"/> returned.</param>
    /// <param name="optimizer">The optimizer if neither it nor its learning rate is set.</param>
    /// <param name="batchSize">The number of rows in a mini-batch if it is not set.</param>
    public NeuralTrainerOptions WithDefaults(ParseResult result, NeuralTrainerOptions options, OptimizerSpec optimizer, int batchSize) => options with
    {
        Optimizer = IsSet(result, _optimizer) || IsSet(result, _learningRate) ? options.Optimizer : optimizer,
        BatchSize = IsSet(result, _batchSize) ? options.BatchSize : batchSize,
    };

    private static bool IsSet(ParseResult result, Option option) => result.GetResult(option) is { Implicit: false };

    private static ImmutableArray<int>? ParseUnits(ArgumentResult argument)
    {
        ImmutableArray<int>.Builder units = ImmutableArray.CreateBuilder<int>();
        string text = argument.Tokens.Single().Value;
        foreach (string part in text.Split(','))
        {
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int count) || count < 1)
            {
                argument.AddError($"--hidden needs unit counts of at least 1, separated by commas, but it is '{text}'.");
                return null;
            }

            units.Add(count);
        }

        return units.ToImmutable();
    }
}
