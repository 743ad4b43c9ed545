using System.Collections.Immutable;
using MLNetDeep.Neural;

namespace MLNetDeep.Trainers;

/// <summary>The network for a number of features and a number of outputs.</summary>
internal sealed class NetworkArchitecture
{
    private readonly Func<int, int, NetworkSpec> _make;

    private NetworkArchitecture(Func<int, int, NetworkSpec> make) => _make = make;

    public NetworkSpec For(int features, int outputs) => _make(features, outputs);

    /// <summary>One dense layer, from zero weights.</summary>
    public static NetworkArchitecture OneLayer(Activation output) =>
        new((features, outputs) => new NetworkSpec([features], [new Dense(outputs, output, kernelInitializer: Initializer.Zeros)]));

    /// <summary>Hidden layers, each with its dropout, then a dense layer.</summary>
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

    /// <summary>A network that is given whole. It must fit the columns, which is known only when there are data.</summary>
    public static NetworkArchitecture Given(NetworkSpec network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return new((features, outputs) =>
        {
            if (network.InputSize != features)
            {
                throw new InvalidOperationException($"The network takes {network.InputSize} values, but there are {features} features.");
            }

            if (network.OutputSize != outputs)
            {
                throw new InvalidOperationException($"The network gives {network.OutputSize} values, but the label needs {outputs}.");
            }

            return network;
        });
    }
}
