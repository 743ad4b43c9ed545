using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using MLNetDeep.Neural;
using MLNetDeep.Trainers;

namespace MLNetDeep.Samples.Digits;

/// <summary>The options on the command line.</summary>
internal sealed class DigitsCommandLine
{
    private readonly Option<string> _model = new Option<string>("--model")
    {
        Description = "softmax: one layer; mlp: hidden layers before it.",
        DefaultValueFactory = _ => "mlp",
    }.AcceptOnlyFromAmong("softmax", "mlp");

    private readonly Option<ImmutableArray<int>?> _hidden = new("--hidden")
    {
        Description = $"The units of each hidden layer, such as 8,8. Default {MultilayerPerceptronOptions.DefaultHiddenUnits}.",
        CustomParser = ParseUnits,
    };

    private readonly Option<string> _activation = new Option<string>("--activation")
    {
        Description = "The activation of the hidden layers.",
        DefaultValueFactory = _ => "relu",
    }.AcceptOnlyFromAmong("linear", "relu", "sigmoid", "tanh");

    private readonly Option<double?> _dropout = new("--dropout")
    {
        Description = $"The share of each hidden layer's outputs to drop, in [0, 1). Default {DigitsOptions.DefaultDropout}, or 0 with --hidden.",
    };

    private readonly Option<string> _optimizer = new Option<string>("--optimizer")
    {
        Description = "How the weights follow the gradient.",
        DefaultValueFactory = _ => "adam",
    }.AcceptOnlyFromAmong("sgd", "adam");

    private readonly Option<double?> _learningRate = new("--learning-rate")
    {
        Description = $"The step size, above 0. Default {Adam.DefaultLearningRate} for adam, {Sgd.DefaultLearningRate} for sgd.",
    };

    private readonly Option<int> _batchSize = new("--batch-size")
    {
        Description = "The rows in a mini-batch.",
        DefaultValueFactory = _ => NeuralTrainerOptions.DefaultBatchSize,
    };

    private readonly Option<int> _epochs = new("--epochs")
    {
        Description = "How many times all rows are gone through.",
        DefaultValueFactory = _ => NeuralTrainerOptions.DefaultEpochs,
    };

    private readonly Option<int?> _iterations = new("--iterations") { Description = "Train with so many mini-batches instead, 0 or more." };

    private readonly Option<int> _seed = new("--seed")
    {
        Description = "The seed of the weights, the order of the rows and dropout.",
        DefaultValueFactory = _ => DigitsOptions.DefaultSeed,
    };

    private readonly Option<int?> _threads = new("--threads") { Description = "The number of threads. Default: one for each core." };

    private readonly Option<string?> _data = new("--data")
    {
        Description = "The folder with the MNIST files. Default: data/mnist here or in a folder above.",
        HelpName = "DIR",
    };

    private readonly Option<string> _save = new("--save")
    {
        Description = "Where to save the model.",
        HelpName = "FILE",
        DefaultValueFactory = _ => DigitsOptions.DefaultModelFile,
    };

    private readonly Option<string?> _json = new("--json") { Description = "Where to write the results as JSON.", HelpName = "FILE" };

    public DigitsCommandLine()
    {
        Command = new RootCommand("Trains a neural network on the MNIST digits, evaluates it, saves it and uses it.")
        {
            _model, _hidden, _activation, _dropout, _optimizer, _learningRate, _batchSize, _epochs, _iterations, _seed, _threads, _data, _save, _json,
        };
    }

    public RootCommand Command { get; }

    /// <summary>The options as the trainers want them.</summary>
    /// <exception cref="ArgumentException">A value is out of range; the message says which and what is accepted.</exception>
    public DigitsOptions Read(ParseResult result)
    {
        double? learningRate = result.GetValue(_learningRate);
        return new DigitsOptions
        {
            Perceptron = result.GetValue(_model) == "softmax" ? ReadSoftmax(result) : ReadPerceptron(result),
            Optimizer = result.GetValue(_optimizer) == "sgd"
                ? new Sgd(learningRate ?? Sgd.DefaultLearningRate)
                : new Adam(learningRate ?? Adam.DefaultLearningRate),
            BatchSize = result.GetValue(_batchSize),
            Epochs = result.GetValue(_epochs),
            Iterations = result.GetValue(_iterations),
            Seed = result.GetValue(_seed),
            Threads = result.GetValue(_threads),
            DataFolder = result.GetValue(_data),
            ModelFile = result.GetValue(_save)!,
            JsonFile = result.GetValue(_json),
        };
    }

    private MultilayerPerceptronOptions? ReadSoftmax(ParseResult result)
    {
        if (result.GetValue(_hidden) is not null || result.GetValue(_dropout) is not null)
            throw new ArgumentException("--hidden and --dropout go with --model mlp; softmax has no hidden layers.");
        return null;
    }

    private MultilayerPerceptronOptions ReadPerceptron(ParseResult result)
    {
        ImmutableArray<int>? hidden = result.GetValue(_hidden);
        return new MultilayerPerceptronOptions
        {
            HiddenUnits = hidden ?? [MultilayerPerceptronOptions.DefaultHiddenUnits],
            DropoutRate = result.GetValue(_dropout) ?? (hidden is null ? DigitsOptions.DefaultDropout : 0),
            Activation = result.GetValue(_activation) switch
            {
                "linear" => Activation.Linear,
                "sigmoid" => Activation.Sigmoid,
                "tanh" => Activation.Tanh,
                _ => Activation.Relu,
            },
        };
    }

    private static ImmutableArray<int>? ParseUnits(ArgumentResult argument)
    {
        ImmutableArray<int>.Builder units = ImmutableArray.CreateBuilder<int>();
        string text = argument.Tokens.Single().Value;
        foreach (string part in text.Split(','))
        {
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int count) || count < 1)
            {
                argument.AddError($"--hidden takes numbers of units of at least 1, separated by commas, but it is '{text}'.");
                return null;
            }
            units.Add(count);
        }
        return units.ToImmutable();
    }
}
