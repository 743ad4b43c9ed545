using MLNetDeep.Trainers;

namespace MLNetDeep.Samples.Digits;

/// <summary>The options of a run: the trainer, the data and the output files.</summary>
internal sealed record DigitsOptions
{
    public const string DefaultModelFile = "digits.zip";

    public static readonly NetworkDefaults Defaults =
        new(MultilayerPerceptronOptions.DefaultHiddenUnits, Dropout: 0.2, NeuralTrainerOptions.DefaultEpochs);

    /// <summary>The trainer's options: of a multilayer perceptron or of softmax regression.</summary>
    public required NeuralTrainerOptions Trainer { get; init; }

    /// <summary>The folder of the data; null to search for data/mnist.</summary>
    public string? DataFolder { get; init; }

    public string ModelFile { get; init; } = DefaultModelFile;

    public string? JsonFile { get; init; }
}
