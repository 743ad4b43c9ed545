using System.Collections.Immutable;
using System.Text.Json.Serialization;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>
/// A convolution of each channel separately, then one with kernel 1 that mixes the channels. It has fewer weights than a full
/// convolution.
/// </summary>
/// <remarks>
/// <para>
/// The layer computes the same as a <see cref="DepthwiseConv2D"/> without bias and activation, whose weights are the depthwise ones,
/// followed by a <see cref="Conv2D"/> with kernel 1, bias and activation, whose weights are the pointwise ones. Strides, padding and
/// dilation are those of the first. The input [height, width, channels] becomes [windows along the height, windows along the width,
/// filters]. Source: Chollet, "Xception: deep learning with depthwise separable convolutions" (2017). Options and defaults are Keras's.
/// </para>
/// <para>
/// PyTorch has no such layer. The names of the weights are those of a module with the members <c>depthwise</c>, an <c>nn.Conv2d(C, C * M,
/// kernel, groups=C, bias=False)</c>, and <c>pointwise</c>, an <c>nn.Conv2d(C * M, filters, 1)</c>, where M is the depth multiplier:
/// <c>depthwise.weight</c> [C · M, 1, kernel height, kernel width], <c>pointwise.weight</c> [filters, C · M, 1, 1] and
/// <c>pointwise.bias</c> [filters].
/// </para>
/// </remarks>
public sealed record SeparableConv2D : LayerSpec
{
    /// <summary>Creates the layer.</summary>
    /// <param name="filters">The number of filters of kernel 1, which are the channels of the output: 1 or more.</param>
    /// <param name="kernelSize">The height and width of the kernel of each channel: 1 or more each.</param>
    /// <param name="strides">The distance between neighbouring windows: 1 or more each. Default: 1.</param>
    /// <param name="padding">See <see cref="Padding"/>. Default: valid; accepted: valid and same.</param>
    /// <param name="dilation">The distance between neighbouring inputs of a kernel: 1 or more each. Default: 1.</param>
    /// <param name="depthMultiplier">The number of filters for each channel of the input: 1 or more. Default: 1.</param>
    /// <param name="activation">The activation at the end. Default: <see cref="Neural.Activation.Linear"/>.</param>
    /// <param name="useBias">Whether the layer has a bias. Default: true.</param>
    /// <param name="depthwiseInitializer">The initializer of the depthwise weights. Default: <see cref="Initializer.GlorotUniform"/>.</param>
    /// <param name="pointwiseInitializer">The initializer of the pointwise weights. Default: <see cref="Initializer.GlorotUniform"/>.</param>
    /// <param name="biasInitializer">The initializer of the bias. Default: <see cref="Initializer.Zeros"/>.</param>
    /// <param name="depthwiseRegularizer">The penalty on the depthwise weights in the loss. Default: none.</param>
    /// <param name="pointwiseRegularizer">The penalty on the pointwise weights in the loss. Default: none.</param>
    /// <param name="depthwiseMaxNorm">See <see cref="DepthwiseMaxNorm"/>. Default: no limit.</param>
    /// <param name="pointwiseMaxNorm">See <see cref="PointwiseMaxNorm"/>. Default: no limit.</param>
    /// <param name="biasRegularizer">The penalty on the bias in the loss. Default: none.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is not accepted.</exception>
    public SeparableConv2D(
        int filters,
        Size2D kernelSize,
        Size2D? strides = null,
        Padding padding = Padding.Valid,
        Size2D? dilation = null,
        int depthMultiplier = 1,
        Activation? activation = null,
        bool useBias = true,
        Initializer? depthwiseInitializer = null,
        Initializer? pointwiseInitializer = null,
        Initializer? biasInitializer = null,
        Regularizer? depthwiseRegularizer = null,
        Regularizer? pointwiseRegularizer = null,
        double? depthwiseMaxNorm = null,
        double? pointwiseMaxNorm = null,
        Regularizer? biasRegularizer = null)
        : this(
            filters,
            kernelSize,
            strides ?? 1,
            padding,
            dilation ?? 1,
            depthMultiplier,
            activation ?? Activation.Linear,
            useBias,
            depthwiseInitializer ?? Initializer.GlorotUniform,
            pointwiseInitializer ?? Initializer.GlorotUniform,
            biasInitializer ?? Initializer.Zeros,
            depthwiseRegularizer,
            pointwiseRegularizer,
            depthwiseMaxNorm,
            pointwiseMaxNorm,
            biasRegularizer)
    {
    }

