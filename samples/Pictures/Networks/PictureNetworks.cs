using System.Collections.Immutable;
using MLNetDeep.Neural;

namespace MLNetDeep.Samples.Pictures;

/// <summary>The layers of the sample's networks, without the output layer.</summary>
internal static class PictureNetworks
{
    // A residual network has a block for each of these. All but the first halve height and width.
    private static readonly ImmutableArray<int> s_stageChannels = [16, 32, 64];

    /// <summary>Creates a network for pictures.</summary>
    /// <param name="kind">The kind of network.</param>
    /// <param name="dataSet">The data set, for which the multilayer perceptron and the convolutional network differ.</param>
    /// <param name="shape">The shape of a picture: [height, width, channels].</param>
    /// <param name="classes">The number of classes.</param>
    public static NetworkSpec Create(NetworkKind kind, DataSet dataSet, ImmutableArray<int> shape, int classes)
    {
        ImmutableArray<LayerSpec> layers = kind switch
        {
            NetworkKind.Mlp => Perceptron(dataSet),
            NetworkKind.Conv => shape[0] < 32 ? SmallConvolutional() : Convolutional(),
            _ => Residual(),
        };
        return new NetworkSpec(shape, [.. layers, new Dense(classes, Activation.Softmax)]);
    }

    // The perceptron of the CIFAR-10 tutorial has two small hidden layers.
    private static ImmutableArray<LayerSpec> Perceptron(DataSet dataSet) => dataSet == DataSet.Cifar10
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

    private static ImmutableArray<LayerSpec> Residual()
    {
        List<LayerSpec> layers = [.. Convolution(s_stageChannels[0], stride: 1), new ActivationLayer(Activation.Relu)];
        int channels = s_stageChannels[0];
        foreach (int next in s_stageChannels)
        {
            layers.Add(Block(channels, next));
            channels = next;
        }

        layers.Add(new GlobalAveragePooling2D());
        return [.. layers];
    }

    // A block whose number of channels changes halves height and width, and so does its shortcut.
    private static Residual Block(int channels, int next)
    {
        int stride = channels == next ? 1 : 2;
        return new Residual(
            [.. Convolution(next, stride), new ActivationLayer(Activation.Relu), .. Convolution(next, stride: 1)],
            Activation.Relu,
            stride == 1 ? [] : [new Conv2D(next, 1, strides: stride, useBias: false), new BatchNormalization()]);
    }

    // The offset of the batch normalization makes a bias of the convolution needless.
    private static LayerSpec[] Convolution(int channels, int stride) =>
    [
        new Conv2D(channels, 3, strides: stride, padding: Padding.Same, useBias: false, kernelInitializer: Initializer.HeNormal),
        new BatchNormalization(),
    ];
}
