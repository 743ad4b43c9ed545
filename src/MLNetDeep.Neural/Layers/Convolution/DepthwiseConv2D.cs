using System.Collections.Immutable;
using System.Text.Json.Serialization;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>A convolution of each channel of a picture separately: no filter reads more than one channel.</summary>
/// <remarks>
/// <para>
/// y[i, j, c·M + m] = activation(b[c·M + m] + Σ over u, v of W[c·M + m, 0, u, v] · x[i·stride + u·dilation - before, j·stride +
/// v·dilation - before, c]) with the depth multiplier M and m from 0 to M - 1. It computes the same as a <see cref="Conv2D"/> with as
/// many groups as channels, and has Keras's options and defaults.
/// </para>
/// <para>
/// Rows have the shape [height, width, channels], outputs [windows along the height, windows along the width, channels · M]. The weights
/// W have PyTorch's shape [channels · M, 1, kernel height, kernel width] of <c>nn.Conv2d(C, C * M, kernel, groups=C)</c>; see
/// <see cref="Conv2D"/> for padding.
/// </para>
/// </remarks>
/// <example>
/// With the filters [[1, 1]] and [[1, -1]], the picture of one line with the channels [1, 2] and [5, 3] becomes [6, -1]: 1 + 5 and 2 - 3.
/// </example>
public sealed record DepthwiseConv2D : LayerSpec, IConvolution
{
    /// <summary>Creates the layer.</summary>
    /// <param name="kernelSize">The height and width of the kernel: 1 or more each.</param>
    /// <param name="strides">The distance between neighbouring windows: 1 or more each. Default: 1.</param>
    /// <param name="padding">See <see cref="Padding"/>. Default: valid; accepted: valid and same.</param>
    /// <param name="depthMultiplier">The number of filters for each channel: 1 or more. Default: 1.</param>
    /// <param name="dilation">The distance between neighbouring inputs of a kernel: 1 or more each. Default: 1.</param>
    /// <param name="activation">The activation. Default: <see cref="Neural.Activation.Linear"/>.</param>
    /// <param name="useBias">Whether the layer has a bias. Default: true.</param>
    /// <param name="depthwiseInitializer">The initializer of the weights. Default: <see cref="Initializer.GlorotUniform"/>.</param>
    /// <param name="biasInitializer">The initializer of the bias. Default: <see cref="Initializer.Zeros"/>.</param>
    /// <param name="depthwiseRegularizer">The penalty on the weights in the loss. Default: none.</param>
    /// <param name="depthwiseMaxNorm">See <see cref="DepthwiseMaxNorm"/>. Default: no limit.</param>
    /// <param name="biasRegularizer">The penalty on the bias in the loss. Default: none.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is not accepted.</exception>
    public DepthwiseConv2D(
        Size2D kernelSize,
        Size2D? strides = null,
        Padding padding = Padding.Valid,
        int depthMultiplier = 1,
        Size2D? dilation = null,
        Activation? activation = null,
        bool useBias = true,
        Initializer? depthwiseInitializer = null,
        Initializer? biasInitializer = null,
        Regularizer? depthwiseRegularizer = null,
        double? depthwiseMaxNorm = null,
        Regularizer? biasRegularizer = null)
        : this(
            kernelSize,
            strides ?? 1,
            padding,
            depthMultiplier,
            dilation ?? 1,
            activation ?? Activation.Linear,
            useBias,
            depthwiseInitializer ?? Initializer.GlorotUniform,
            biasInitializer ?? Initializer.Zeros,
            depthwiseRegularizer,
            depthwiseMaxNorm,
            biasRegularizer)
    {
    }

    // For JSON, which needs parameters of the same types as the properties.
    [JsonConstructor]
    internal DepthwiseConv2D(
        Size2D kernelSize,
        Size2D strides,
        Padding padding,
        int depthMultiplier,
        Size2D dilation,
        Activation activation,
        bool useBias,
        Initializer depthwiseInitializer,
        Initializer biasInitializer,
        Regularizer? depthwiseRegularizer = null,
        double? depthwiseMaxNorm = null,
        Regularizer? biasRegularizer = null)
    {
        KernelSize = Guard.Positive(kernelSize, nameof(KernelSize));
        Strides = Guard.Positive(strides, nameof(Strides));
        Padding = Guard.Accept(padding is Padding.Valid or Padding.Same, padding, nameof(Padding), "Valid or Same");
        DepthMultiplier = Guard.Positive(depthMultiplier, nameof(DepthMultiplier));
        Dilation = Guard.Positive(dilation, nameof(Dilation));
        Activation = activation;
        UseBias = useBias;
        DepthwiseInitializer = depthwiseInitializer;
        BiasInitializer = biasInitializer;
        DepthwiseRegularizer = depthwiseRegularizer;
        DepthwiseMaxNorm = Guard.NormLimit(depthwiseMaxNorm, nameof(DepthwiseMaxNorm));
        BiasRegularizer = biasRegularizer;
    }