    // For JSON, which needs parameters of the same types as the properties.
    [JsonConstructor]
    internal SeparableConv2D(
        int filters,
        Size2D kernelSize,
        Size2D strides,
        Padding padding,
        Size2D dilation,
        int depthMultiplier,
        Activation activation,
        bool useBias,
        Initializer depthwiseInitializer,
        Initializer pointwiseInitializer,
        Initializer biasInitializer,
        Regularizer? depthwiseRegularizer = null,
        Regularizer? pointwiseRegularizer = null,
        double? depthwiseMaxNorm = null,
        double? pointwiseMaxNorm = null,
        Regularizer? biasRegularizer = null)
    {
        Filters = Guard.Positive(filters, nameof(Filters));
        KernelSize = Guard.Positive(kernelSize, nameof(KernelSize));
        Strides = Guard.Positive(strides, nameof(Strides));
        Padding = Guard.Accept(padding is Padding.Valid or Padding.Same, padding, nameof(Padding), "Valid or Same");
        Dilation = Guard.Positive(dilation, nameof(Dilation));
        DepthMultiplier = Guard.Positive(depthMultiplier, nameof(DepthMultiplier));
        Activation = activation;
        UseBias = useBias;
        DepthwiseInitializer = depthwiseInitializer;
        PointwiseInitializer = pointwiseInitializer;
        BiasInitializer = biasInitializer;
        DepthwiseRegularizer = depthwiseRegularizer;
        PointwiseRegularizer = pointwiseRegularizer;
        DepthwiseMaxNorm = Guard.NormLimit(depthwiseMaxNorm, nameof(DepthwiseMaxNorm));
        PointwiseMaxNorm = Guard.NormLimit(pointwiseMaxNorm, nameof(PointwiseMaxNorm));
        BiasRegularizer = biasRegularizer;
    }

    /// <summary>The number of filters of kernel 1: the channels of the output.</summary>
    public int Filters { get; }

    /// <summary>The height and width of the kernel of each channel.</summary>
    public Size2D KernelSize { get; }

    /// <summary>The distance between neighbouring windows, along the height and the width.</summary>
    public Size2D Strides { get; }

    /// <summary>How the edges of the picture are padded.</summary>
    public Padding Padding { get; }

    /// <summary>The distance between neighbouring inputs of a kernel: 1 if there is no gap. Keras's <c>dilation_rate</c>.</summary>
    public Size2D Dilation { get; }

    /// <summary>The number of filters for each channel of the input.</summary>
    public int DepthMultiplier { get; }

    /// <summary>The activation at the end.</summary>
    public Activation Activation { get; private init; }

    /// <summary>Whether the layer has a bias, one number for each filter of kernel 1.</summary>
    public bool UseBias { get; }

    /// <summary>The initializer of the depthwise weights.</summary>
    /// <remarks>As in Keras, fan in is kernel size · channels, and fan out is kernel size · depth multiplier.</remarks>
    public Initializer DepthwiseInitializer { get; }

    /// <summary>The initializer of the pointwise weights.</summary>
    /// <remarks>Fan in is channels · depth multiplier, and fan out is the number of filters.</remarks>
    public Initializer PointwiseInitializer { get; }

    /// <summary>The initializer of the bias.</summary>
    public Initializer BiasInitializer { get; }

    /// <summary>The penalty on the depthwise weights; null for none.</summary>
    public Regularizer? DepthwiseRegularizer { get; }

