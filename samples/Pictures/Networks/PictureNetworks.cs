using System.Collections.Immutable;
using MLNetDeep.Neural;

namespace MLNetDeep.Samples.Pictures;

/// <summary>Creates the sample's networks.</summary>
internal static class PictureNetworks
{
    // The number of channels in the first stage of the residual network.
    private const int StageChannels = 24;

    // With Keras's default, 0.99, moving averages follow too slowly in a training of few epochs.
    private const double NormalizationMomentum = 0.9;

    /// <summary>Creates a network for pictures.</summary>
    /// <param name="kind">The kind of network.</param>
    /// <param name="dataSet">The data set, which determines the layers of the multilayer perceptron and the convolutional network.</param>
    /// <param name="shape">The shape of a picture: [height, width, channels].</param>
    /// <param name="classes">The number of classes.</param>
    public static NetworkSpec Create(NetworkKind kind, DataSet dataSet, ImmutableArray<int> shape, int classes)
    {
        ImmutableArray<LayerSpec> layers = kind switch
        {
            NetworkKind.Mlp => Perceptron(dataSet),
            NetworkKind.Conv => shape[0] >= 32 ? Convolutional() : dataSet == DataSet.Fashion ? Fashion() : SmallConvolutional(),
            _ => Residual(),
        };
        return new NetworkSpec(shape, [.. layers, new Dense(classes, Activation.Softmax)]);
    }

    // The perceptron of the CIFAR-10 tutorial has two small hidden layers.
    private static ImmutableArray<LayerSpec> Perceptron(DataSet dataSet) => dataSet is DataSet.Cifar10 or DataSet.Folder
        ? [new Flatten(), new Dense(30, Activation.Relu), new Dense(30, Activation.Relu)]
        : [new Flatten(), new Dense(128, Activation.Relu), new Dropout(0.2)];

    // The network of Keras's example for MNIST.
    private static ImmutableArray<LayerSpec> SmallConvolutional() =>
    [
        new Conv2D(32, 3, activation: Activation.Relu),
        new MaxPooling2D(2),
        new Conv2D(64, 3, activation: Activation.Relu),
        new MaxPooling2D(2),
        new Flatten(),
        new Dropout(0.5),
    ];

    // Clothes have more detail than digits: a hidden layer after the convolutions.
    private static ImmutableArray<LayerSpec> Fashion() =>
    [
        new Conv2D(32, 3, activation: Activation.Relu),
        new MaxPooling2D(2),
        new Conv2D(64, 3, activation: Activation.Relu),
        new MaxPooling2D(2),
        new Flatten(),
        new Dropout(0.25),
        new Dense(128, Activation.Relu),
        new Dropout(0.5),
    ];

    // The network of TensorFlow's tutorial for CIFAR-10.
    private static ImmutableArray<LayerSpec> Convolutional() =>
    [
        new Conv2D(32, 3, activation: Activation.Relu),
        new MaxPooling2D(2),
        new Conv2D(64, 3, activation: Activation.Relu),
        new MaxPooling2D(2),
        new Conv2D(64, 3, activation: Activation.Relu),
        new Flatten(),
        new Dense(64, Activation.Relu),
    ];

    // Three stages; the pooling between them halves height and width, and each doubles the channels.
    private static ImmutableArray<LayerSpec> Residual() =>
    [
        .. Convolution(StageChannels),
        new MaxPooling2D(2),
        .. Convolution(2 * StageChannels),
        Block(2 * StageChannels),
        new MaxPooling2D(2),
        .. Convolution(4 * StageChannels),
        Block(4 * StageChannels),
        new GlobalAveragePooling2D(),
    ];

    // x + a convolution of a convolution of x, then ReLU.
    private static Residual Block(int channels) => new([.. Convolution(channels), .. Normalized(channels)], Activation.Relu);

    private static LayerSpec[] Convolution(int channels) => [.. Normalized(channels), new ActivationLayer(Activation.Relu)];

    // The convolution needs no bias, since the batch normalization adds an offset.
    private static LayerSpec[] Normalized(int channels) =>
        [new Conv2D(channels, 3, padding: Padding.Same, useBias: false), new BatchNormalization(NormalizationMomentum)];
}
