using MLNetDeep.Neural;
using MLNetDeep.Trainers;

namespace MLNetDeep.Samples.Pictures;

/// <summary>The defaults for the training of the sample's networks.</summary>
internal static class TrainingDefaults
{
    /// <summary>The number of passes over the training pictures.</summary>
    public const int Epochs = 10;

    /// <summary>The number of pictures per mini-batch for multilayer perceptrons, and for convolutions on CIFAR-10 and folders.</summary>
    public const int BatchSize = 32;

    /// <summary>The number of pictures per mini-batch for convolutions on Fashion-MNIST.</summary>
    public const int FashionBatchSize = 64;

    /// <summary>The number of pictures per mini-batch for convolutions on digits and letters, and for the residual network.</summary>
    public const int LargeBatchSize = 128;

    /// <summary>The highest learning rate in the training of the convolutional network.</summary>
    public const double ConvolutionalLearningRate = 2e-3;

    /// <summary>The highest learning rate in the training of the residual network.</summary>
    public const double ResidualLearningRate = 5e-3;

    /// <summary>Returns the options of the trainer.</summary>
    /// <param name="network">The kind of network.</param>
    /// <param name="dataSet">The data set.</param>
    /// <param name="epochs">The number of epochs; null for the default.</param>
    /// <param name="learningRate">The learning rate; null for the default.</param>
    /// <remarks>
    /// Pixels are numbers from 0 to 1. For multilayer perceptrons they are also standardized: otherwise many ReLU units of the tutorial's
    /// small hidden layers are dead, 0 for every picture.
    /// </remarks>
    public static NeuralNetworkOptions For(NetworkKind network, DataSet dataSet, int? epochs, double? learningRate)
    {
        bool isScene = dataSet is DataSet.Cifar10 or DataSet.Folder;
        NeuralNetworkOptions options = new()
        {
            Optimizer = new Adam(learningRate ?? Adam.DefaultLearningRate),
            Epochs = epochs ?? Epochs,
            BatchSize = network == NetworkKind.Mlp || isScene ? BatchSize : dataSet == DataSet.Fashion ? FashionBatchSize : LargeBatchSize,
            StandardizeFeatures = network == NetworkKind.Mlp,
        };
        return network switch
        {
            NetworkKind.Conv => WithCycle(options, learningRate ?? ConvolutionalLearningRate),
            NetworkKind.ResNet => WithCycle(options, learningRate ?? ResidualLearningRate) with
            {
                BatchSize = LargeBatchSize,

                // A mirrored photograph shows the same class; a mirrored digit or letter does not.
                Augmentation = new PictureAugmentation
                {
                    HorizontalFlip = isScene,
                    HorizontalShift = isScene ? 4 : 2,
                    VerticalShift = isScene ? 4 : 2,
                },
            },
            _ => options,
        };
    }

    // The learning rate rises in the first epochs and then falls. The first and the last step of the cycle are left out: with their rates
    // near 0, an epoch would learn next to nothing.
    private static NeuralNetworkOptions WithCycle(NeuralNetworkOptions options, double learningRate)
    {
        OneCycle cycle = new(learningRate, options.Epochs!.Value + 2L);
        return options with
        {
            Optimizer = new Adam(learningRate),
            Callbacks = [new LearningRateScheduler((epoch, _) => cycle.At(epoch))],
        };
    }
}