    /// <summary>The height and width of the kernel.</summary>
    public Size2D KernelSize { get; }

    /// <summary>The distance between neighbouring windows, along the height and the width.</summary>
    public Size2D Strides { get; }

    /// <summary>How the edges of the picture are padded.</summary>
    public Padding Padding { get; }

    /// <summary>The number of filters for each channel.</summary>
    public int DepthMultiplier { get; }

    /// <summary>The distance between neighbouring inputs of a kernel: 1 if there is no gap. Keras's <c>dilation_rate</c>.</summary>
    public Size2D Dilation { get; }

    /// <summary>The activation.</summary>
    public Activation Activation { get; private init; }

    /// <summary>Whether the layer has a bias, one number for each filter.</summary>
    public bool UseBias { get; }

    /// <summary>The initializer of the weights.</summary>
    /// <remarks>As in Keras, fan in is kernel size · channels, and fan out is kernel size · depth multiplier.</remarks>
    public Initializer DepthwiseInitializer { get; }

    /// <summary>The initializer of the bias.</summary>
    public Initializer BiasInitializer { get; }

    /// <summary>The penalty on the weights; null for none.</summary>
    public Regularizer? DepthwiseRegularizer { get; }

    /// <summary>The maximum Euclidean norm of the weights of each filter; null for no limit.</summary>
    /// <remarks>
    /// After each step, weights with a larger norm are scaled down to this norm, as with Keras's <c>MaxNorm(axis=[0, 1, 2])</c>.
    /// Accepted: above 0, finite.
    /// </remarks>
    public double? DepthwiseMaxNorm { get; }

    /// <summary>The penalty on the bias in the loss; null for none.</summary>
    public Regularizer? BiasRegularizer { get; }

    internal override Activation OutputActivation => Activation;

    internal override bool ScalesWithFirstParameter => true;

    /// <summary>Returns [windows along the height, windows along the width, channels · depth multiplier].</summary>
    /// <param name="inputShape">The shape of one row before the layer: [height, width, channels].</param>
    /// <exception cref="ArgumentException">
    /// There are not three dimensions, or the picture is smaller than the kernel.
    /// </exception>
    public override ImmutableArray<int> OutputShape(ImmutableArray<int> inputShape)
    {
        ConvolutionShape shape = ShapeOf(inputShape);
        return [shape.Height.Output, shape.Width.Output, shape.OutputChannels];
    }

    /// <summary>
    /// Returns <c>weight</c> [channels · depth multiplier, 1, kernel height, kernel width] and, with <see cref="UseBias"/>, <c>bias</c>
    /// [channels · depth multiplier].
    /// </summary>
    /// <param name="inputShape">The shape of one row before the layer: [height, width, channels].</param>
    public override ImmutableArray<ParameterSpec> Parameters(ImmutableArray<int> inputShape)
    {
        ConvolutionShape shape = ShapeOf(inputShape);
        int fanIn = shape.KernelSize * shape.InputChannels, fanOut = shape.KernelSize * DepthMultiplier;
        return ConvolutionParameters.Create(
            new("weight", [shape.OutputChannels, 1, KernelSize.Height, KernelSize.Width], DepthwiseInitializer, fanIn, fanOut)
            {
                Regularizer = DepthwiseRegularizer,
                MaxNorm = DepthwiseMaxNorm,
            },
            UseBias ? BiasInitializer : null,
            BiasRegularizer);
    }

    /// <inheritdoc/>
    public override LayerSpec WithoutActivation() => Activation is Linear ? this : this with { Activation = Activation.Linear };

    /// <summary>Returns where the windows lie, for a backend.</summary>
    /// <param name="inputShape">The shape of one row before the layer: [height, width, channels].</param>
    /// <exception cref="ArgumentException">The layer does not accept the shape; see <see cref="OutputShape"/>.</exception>
    public ConvolutionShape ShapeOf(ImmutableArray<int> inputShape)
    {
        ConvolutionShape shape = ConvolutionShape.OfPicture(nameof(DepthwiseConv2D), inputShape, KernelSize, Strides, Dilation, Padding);
        return shape.WithMultiplier(nameof(DepthwiseConv2D), inputShape, DepthMultiplier);
    }
}
