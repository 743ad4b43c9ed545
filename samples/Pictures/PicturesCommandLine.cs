using System.CommandLine;
using MLNetDeep.Neural;
using MLNetDeep.Trainers;

namespace MLNetDeep.Samples.Pictures;

/// <summary>The command-line options of the Pictures sample.</summary>
internal sealed class PicturesCommandLine
{
    private const string FolderName = "folder";

    private readonly Option<string[]> _dataSet = new("--dataset")
    {
        Description = "The pictures: digits, fashion (Fashion-MNIST), cifar10 (binary version), notmnist, or folder DIR. DIR holds the folders train "
            + "and test, each with a folder for each class, or the folders of the classes alone; then a fifth of the pictures, drawn by --seed, "
            + "is for testing. Default: digits.",
        HelpName = "NAME",
        Arity = new ArgumentArity(1, 2),
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string> _network = new Option<string>("--network")
    {
        Description = "The network: mlp has dense layers only (two of 30 units for cifar10 and folder, one of 128 for the others), conv has two or "
            + "three convolutions with pooling (for fashion followed by a dense layer of 128 units), resnet has residual blocks of convolutions and "
            + "varies the pictures in training.",
        DefaultValueFactory = _ => "conv",
    }.AcceptOnlyFromAmong("mlp", "conv", "resnet");

    private readonly Option<string?> _data = PathOption.ForPath(
        "--data",
        "The folder with the files of the data set. Default: data/mnist, data/fashion-mnist, data/cifar10 or data/notmnist in the current folder, the "
            + "program's folder or a parent.",
        "PATH");

    private readonly Option<int> _side = new("--size")
    {
        Description = "The height and width to which the pictures of a folder are resized, in pixels.",
        DefaultValueFactory = _ => PicturesOptions.DefaultSide,
    };

    private readonly Option<int?> _epochs = new("--epochs")
    {
        Description = $"The number of passes over the training pictures. Default: {TrainingDefaults.Epochs}.",
    };

    private readonly Option<int?> _batchSize = new("--batch-size")
    {
        Description = $"The number of pictures per mini-batch. Default: {TrainingDefaults.BatchSize}; {TrainingDefaults.LargeBatchSize} for resnet, and "
            + $"for conv on digits and notmnist; {TrainingDefaults.FashionBatchSize} for conv on fashion.",
    };

    private readonly Option<double?> _learningRate = new("--learning-rate")
    {
        Description = $"The learning rate of Adam, above 0. Default: {Adam.DefaultLearningRate}. For conv and resnet the rate rises to "
            + $"this value and falls again; default {TrainingDefaults.ConvolutionalLearningRate} and {TrainingDefaults.ResidualLearningRate}.",
    };

    private readonly RunCommandLine _run = new("initial weights, order, dropout, variations and splits");
    private readonly Option<string?> _save = PathOption.ForFile("--save", "Save the model to this file. Default: do not save it.");
    private readonly Option<string?> _json = PathOption.ForJsonFile();
    private readonly CheckpointCommandLine _checkpoint = new();
    private readonly PageCommandLine _pages = new("pictures");

    public PicturesCommandLine()
    {
        Option[] options =
        [
            _dataSet, _data, _side, _network, _epochs, _batchSize, _learningRate, _run.Backend, .. _run.Ranks.Options, .. _run.Options, _save,
            .. _checkpoint.Options, _json, .. _pages.Options,
        ];
        Command = new RootCommand("Trains a network to classify pictures, evaluates it and shows its most confident mistakes.");
        foreach (Option option in options)
        {
            Command.Add(option);
        }
    }

    public RootCommand Command { get; }

    /// <summary>The options by the names that the library has for them.</summary>
    public IEnumerable<(string Name, Option Option)> OptionNames =>
    [
        (nameof(NeuralTrainerOptions.Epochs), _epochs),
        (nameof(NeuralTrainerOptions.BatchSize), _batchSize),
        (nameof(OptimizerSpec.LearningRate), _learningRate),
        .. _run.OptionNames,
    ];

    /// <summary>Converts the parsed command line to the sample's options.</summary>
    /// <exception cref="ArgumentException">A value is invalid; the message names the option and the accepted values.</exception>
    public PicturesOptions Read(ParseResult result)
    {
        (DataSet dataSet, string? folder) = ReadDataSet(result.GetValue(_dataSet) ?? []);
        if (result.GetResult(_side) is { Implicit: false } && dataSet != DataSet.Folder)
        {
            throw new ArgumentException($"{_side.Name} needs {_dataSet.Name} {FolderName}; the pictures of the other data sets have one size.");
        }

        if (folder is not null && result.GetValue(_data) is not null)
        {
            throw new ArgumentException($"{_data.Name} is for the other data sets; the folder of the pictures is that of {_dataSet.Name} {FolderName} DIR.");
        }

        NetworkKind network = Enum.Parse<NetworkKind>(result.GetValue(_network)!, ignoreCase: true);
        int side = result.GetValue(_side);
        NeuralNetworkOptions defaults = TrainingDefaults.For(network, dataSet, result.GetValue(_epochs), result.GetValue(_learningRate));
        return new PicturesOptions
        {
            DataSet = dataSet,
            Network = network,
            DataPath = folder ?? result.GetValue(_data),
            Side = side >= PicturesOptions.SmallestSide
                ? side
                : throw new ArgumentException($"{_side.Name} is {side}; accepted: {PicturesOptions.SmallestSide} or more."),
            Trainer = _run.Read(result, defaults with { BatchSize = result.GetValue(_batchSize) ?? defaults.BatchSize }),
            SaveFile = result.GetValue(_save),
            Checkpoint = _checkpoint.Read(result),
            JsonFile = result.GetValue(_json),
            Pages = _pages.Read(result),
        };
    }

    private (DataSet DataSet, string? Folder) ReadDataSet(string[] values) => values switch
    {
        [] or ["digits"] => (DataSet.Digits, null),
        ["fashion"] => (DataSet.Fashion, null),
        ["cifar10"] => (DataSet.Cifar10, null),
        ["notmnist"] => (DataSet.NotMnist, null),
        [FolderName, { Length: > 0 } folder] => (DataSet.Folder, folder),
        _ => throw new ArgumentException(
            $"{_dataSet.Name} is '{string.Join(' ', values)}'; accepted: digits, fashion, cifar10, notmnist, or {FolderName} DIR."),
    };
}
