using MLNetDeep.Neural;

namespace MLNetDeep.Hosting.Tests.Dashboard;

/// <summary>Data and networks for short trainings.</summary>
internal static class Trainings
{
    public const int Epochs = 6;
    public const int BatchesPerEpoch = 10;

    /// <summary>Random rows with random classes: a network learns the training rows by heart, and its validation loss rises.</summary>
    public static TrainingData Noise { get; } = CreateNoise(seed: 1, rows: 200);

    public static TrainingData ValidationNoise { get; } = CreateNoise(seed: 2, rows: 50);

    /// <summary>Six epochs of ten batches, with validation data.</summary>
    public static FitOptions Options { get; } = new()
    {
        Optimizer = new Adam(0.02), BatchSize = 20, Epochs = Epochs, ValidationData = ValidationNoise, Threads = 1,
    };

    public static Network CreateNetwork() =>
        new(new NetworkSpec([4], [new Dense(32, Activation.Relu), new BatchNormalization(), new Dense(3, Activation.Softmax)]), seed: 1);

    /// <summary>Trains on a thread of its own, as a program's main thread does.</summary>
    public static Task<TrainingHistory> FitAsync(Network network, FitOptions options, IProgress<TrainingProgress>? progress = null) =>
        Task.Factory.StartNew(() => network.Fit(Noise, options, progress), TaskCreationOptions.LongRunning);

    private static TrainingData CreateNoise(int seed, int rows)
    {
        Random random = new(seed);
        float[] values = [.. Enumerable.Range(0, 4 * rows).Select(_ => (2 * random.NextSingle()) - 1)];
        return new TrainingData(new DenseFeatures(values, 4), Enumerable.Range(0, rows).Select(_ => random.Next(3)).ToArray());
    }
}
