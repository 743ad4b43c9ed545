using MLNetDeep.Neural;
using MLNetDeep.Trainers;

namespace MLNetDeep.Samples.Digits;

/// <summary>What to train, and where from and to.</summary>
internal sealed record DigitsOptions
{
    /// <summary>The dropout of the default network; with other hidden layers the default is none.</summary>
    public const double DefaultDropout = 0.2;

    public const int DefaultSeed = 0;
    public const string DefaultModelFile = "digits.zip";

    /// <summary>The hidden layers and dropout, or null for softmax regression.</summary>
    public MultilayerPerceptronOptions? Perceptron { get; init; }

    public required OptimizerSpec Optimizer { get; init; }

    public int BatchSize { get; init; } = NeuralTrainerOptions.DefaultBatchSize;

    public int Epochs { get; init; } = NeuralTrainerOptions.DefaultEpochs;

    public int? Iterations { get; init; }

    public int Seed { get; init; } = DefaultSeed;

    public int? Threads { get; init; }

    /// <summary>The folder of the data; null to look for it.</summary>
    public string? DataFolder { get; init; }

    public string ModelFile { get; init; } = DefaultModelFile;

    public string? JsonFile { get; init; }
}
