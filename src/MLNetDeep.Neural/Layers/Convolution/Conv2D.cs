using System.Collections.Immutable;
using System.Text.Json.Serialization;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>A convolution of pictures: each filter is a small picture of weights that is laid over every position of the input.</summary>
/// <remarks>
/// <para>
/// y[i, j, f] = activation(b[f] + Σ over u, v, c of W[f, c, u, v] · x[i·stride + u·dilation - before, j·stride + v·dilation - before,
/// c]), where x is 0 outside of the picture and <c>before</c> is the padding; see <see cref="Padding"/>. With G groups, filter f reads
/// only the channels of its group: of F filters and C channels, the channels from g·C/G for g = f·G/F, rounded down.
/// </para>
/// <para>
/// Rows have the shape [height, width, channels], outputs [windows along the height, windows along the width, filters]: channels last, as
/// in Keras. The weights W have PyTorch's shape [filters, channels / groups, kernel height, kernel width], the bias b has [filters].
/// Names and defaults are Keras's. PyTorch's <c>nn.Conv2d</c> computes the same with <c>padding="valid"</c>, and with
/// <c>padding="same"</c>, which it accepts at a stride of 1 only: at larger strides, <c>nn.ZeroPad2d</c> before it pads as
/// <see cref="Padding.Same"/> does.
/// </para>
/// </remarks>
/// <example>
/// With the filter [[1, 2], [3, 4]], the picture [[1, 0, 2], [0, 1, 0], [3, 0, 1]] becomes [[5, 7], [11, 5]]: 1·1 + 2·0 + 3·0 + 4·1 = 5.
/// </example>
public sealed record Conv2D : LayerSpec, IConvolution
{
    /// <summary>Creates the layer.</summary>
    /// <param name="filters">The number of filters, which are the channels of the output: 1 or more.</param>
    /// <param name="kernelSize">The height and width of the kernel: 1 or more each.</param>
    /// <param name="strides">The distance between neighbouring windows: 1 or more each. Default: 1.</param>
    /// <param name="padding">See <see cref="Padding"/>. Default: valid; accepted: valid and same.</param>
    /// <param name="dilation">The distance between neighbouring inputs of a kernel: 1 or more each. Default: 1.</param>
    /// <param name="groups">The number of groups of channels; must divide the filters and the channels of the input. Default: 1.</param>
    /// <param name="activation">The activation. Default: <see cref="Neural.Activation.Linear"/>.</param>
    /// <param name="useBias">Whether the layer has a bias. Default: true.</param>
    /// <param name="kernelInitializer">The initializer of the weights. Default: <see cref="Initializer.GlorotUniform"/>.</param>
    /// <param name="biasInitializer">The initializer of the bias. Default: <see cref="Initializer.Zeros"/>.</param>
    /// <param name="kernelRegularizer">The penalty on the weights in the loss. Default: none.</param>
    /// <param name="kernelMaxNorm">See <see cref="KernelMaxNorm"/>. Default: no limit.</param>
    /// <param name="biasRegularizer">The penalty on the bias in the loss. Default: none.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is not accepted.</exception>
    public Conv2D(
        int filters,
        Size2D kernelSize,
        Size2D? strides = null,
        Padding padding = Padding.Valid,
        Size2D? dilation = null,
        int groups = 1,
        Activation? activation = null,
        bool useBias = true,
        Initializer? kernelInitializer = null,
        Initializer? biasInitializer = null,
        Regularizer? kernelRegularizer = null,
        double? kernelMaxNorm = null,
        Regularizer? biasRegularizer = null)
        : this(
            filters,
            kernelSize,
            strides ?? 1,
            padding,
            dilation ?? 1,
            groups,
            activation ?? Activation.Linear,
            useBias,
            kernelInitializer ?? Initializer.GlorotUniform,
            biasInitializer ?? Initializer.Zeros,
            kernelRegularizer,
            kernelMaxNorm,
            biasRegularizer)
    {
    }

    // For JSON, which needs parameters of the same types as the properties.
    [JsonConstructor]
    internal Conv2D(
        int filters,
        Size2D kernelSize,
        Size2D strides,
        Padding padding,
        Size2D dilation,
        int groups,
        Activation activation,
        bool useBias,
        Initializer kernelInitializer,
        Initializer biasInitializer,
        Regularizer? kernelRegularizer = null,
        double? kernelMaxNorm = null,
        Regularizer? biasRegularizer = null)
    {
        Groups = Guard.Positive(groups, nameof(Groups));
        Filters = Guard.MultipleOf(groups, filters, nameof(Filters), nameof(Groups));
        KernelSize = Guard.Positive(kernelSize, nameof(KernelSize));
        Strides = Guard.Positive(strides, nameof(Strides));
        Padding = Guard.Accept(padding is Padding.Valid or Padding.Same, padding, nameof(Padding), "Valid or Same");
        Dilation = Guard.Positive(dilation, nameof(Dilation));
        Activation = activation;
        UseBias = useBias;
        KernelInitializer = kernelInitializer;
        BiasInitializer = biasInitializer;
        KernelRegularizer = kernelRegularizer;
        KernelMaxNorm = Guard.NormLimit(kernelMaxNorm, nameof(KernelMaxNorm));
        BiasRegularizer = biasRegularizer;
    }

