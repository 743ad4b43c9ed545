using MLNetDeep.Trainers;

namespace MLNetDeep.Samples.Digits;

/// <summary>What to train, and where from and to.</summary>
internal sealed record DigitsOptions
{
    public const string DefaultModelFile = "digits.zip";

    public static readonly NetworkDefaults Defaults = new(MultilayerPerceptronOptions.DefaultHiddenUnits, Dropout: 0.2, NeuralTrainerOptions.DefaultEpochs);

    /// <summary>The network and its training: a multilayer perceptron or softmax regression.</summary>
    public required NeuralTrainerOptions Trainer { get; init; }

    /// <summary>The folder of the data; null to look for it.</summary>
    public string? DataFolder { get; init; }

    public string ModelFile { get; init; } = DefaultModelFile;

    public string? JsonFile { get; init; }
}
