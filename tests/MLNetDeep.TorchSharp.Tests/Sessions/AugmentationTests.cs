using MLNetDeep.Neural;

namespace MLNetDeep.TorchSharp.Tests;

/// <summary>Both backends train on the same changed pictures.</summary>
public class AugmentationTests
{
    private const int Size = 4 * 5 * 2;

    private static readonly TorchBackend s_cpu = TorchBackend.Cpu(1);

    // As on CUDA: features are kept on the device, and results are read later. The kept pictures must not be used for steps.
    private static readonly TorchBackend s_likeCuda = s_cpu with { ResultDelay = 3, KeepsFeatures = true };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Weights_and_losses_are_those_of_the_CPU_backend(bool likeCuda)
    {
        byte[] pixels = [.. Enumerable.Range(0, 60 * Size).Select(i => (byte)(i * 7919 >> 3))];
        TrainingData data = new(new ByteFeatures(pixels, Size), Enumerable.Range(0, 60).Select(row => row % 3).ToArray());
        FitOptions options = new()
        {
            Epochs = 4, BatchSize = 8, Seed = 2, Optimizer = new Sgd(0.05), ValidationData = data,
            Augmentation = new() { HorizontalFlip = true, Rotation = 20, HorizontalShift = 2, Brightness = 0.3, Contrast = 0.3, Cutout = 2 },
        };
        NetworkSpec spec = new([4, 5, 2], [new Flatten(), new Dense(8, Activation.Tanh), new Dense(3, Activation.Softmax)]);
        Network expected = new(spec, seed: 1), actual = new(spec, seed: 1);
        TrainingHistory expectedHistory = expected.Fit(data, options);
        TrainingHistory history = actual.Fit(data, options with { Backend = likeCuda ? s_likeCuda : s_cpu });
        foreach ((NamedTensor first, NamedTensor second) in expected.GetWeights().Zip(actual.GetWeights()))
        {
            float largest = first.Values.Max(Math.Abs);
            Assert.All(first.Values.Zip(second.Values), pair => Assert.Equal(pair.First, pair.Second, 1e-5 * largest));
        }

        foreach ((EpochResult first, EpochResult second) in expectedHistory.Epochs.Zip(history.Epochs))
        {
            Assert.Equal(first.Training.Loss, second.Training.Loss, 1e-5);
            Assert.Equal(first.Validation!.Value.Loss, second.Validation!.Value.Loss, 1e-5);
        }
    }
}
