using MLNetDeep.Trainers;

namespace MLNetDeep.Samples.Digits;

/// <summary>The options from the command line.</summary>
internal sealed record DigitsOptions
{
    public const string DefaultModelFile = "digits.zip";

    /// <summary>The learning rate of TensorFlow's first tutorial for the digits.</summary>
    public const double TutorialLearningRate = 0.5;

    /// <summary>The batch size of that tutorial.</summary>
    public const int TutorialBatchSize = 100;

    public static readonly NetworkDefaults Defaults =
        new(MultilayerPerceptronOptions.DefaultHiddenUnits, Dropout: 0.2, NeuralTrainerOptions.DefaultEpochs);

    /// <summary>Options for the multilayer perceptron or softmax regression trainer.</summary>
    public required NeuralTrainerOptions Trainer { get; init; }

    /// <summary>The folder with the MNIST files, or mnist.npz; null to search for data/mnist.</summary>
    public string? DataPath { get; init; }

    public string ModelFile { get; init; } = DefaultModelFile;

    /// <summary>Where the state of the training is saved; null for nowhere.</summary>
    public CheckpointOptions? Checkpoint { get; init; }

    public string? JsonFile { get; init; }

    /// <summary>The web pages that the run makes.</summary>
    public PageOptions Pages { get; init; } = new();

    /// <summary>The HTML file that receives the states after 0, 1, 10 and 1,000 iterations; null for none.</summary>
    public string? StoryFile { get; init; }
}
