using System.Collections.Immutable;
using System.Text;
using MLNetDeep.Neural;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Trainers;

/// <summary>
/// Options for the convolutional network trainer: blocks of a convolution and a maximum pooling, then dense hidden layers with dropout, and an
/// output layer.
/// </summary>
public sealed record ConvolutionalNetworkOptions : NeuralTrainerOptions
{
    /// <summary>The default of <see cref="KernelSize"/>.</summary>
    public const int DefaultKernelSize = 3;

    /// <summary>The default of <see cref="PoolSize"/>.</summary>
    public const int DefaultPoolSize = 2;

    /// <summary>The default of <see cref="DropoutRate"/>.</summary>
    public const double DefaultDropoutRate = 0;

    private readonly ValueArray<int> _inputShape;
    private readonly ValueArray<int> _filters = new([32, 64]);
    private readonly ValueArray<int> _denseUnits = new([128]);

    /// <summary>
    /// The shape of a picture: [height, width, channels]. Default empty: as the dimensions of the feature column say; two are height and width.
    /// Needed if the column has one dimension, as after FlattenImage.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public ImmutableArray<int> InputShape
    {
        get => _inputShape.Items;
        init => _inputShape = new(Guard.AllPositive(value));
    }

    /// <summary>The number of filters of each block's convolution, starting at the input; each at least 1. Default: 32, then 64.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public ImmutableArray<int> Filters
    {
        get => _filters.Items;
        init => _filters = new(Guard.AllPositive(value) is { Length: > 0 } filters
            ? filters
            : throw new ArgumentException("Filters is empty; accepted: one number or more.", nameof(Filters)));
    }

    /// <summary>The height and width of the kernels. Default 3 x 3.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public Size2D KernelSize { get; init => field = Guard.Positive(value, nameof(KernelSize)); } = DefaultKernelSize;

    /// <summary>What a window meets at the edges of the picture. Default <see cref="Padding.Same"/>: only pooling makes pictures smaller, so that
    /// small pictures are accepted.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is neither Same nor Valid.</exception>
    public Padding Padding
    {
        get;
        init => field = Guard.Accept(value is Padding.Same or Padding.Valid, value, nameof(Padding), "Same or Valid");
    } = Padding.Same;

    /// <summary>The height and width of the maximum pooling at the end of each block; 1 for none. Default 2 x 2.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public Size2D PoolSize { get; init => field = Guard.Positive(value, nameof(PoolSize)); } = DefaultPoolSize;

    /// <summary>
    /// Whether each convolution, which then has no bias, is followed by batch normalization before its activation. Default false.
    /// </summary>
    public bool BatchNormalization { get; init; }

    /// <summary>The number of units of each dense hidden layer, each at least 1; may be empty. Default: one layer of 128.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public ImmutableArray<int> DenseUnits
    {
        get => _denseUnits.Items;
        init => _denseUnits = new(Guard.AllPositive(value));
    }

    /// <summary>The activation of the convolutions and the dense hidden layers. Default ReLU.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public Activation Activation { get; init => field = value ?? throw new ArgumentNullException(nameof(Activation)); } = Activation.Relu;

    /// <summary>
    /// The fraction of values that dropout sets to zero during training, before each dense layer, the output layer too; in [0, 1). Default 0:
    /// no dropout.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in [0, 1).</exception>
    public double DropoutRate { get; init => field = Guard.ShareBelowOne(value); } = DefaultDropoutRate;

    /// <summary>The penalty on the weights of every layer, including the output layer, but not on biases. Default null: none.</summary>
    public Regularizer? KernelRegularizer { get; init; }

    /// <inheritdoc/>
    protected override bool PrintMembers(StringBuilder builder)
    {
        base.PrintMembers(builder);
        builder.Append(", ");
        return RecordText.Append(builder, this);
    }

    /// <summary>Creates the options for the trainer overloads without an options parameter.</summary>
    internal static ConvolutionalNetworkOptions Create(string labelColumnName, string featureColumnName, int[]? filters, int? epochs)
    {
        ConvolutionalNetworkOptions options = new() { LabelColumnName = labelColumnName, FeatureColumnName = featureColumnName, Epochs = epochs };
        return filters is null ? options : options with { Filters = [.. filters] };
    }

    /// <summary>Creates the layers.</summary>
    /// <param name="outputs">The number of outputs.</param>
    /// <param name="output">The activation of the output layer.</param>
    internal ImmutableArray<LayerSpec> CreateLayers(int outputs, Activation output)
    {
        ImmutableArray<LayerSpec>.Builder layers = ImmutableArray.CreateBuilder<LayerSpec>();
        foreach (int filters in Filters)
        {
            AddBlock(layers, filters);
        }

        layers.Add(new Flatten());
        foreach (int units in DenseUnits)
        {
            AddDropout(layers);
            layers.Add(new Dense(units, Activation, kernelRegularizer: KernelRegularizer));
        }

        AddDropout(layers);
        layers.Add(new Dense(outputs, output, kernelRegularizer: KernelRegularizer));
        return layers.ToImmutable();
    }

    private void AddBlock(ImmutableArray<LayerSpec>.Builder layers, int filters)
    {
        if (BatchNormalization)
        {
            layers.Add(new Conv2D(filters, KernelSize, padding: Padding, useBias: false, kernelRegularizer: KernelRegularizer));
            layers.Add(new BatchNormalization());
            layers.Add(new ActivationLayer(Activation));
        }
        else
        {
            layers.Add(new Conv2D(filters, KernelSize, padding: Padding, activation: Activation, kernelRegularizer: KernelRegularizer));
        }

        if (PoolSize != new Size2D(1, 1))
        {
            layers.Add(new MaxPooling2D(PoolSize));
        }
    }

    private void AddDropout(ImmutableArray<LayerSpec>.Builder layers)
    {
        if (DropoutRate > 0)
        {
            layers.Add(new Dropout(DropoutRate));
        }
    }
}