    /// <summary>The penalty on the pointwise weights; null for none.</summary>
    public Regularizer? PointwiseRegularizer { get; }

    /// <summary>
    /// The maximum Euclidean norm of each filter of a channel; null for no limit. See <see cref="Conv2D.KernelMaxNorm"/>.
    /// </summary>
    public double? DepthwiseMaxNorm { get; }

    /// <summary>The maximum Euclidean norm of each filter of kernel 1; null for no limit. See <see cref="Conv2D.KernelMaxNorm"/>.</summary>
    public double? PointwiseMaxNorm { get; }

    /// <summary>The penalty on the bias in the loss; null for none.</summary>
    public Regularizer? BiasRegularizer { get; }

    internal override Activation OutputActivation => Activation;

    internal override bool ScalesWithFirstParameter => true;

    /// <summary>Returns [windows along the height, windows along the width, filters].</summary>
    /// <param name="inputShape">The shape of one row before the layer: [height, width, channels].</param>
    /// <exception cref="ArgumentException">There are not three dimensions, or the picture is smaller than the kernel.</exception>
    public override ImmutableArray<int> OutputShape(ImmutableArray<int> inputShape)
    {
        ConvolutionShape shape = DepthwiseShapeOf(inputShape).WithFilters(nameof(SeparableConv2D), inputShape, Filters, 1);
        return [shape.Height.Output, shape.Width.Output, Filters];
    }

    /// <summary>
    /// Returns <c>depthwise.weight</c> [channels · depth multiplier, 1, kernel height, kernel width], <c>pointwise.weight</c>
    /// [filters, channels · depth multiplier, 1, 1] and, with <see cref="UseBias"/>, <c>pointwise.bias</c> [filters].
    /// </summary>
    /// <param name="inputShape">The shape of one row before the layer: [height, width, channels].</param>
    public override ImmutableArray<ParameterSpec> Parameters(ImmutableArray<int> inputShape) => NestedLayers(inputShape).NestedParameters();

    /// <summary>Returns the <see cref="DepthwiseConv2D"/> and the <see cref="Conv2D"/> of kernel 1 that the layer consists of.</summary>
    public override ImmutableArray<LayerSpec> InnerLayers() => [Depthwise(), Pointwise()];

    /// <inheritdoc/>
    public override LayerSpec WithoutActivation() => Activation is Linear ? this : this with { Activation = Activation.Linear };

    internal override ImmutableArray<PlacedLayer> NestedLayers(ImmutableArray<int> inputShape)
    {
        ConvolutionShape shape = DepthwiseShapeOf(inputShape);
        ImmutableArray<int> middle = [shape.Height.Output, shape.Width.Output, shape.OutputChannels];
        return
        [
            new PlacedLayer(Depthwise(), 0, "depthwise", inputShape, middle),
            new PlacedLayer(Pointwise(), 1, "pointwise", middle, [shape.Height.Output, shape.Width.Output, Filters]),
        ];
    }

    private ConvolutionShape DepthwiseShapeOf(ImmutableArray<int> inputShape) =>
        ConvolutionShape.OfPicture(nameof(SeparableConv2D), inputShape, KernelSize, Strides, Dilation, Padding)
            .WithMultiplier(nameof(SeparableConv2D), inputShape, DepthMultiplier);

    private DepthwiseConv2D Depthwise() => new(
        KernelSize,
        Strides,
        Padding,
        DepthMultiplier,
        Dilation,
        Activation.Linear,
        useBias: false,
        DepthwiseInitializer,
        Initializer.Zeros,
        DepthwiseRegularizer,
        DepthwiseMaxNorm);

    private Conv2D Pointwise() => new(
        Filters,
        1,
        1,
        Padding.Valid,
        1,
        1,
        Activation,
        UseBias,
        PointwiseInitializer,
        BiasInitializer,
        PointwiseRegularizer,
        PointwiseMaxNorm,
        BiasRegularizer);
}
