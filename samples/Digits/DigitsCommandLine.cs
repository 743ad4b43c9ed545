using System.CommandLine;
using MLNetDeep.Neural;
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
    private readonly CheckpointCommandLine _checkpoint = new();
    private readonly PageCommandLine _pages = new("digits");

    private readonly Option<string?> _story = PathOption.ForFile(
        "--story",
        $"Compare the network after 0, 1, 10 and {DigitsStory.LastIteration} mini-batches in this HTML file. Trains for {DigitsStory.LastIteration} "
            + "mini-batches unless --iterations is larger. Without --model, it trains the network of TensorFlow's first tutorial: --model softmax "
            + $"--optimizer sgd --learning-rate {DigitsOptions.TutorialLearningRate} --batch-size {DigitsOptions.TutorialBatchSize}.");

    public DigitsCommandLine()
    {
        Option[] options =
        [
            _model, .. _network.ArchitectureOptions, .. _network.TrainingOptions, _iterations, .. _network.RunOptions, _data, _save,
            .. _checkpoint.Options, _json,
            .. _pages.Options, _story,
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
        string? story = result.GetValue(_story);
        return new DigitsOptions
        {
            Trainer = story is null ? ReadTrainer(result, result.GetValue(_model)!) : ReadStory(result),
            DataPath = result.GetValue(_data),
            ModelFile = result.GetValue(_save) ?? DigitsOptions.DefaultModelFile,
            Checkpoint = _checkpoint.Read(result),
            JsonFile = result.GetValue(_json),
            Pages = _pages.Read(result, hasOtherPage: story is not null),
            StoryFile = story,
        };
    }

    private NeuralTrainerOptions ReadTrainer(ParseResult result, string model)
    {
        NeuralTrainerOptions architecture = model == "softmax" ? ReadSoftmax(result) : _network.ReadArchitecture(result);
        return _network.ReadTraining(result, architecture) with { Iterations = result.GetValue(_iterations) };
    }

    private NeuralTrainerOptions ReadStory(ParseResult result)
    {
        if (_network.IsEpochsSet(result))
        {
            throw new ArgumentException($"--epochs cannot be combined with {_story.Name}; set {_iterations.Name}.");
        }

        int iterations = result.GetValue(_iterations) ?? (int)DigitsStory.LastIteration;
        if (iterations < DigitsStory.LastIteration)
        {
            throw new ArgumentException($"{_iterations.Name} is {iterations}; accepted with {_story.Name}: {DigitsStory.LastIteration} or more.");
        }

        bool isTutorial = !IsSet(result, _model);
        NeuralTrainerOptions trainer = ReadTrainer(result, isTutorial ? "softmax" : result.GetValue(_model)!) with { Iterations = iterations };
        return isTutorial ? _network.WithDefaults(result, trainer, new Sgd(DigitsOptions.TutorialLearningRate), DigitsOptions.TutorialBatchSize) : trainer;
    }

    private SoftmaxRegressionOptions ReadSoftmax(ParseResult result) =>
        _network.ArchitectureOptions.FirstOrDefault(option => IsSet(result, option)) is { } option
            ? throw new ArgumentException($"{option.Name} needs --model mlp; softmax has no hidden layers.")
            : new SoftmaxRegressionOptions();

    private static bool IsSet(ParseResult result, Option option) => result.GetResult(option) is { Implicit: false };
}
