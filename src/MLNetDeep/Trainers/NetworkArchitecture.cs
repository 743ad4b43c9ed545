using System.Collections.Immutable;
using MLNetDeep.Neural;

namespace MLNetDeep.Trainers;

/// <summary>Creates the network once the numbers of features and outputs are known.</summary>
internal sealed class NetworkArchitecture
{
    private readonly Func<int, int, NetworkSpec> _create;

    private NetworkArchitecture(Func<int, int, NetworkSpec> create) => _create = create;

    public NetworkSpec For(int features, int outputs) => _create(features, outputs);

    /// <summary>One dense layer, with weights that start at zero.</summary>
    public static NetworkArchitecture OneLayer(Activation output) =>
        new((features, outputs) => new NetworkSpec([features], [new Dense(outputs, output, kernelInitializer: Initializer.Zeros)]));

    /// <summary>Dense hidden layers, each followed by dropout if the rate is above 0, then a dense output layer.</summary>
    public static NetworkArchitecture Perceptron(MultilayerPerceptronOptions options, Activation output)
    {
        ArgumentNullException.ThrowIfNull(options);
        ImmutableArray<LayerSpec>.Builder hidden = ImmutableArray.CreateBuilder<LayerSpec>();
        foreach (int units in options.HiddenUnits)
        {
            hidden.Add(new Dense(units, options.Activation, kernelRegularizer: options.KernelRegularizer));
            if (options.DropoutRate > 0)
            {
                hidden.Add(new Dropout(options.DropoutRate));
            }
        }

        return new((features, outputs) => new NetworkSpec(
            [features], [.. hidden, new Dense(outputs, output, kernelRegularizer: options.KernelRegularizer)]));
    }

    /// <summary>A complete network from the caller. Its sizes are checked against the columns when training starts.</summary>
    public static NetworkArchitecture FromSpec(NetworkSpec network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return new((features, outputs) => network.InputSize == features
            ? WithOutputs(network, outputs)
            : throw new InvalidOperationException(
                $"The network takes {network.InputSize} values, but there are {features} features. Without an input shape, layers alone take "
                + "as many values as there are features."));
    }

    /// <summary>Layers from the caller. The number of inputs is the number of features.</summary>
    public static NetworkArchitecture FromLayers(IReadOnlyList<LayerSpec> layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        ImmutableArray<LayerSpec> copy = [.. layers];
        return copy.IsEmpty || copy.Contains(null!)
            ? throw new ArgumentException($"{nameof(layers)} is empty or has a null; accepted: one layer or more.", nameof(layers))
            : new((features, outputs) => WithOutputs(new NetworkSpec([features], copy), outputs));
    }

    private static NetworkSpec WithOutputs(NetworkSpec network, int outputs) => network.OutputSize == outputs
        ? network
        : throw new InvalidOperationException(
            $"The network outputs {network.OutputSize} values, but the label needs {outputs}: give the last layer {outputs} units.");
}
