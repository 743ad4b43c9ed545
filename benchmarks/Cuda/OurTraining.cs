using MLNetDeep.Neural;
using MLNetDeep.Peers;

namespace MLNetDeep.Benchmarks.Cuda;

/// <summary>Trains a network of two hidden layers on digits with a backend of MLNetDeep.</summary>
internal sealed class OurTraining(int units, int rows)
{
    private readonly TrainingData _train = Digits.LoadTrainingSet().Slice(0, rows);
    private readonly ByteFeatures _testImages = Digits.LoadTestImages();
    private readonly ReadOnlyMemory<byte> _testLabels = MnistFiles.ReadLabels("t10k");

    /// <summary>Trains a new network.</summary>
    public TrainingRun Run(FitOptions options)
    {
        NetworkSpec spec = new(
            [Digits.PixelCount],
            [new Dense(units, Activation.Relu), new Dense(units, Activation.Relu), new Dense(10, Activation.Softmax)]);
        Network network = new(spec, seed: 1);
        TrainingHistory history = network.Fit(_train, options);
        return new TrainingRun([.. history.Epochs.Select(epoch => epoch.Duration.TotalSeconds)], Accuracy(network));
    }

    private double Accuracy(Network network)
    {
        float[] scores = new float[_testImages.RowCount * network.Spec.OutputSize];
        network.Predict(_testImages, scores);
        int right = 0;
        for (int row = 0; row < _testImages.RowCount; row++)
        {
            ReadOnlySpan<float> probabilities = scores.AsSpan(row * network.Spec.OutputSize, network.Spec.OutputSize);
            right += System.Numerics.Tensors.TensorPrimitives.IndexOfMax(probabilities) == _testLabels.Span[row] ? 1 : 0;
        }

        return (double)right / _testImages.RowCount;
    }
}
