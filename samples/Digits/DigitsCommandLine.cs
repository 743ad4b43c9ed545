using System.CommandLine;
using MLNetDeep.Trainers;

namespace MLNetDeep.Samples.Digits;

/// <summary>The command-line options of the Digits sample.</summary>
internal sealed class DigitsCommandLine
{
    private readonly NetworkCommandLine _network = new(DigitsOptions.Defaults);

    private readonly Option<string> _model = new Option<string>("--model")
    {
        Description = "The model to train: softmax has only an output layer, mlp also has hidden layers.",
        DefaultValueFactory = _ => "mlp",
    }.AcceptOnlyFromAmong("softmax", "mlp");

    private readonly Option<int?> _iterations = new("--iterations")
    {
        Description = "The number of mini-batches to train on, 0 or more; replaces --epochs.",
    };

    private readonly Option<string?> _data = PathOption.ForPath(
        "--data",
        "The folder with the files of MNIST, Fashion-MNIST, KMNIST or another data set of 28 x 28 pixels in their formats, or mnist.npz. "
            + "Default: data/mnist in the current folder, the program's folder or a parent.",
        "PATH");

    private readonly Option<string?> _save = PathOption.ForFile(
        "--save", $"Save the model to this file. Default: {DigitsOptions.DefaultModelFile}.");

    private readonly Option<string?> _json = PathOption.ForJsonFile();

    public DigitsCommandLine()
    {
        Option[] options =
        [
            _model, .. _network.ArchitectureOptions, .. _network.TrainingOptions, _iterations, .. _network.RunOptions, _data, _save, _json,
        ];
        Command = new RootCommand("Trains a neural network on the MNIST digits, evaluates it, saves it, loads it and predicts with it.");
        foreach (Option option in options)
        {
            Command.Add(option);
        }
    }

    public RootCommand Command { get; }

    /// <summary>The options by the names that the trainers have for them.</summary>
    public IEnumerable<(string Name, Option Option)> OptionNames =>
        [.. _network.OptionNames, (nameof(NeuralTrainerOptions.Iterations), _iterations)];

    /// <summary>Converts the parsed command line to the sample's options.</summary>
    /// <exception cref="ArgumentException">A value is out of range; the message names the option and the accepted range.</exception>
    public DigitsOptions Read(ParseResult result)
    {
        NeuralTrainerOptions architecture = result.GetValue(_model) == "softmax" ? ReadSoftmax(result) : _network.ReadArchitecture(result);
        return new DigitsOptions
        {
            Trainer = _network.ReadTraining(result, architecture) with { Iterations = result.GetValue(_iterations) },
            DataPath = result.GetValue(_data),
            ModelFile = result.GetValue(_save) ?? DigitsOptions.DefaultModelFile,
            JsonFile = result.GetValue(_json),
        };
    }

    private SoftmaxRegressionOptions ReadSoftmax(ParseResult result) =>
        _network.ArchitectureOptions.FirstOrDefault(option => result.GetResult(option) is { Implicit: false }) is { } option
            ? throw new ArgumentException($"{option.Name} needs --model mlp; softmax has no hidden layers.")
            : new SoftmaxRegressionOptions();
}
