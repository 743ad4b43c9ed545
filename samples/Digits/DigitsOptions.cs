using MLNetDeep.Trainers;

namespace MLNetDeep.Samples.Digits;

/// <summary>The options from the command line.</summary>
internal sealed record DigitsOptions
{
    public const string DefaultModelFile = "digits.zip";

    public static readonly NetworkDefaults Defaults =
        new(MultilayerPerceptronOptions.DefaultHiddenUnits, Dropout: 0.2, NeuralTrainerOptions.DefaultEpochs);

    /// <summary>Options for the multilayer perceptron or softmax regression trainer.</summary>
    public required NeuralTrainerOptions Trainer { get; init; }

    /// <summary>The folder with the MNIST files, or mnist.npz; null to search for data/mnist.</summary>
    public string? DataPath { get; init; }

    public string ModelFile { get; init; } = DefaultModelFile;

    public string? JsonFile { get; init; }
}
