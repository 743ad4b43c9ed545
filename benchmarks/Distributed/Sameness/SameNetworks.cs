using MLNetDeep.Neural;
using MLNetDeep.Peers;

namespace MLNetDeep.Benchmarks.Distributed.Sameness;

/// <summary>The networks that are trained on one and on several ranks, smooth ones and ones with kinks.</summary>
internal static class SameNetworks
{
    private static readonly OptimizerSpec s_momentum = new Sgd(0.1, momentum: 0.9);

    /// <summary>The networks and their optimizers. All of them classify digits.</summary>
    public static readonly IReadOnlyDictionary<string, (Func<NetworkSpec> Create, OptimizerSpec Optimizer)> All =
        new Dictionary<string, (Func<NetworkSpec>, OptimizerSpec)>
        {
            ["LSTM, dropout"] = (Rows, new Adam()),
            ["convolutions, tanh, average pooling, batch normalization, dropout"] = (
                () => Blocks(Activation.Tanh, new AveragePooling2D(2)), s_momentum),
            ["dense, ReLU, dropout (the quickstart)"] = (Networks.Quickstart, new Adam()),
            ["dense, ReLU, batch normalization, dropout"] = (Dense, new Adam()),
            ["conv-mnist, ReLU, max pooling, batch normalization, dropout"] = (Pictures, new Adam()),
            ["convolutions, ReLU, max pooling, batch normalization, dropout"] = (
                () => Blocks(Activation.Relu, new MaxPooling2D(2)), s_momentum),
        };

    // A digit is read row by row.
    private static NetworkSpec Rows() => new([28, 28], [new LSTM(32, dropout: 0.2), new Dropout(0.2), new Dense(10, Activation.Softmax)]);

    private static NetworkSpec Dense() => new(
        [Digits.PixelCount],
        [
            new Dense(128), new BatchNormalization(), new ActivationLayer(Activation.Relu), new Dropout(0.2),
            new Dense(64), new BatchNormalization(), new ActivationLayer(Activation.Relu), new Dropout(0.2),
            new Dense(10, Activation.Softmax),
        ]);

    // The network conv-mnist with batch normalization after each convolution, and dropout.
    private static NetworkSpec Pictures() => new(
        [28, 28, 1],
        [
            new Conv2D(32, 3), new BatchNormalization(), new ActivationLayer(Activation.Relu), new MaxPooling2D(2),
            new Conv2D(64, 3), new BatchNormalization(), new ActivationLayer(Activation.Relu), new MaxPooling2D(2),
            new Flatten(), new Dense(128, Activation.Relu), new Dropout(0.5), new Dense(10, Activation.Softmax),
        ]);

    private static NetworkSpec Blocks(Activation activation, LayerSpec pooling) => new(
        [28, 28, 1],
        [
            new Conv2D(8, 3, activation: activation), new BatchNormalization(), pooling, new SpatialDropout2D(0.2),
            new Residual([new Conv2D(8, 3, padding: Padding.Same), new BatchNormalization()], activation), pooling,
            new Flatten(), new Dense(32, activation), new Dropout(0.3), new Dense(10, Activation.Softmax),
        ]);
}