    /// <summary>The number of filters: the channels of the output.</summary>
    public int Filters { get; }

    /// <summary>The height and width of the kernel.</summary>
    public Size2D KernelSize { get; }

    /// <summary>The distance between neighbouring windows, along the height and the width.</summary>
    public Size2D Strides { get; }

    /// <summary>How the edges of the picture are padded.</summary>
    public Padding Padding { get; }

    /// <summary>The distance between neighbouring inputs of a kernel: 1 if there is no gap. Keras's <c>dilation_rate</c>.</summary>
    public Size2D Dilation { get; }

    /// <summary>The number of groups of channels. Filters read the channels of their group only.</summary>
    public int Groups { get; }

    /// <summary>The activation.</summary>
    public Activation Activation { get; private init; }

    /// <summary>Whether the layer has a bias, one number for each filter.</summary>
    public bool UseBias { get; }

    /// <summary>The initializer of the weights.</summary>
    /// <remarks>As in Keras, fan in is kernel size · channels / groups, and fan out is kernel size · filters.</remarks>
    public Initializer KernelInitializer { get; }

    /// <summary>The initializer of the bias.</summary>
    public Initializer BiasInitializer { get; }

    /// <summary>The penalty on the weights; null for none.</summary>
    public Regularizer? KernelRegularizer { get; }

    /// <summary>The maximum Euclidean norm of the weights of each filter; null for no limit.</summary>
    /// <remarks>
    /// After each step, weights with a larger norm are scaled down to this norm, as with Keras's <c>MaxNorm(axis=[0, 1, 2])</c>.
    /// Accepted: above 0, finite.
    /// </remarks>
    public double? KernelMaxNorm { get; }

    /// <summary>The penalty on the bias in the loss; null for none.</summary>
    public Regularizer? BiasRegularizer { get; }

    internal override Activation OutputActivation => Activation;

    internal override bool ScalesWithFirstParameter => true;

    /// <summary>Returns [windows along the height, windows along the width, filters].</summary>
    /// <param name="inputShape">The shape of one row before the layer: [height, width, channels].</param>
    /// <exception cref="ArgumentException">
    /// There are not three dimensions, the picture is smaller than the kernel, or the groups do not divide its channels.
    /// </exception>
    public override ImmutableArray<int> OutputShape(ImmutableArray<int> inputShape)
    {
        ConvolutionShape shape = ShapeOf(inputShape);
        return [shape.Height.Output, shape.Width.Output, Filters];
    }

    /// <summary>
    /// Returns <c>weight</c> [filters, channels / groups, kernel height, kernel width] and, with <see cref="UseBias"/>, <c>bias</c>
    /// [filters].
    /// </summary>
    /// <param name="inputShape">The shape of one row before the layer: [height, width, channels].</param>
    public override ImmutableArray<ParameterSpec> Parameters(ImmutableArray<int> inputShape)
    {
        ConvolutionShape shape = ShapeOf(inputShape);
        return ConvolutionParameters.Create(
            new("weight", [Filters, shape.GroupInputs, KernelSize.Height, KernelSize.Width], KernelInitializer, shape.FilterSize, shape.FanOut)
            {
                Regularizer = KernelRegularizer,
                MaxNorm = KernelMaxNorm,
            },
            UseBias ? BiasInitializer : null,
            BiasRegularizer);
    }

    /// <inheritdoc/>
    public override LayerSpec WithoutActivation() => Activation is Linear ? this : this with { Activation = Activation.Linear };

    /// <summary>Returns where the windows lie, for a backend.</summary>
    /// <param name="inputShape">The shape of one row before the layer: [height, width, channels].</param>
    /// <exception cref="ArgumentException">The layer does not accept the shape; see <see cref="OutputShape"/>.</exception>
    public ConvolutionShape ShapeOf(ImmutableArray<int> inputShape) =>
        ConvolutionShape.OfPicture(nameof(Conv2D), inputShape, KernelSize, Strides, Dilation, Padding)
            .WithFilters(nameof(Conv2D), inputShape, Filters, Groups);
}
