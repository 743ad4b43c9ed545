using System.Collections.Immutable;
using MLNetDeep.Neural;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Trainers;

/// <summary>Creates the network once the shape of the features and the number of outputs are known.</summary>
internal sealed class NetworkArchitecture
{
    private readonly Func<FeatureShape, int, NetworkSpec> _create;

    private NetworkArchitecture(Func<FeatureShape, int, NetworkSpec> create, FeatureKind inputKind = FeatureKind.Numbers)
    {
        _create = create;
        InputKind = inputKind;
    }

    private NetworkArchitecture(Func<int, int, NetworkSpec> create, FeatureKind inputKind = FeatureKind.Numbers)
        : this((shape, outputs) => create(shape.Size, outputs), inputKind)
    {
    }

    /// <summary>Whether the network takes numbers or indices.</summary>
    public FeatureKind InputKind { get; }

    /// <summary>Creates the network.</summary>
    /// <param name="featureShape">The shape of the feature column's vectors; its size is 0 if it varies.</param>
    /// <param name="outputs">The number of outputs that the label needs.</param>
    public NetworkSpec For(FeatureShape featureShape, int outputs) => _create(featureShape, outputs);

    /// <summary>A network that depends on the dimensions of the features.</summary>
    /// <param name="create">Creates the network from them and the number of outputs.</param>
    public static NetworkArchitecture FromShapes(Func<ImmutableArray<int>, int, NetworkSpec> create) =>
        new((FeatureShape shape, int outputs) => create(shape.Dimensions, outputs));

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

    /// <summary>Blocks of a convolution and a pooling, dense hidden layers, and a dense output layer.</summary>
    public static NetworkArchitecture Convolutional(ConvolutionalNetworkOptions options, Activation output)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.InputShape.IsEmpty)
        {
            return new((FeatureShape shape, int outputs) => FirstAccepted(
                shape, options.CreateLayers(outputs, output), $"set {nameof(options.InputShape)} to its height, width and channels"));
        }

        return options.InputShape.Length == 3
            ? new((features, outputs) =>
                CheckSize(new NetworkSpec(options.InputShape, options.CreateLayers(outputs, output)), features, nameof(options.InputShape)))
            : throw new ArgumentException(
                $"{nameof(options.InputShape)} has {options.InputShape.Length} numbers; accepted: height, width and channels.", nameof(options));
    }

    /// <summary>An embedding, a layer that reads the sequence, and a dense output layer.</summary>
    public static NetworkArchitecture Sequence(SequenceNetworkOptions options, Activation output)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        return new((FeatureShape shape, int outputs) => SequenceArchitecture.Create(options, shape, outputs, output), FeatureKind.Indices);
    }

    /// <summary>A complete network from the caller. Its sizes are checked against the columns when training starts.</summary>
    public static NetworkArchitecture FromSpec(NetworkSpec network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return network.InputKind == FeatureKind.Indices
            ? new((FeatureShape _, int outputs) => WithOutputs(network, outputs), FeatureKind.Indices)
            : new((FeatureShape shape, int outputs) => network.InputSize == shape.Size
            ? WithOutputs(network, outputs)
            : throw new InvalidOperationException(
                $"The network takes {Describe(network.InputShape)} values, but there are {Describe(shape.Dimensions)} features. Without an input "
                + "shape, layers alone take as many values as there are features."));
    }

    /// <summary>Layers from the caller. They take a flat row if they can; otherwise a row has the shape that the column's type gives.</summary>
    public static NetworkArchitecture FromLayers(IReadOnlyList<LayerSpec> layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        ImmutableArray<LayerSpec> copy = [.. layers];
        return copy.IsEmpty || copy.Contains(null!)
            ? throw new ArgumentException($"{nameof(layers)} is empty or has a null; accepted: one layer or more.", nameof(layers))
            : copy[0].InputKind == FeatureKind.Indices
            ? new((features, outputs) => WithOutputs(new NetworkSpec([CheckLength(features)], copy), outputs), FeatureKind.Indices)
            : new((FeatureShape shape, int outputs) => WithOutputs(
                FirstAccepted(shape, copy, "pass a NetworkSpec, such as new NetworkSpec([28, 28, 1], layers)"), outputs));
    }

    // The cure says how to give the shape of a picture or a sequence if the column has only one dimension.
    private static NetworkSpec FirstAccepted(FeatureShape shape, ImmutableArray<LayerSpec> layers, string cure)
    {
        ArgumentException? refusal = null;
        foreach (ImmutableArray<int> rowShape in shape.RowShapes())
        {
            try
            {
                return new NetworkSpec(rowShape, layers);
            }
            catch (ArgumentException e)
            {
                refusal = e;
            }
        }

        throw shape.Dimensions.Length > 1 ? refusal! : new ArgumentException(
            $"{refusal!.MessageWithoutParameter()} The type of the column does not say the shape of a row, since it has one dimension: {cure}.", refusal);
    }

    // For a picture the dimensions and their product, otherwise the number alone.
    private static string Describe(ImmutableArray<int> shape)
    {
        int size = shape.Aggregate(1, (product, dimension) => product * dimension);
        return shape.Length > 1 ? $"{string.Join(" x ", shape)} = {size}" : $"{size}";
    }

    private static NetworkSpec CheckSize(NetworkSpec network, int features, string option) => network.InputSize == features
        ? network
        : throw new InvalidOperationException(
            $"{option} has {network.InputSize} values ({string.Join(" x ", network.InputShape)}), but there are {features} features.");

    private static int CheckLength(int features) => features > 0
        ? features
        : throw new InvalidOperationException(
            "The sequences of the feature column vary in length, and layers alone do not say how long the longest may be. Pass a NetworkSpec "
            + "with an input shape, such as new NetworkSpec([400], layers), or give all sequences one length, as WordIndicesOptions.Length does.");

    private static NetworkSpec WithOutputs(NetworkSpec network, int outputs) => network.OutputSize == outputs
        ? network
        : throw new InvalidOperationException(
            $"The network outputs {network.OutputSize} values, but the label needs {outputs}: give the last layer {outputs} units.");
}
