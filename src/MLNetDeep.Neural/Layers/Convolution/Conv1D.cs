using System.Collections.Immutable;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>
/// A convolution of sequences: each filter is a short sequence of weights that is laid over every time step of the input.
/// </summary>
/// <remarks>
/// <para>
/// y[t, f] = activation(b[f] + Σ over u, c of W[f, c, u] · x[t·stride + u·dilation - before, c]), where x is 0 outside of the sequence
/// and <c>before</c> is the padding; see <see cref="Padding"/>. With G groups, filter f reads only the features of its group: of F
/// filters and C features, the features from g·C/G for g = f·G/F, rounded down.
/// </para>
/// <para>
/// Rows have the shape [time, features], outputs [windows, filters], as in Keras. The weights W have PyTorch's shape [filters, features /
/// groups, kernel size], the bias b has [filters]. Names and defaults are Keras's. PyTorch's <c>nn.Conv1d</c> has no causal padding, and
/// "same" at a stride of 1 only: <c>nn.ConstantPad1d</c> before it pads as <see cref="Padding"/> says.
/// </para>
/// <para>
/// Of a row that is shorter than the longest, the output has as many positions as a sequence of that length alone would give: with valid
/// padding, floor((length - extent) / stride) + 1, otherwise ceil(length / stride).
/// </para>
/// </remarks>
/// <example>With the filter [1, 2] and causal padding, the sequence [3, 4, 5] becomes [6, 11, 14]: 1·0 + 2·3, 1·3 + 2·4, 1·4 + 2·5.</example>
public sealed record Conv1D : LayerSpec, IConvolution
{
    /// <summary>Creates the layer.</summary>
    /// <param name="filters">The number of filters, which are the features of the output: 1 or more.</param>
    /// <param name="kernelSize">The number of time steps under the kernel: 1 or more.</param>
    /// <param name="strides">The distance between neighbouring windows: 1 or more. Default: 1.</param>
    /// <param name="padding">See <see cref="Padding"/>. Default: valid.</param>
    /// <param name="dilation">The distance between neighbouring time steps of a kernel: 1 or more. Default: 1.</param>
    /// <param name="groups">The number of groups of features; must divide the filters and the features of the input. Default: 1.</param>
    /// <param name="activation">The activation. Default: <see cref="Neural.Activation.Linear"/>.</param>
    /// <param name="useBias">Whether the layer has a bias. Default: true.</param>
    /// <param name="kernelInitializer">The initializer of the weights. Default: <see cref="Initializer.GlorotUniform"/>.</param>
    /// <param name="biasInitializer">The initializer of the bias. Default: <see cref="Initializer.Zeros"/>.</param>
    /// <param name="kernelRegularizer">The penalty on the weights in the loss. Default: none.</param>
    /// <param name="kernelMaxNorm">See <see cref="KernelMaxNorm"/>. Default: no limit.</param>
    /// <param name="biasRegularizer">The penalty on the bias in the loss. Default: none.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is not accepted.</exception>
    public Conv1D(
        int filters,
        int kernelSize,
        int strides = 1,
        Padding padding = Padding.Valid,
        int dilation = 1,
        int groups = 1,
        Activation? activation = null,
        bool useBias = true,
        Initializer? kernelInitializer = null,
        Initializer? biasInitializer = null,
        Regularizer? kernelRegularizer = null,
        double? kernelMaxNorm = null,
        Regularizer? biasRegularizer = null)
    {
        Groups = Guard.Positive(groups, nameof(Groups));
        Filters = Guard.MultipleOf(groups, filters, nameof(Filters), nameof(Groups));
        KernelSize = Guard.Positive(kernelSize, nameof(KernelSize));
        Strides = Guard.Positive(strides, nameof(Strides));
        Padding = Guard.Defined(padding, nameof(Padding));
        Dilation = Guard.Positive(dilation, nameof(Dilation));
        Activation = activation ?? Activation.Linear;
        UseBias = useBias;
        KernelInitializer = kernelInitializer ?? Initializer.GlorotUniform;
        BiasInitializer = biasInitializer ?? Initializer.Zeros;
        KernelRegularizer = kernelRegularizer;
        KernelMaxNorm = Guard.NormLimit(kernelMaxNorm, nameof(KernelMaxNorm));
        BiasRegularizer = biasRegularizer;
    }

    /// <summary>The number of filters: the features of the output.</summary>
    public int Filters { get; }

    /// <summary>The number of time steps under the kernel.</summary>
    public int KernelSize { get; }

    /// <summary>The distance between neighbouring windows.</summary>
    public int Strides { get; }

    /// <summary>How the edges of the sequence are padded.</summary>
    public Padding Padding { get; }

    /// <summary>The distance between neighbouring time steps of a kernel: 1 if there is no gap. Keras's <c>dilation_rate</c>.</summary>
    public int Dilation { get; }

    /// <summary>The number of groups of features. Filters read the features of their group only.</summary>
    public int Groups { get; }

    /// <summary>The activation.</summary>
    public Activation Activation { get; private init; }

    /// <summary>Whether the layer has a bias, one number for each filter.</summary>
    public bool UseBias { get; }

    /// <summary>The initializer of the weights.</summary>
    /// <remarks>As in Keras, fan in is kernel size · features / groups, and fan out is kernel size · filters.</remarks>
    public Initializer KernelInitializer { get; }

    /// <summary>The initializer of the bias.</summary>
    public Initializer BiasInitializer { get; }

    /// <summary>The penalty on the weights; null for none.</summary>
    public Regularizer? KernelRegularizer { get; }

    /// <summary>The maximum Euclidean norm of the weights of each filter; null for no limit.</summary>
    /// <remarks>
    /// After each step, weights with a larger norm are scaled down to this norm, as with Keras's <c>MaxNorm(axis=[0, 1])</c>. Accepted:
    /// above 0, finite.
    /// </remarks>
    public double? KernelMaxNorm { get; }

    /// <summary>The penalty on the bias in the loss; null for none.</summary>
    public Regularizer? BiasRegularizer { get; }

    internal override Activation OutputActivation => Activation;

    internal override bool ScalesWithFirstParameter => true;

    internal override bool? HasFeaturesFirst => true;

    /// <summary>Returns [windows, filters].</summary>
    /// <param name="inputShape">The shape of one row before the layer: [time, features].</param>
    /// <exception cref="ArgumentException">
    /// There are not two dimensions, the sequence is shorter than the kernel, or the groups do not divide its features.
    /// </exception>
    public override ImmutableArray<int> OutputShape(ImmutableArray<int> inputShape)
    {
        ConvolutionShape shape = ShapeOf(inputShape);
        return [shape.Width.Output, Filters];
    }

    /// <summary>
    /// Returns <c>weight</c> [filters, features / groups, kernel size] and, with <see cref="UseBias"/>, <c>bias</c> [filters].
    /// </summary>
    /// <param name="inputShape">The shape of one row before the layer: [time, features].</param>
    public override ImmutableArray<ParameterSpec> Parameters(ImmutableArray<int> inputShape)
    {
        ConvolutionShape shape = ShapeOf(inputShape);
        return ConvolutionParameters.Create(
            new("weight", [Filters, shape.GroupInputs, KernelSize], KernelInitializer, shape.FilterSize, shape.FanOut)
            {
                Regularizer = KernelRegularizer,
                MaxNorm = KernelMaxNorm,
            },
            UseBias ? BiasInitializer : null,
            BiasRegularizer);
    }

    /// <inheritdoc/>
    public override LayerSpec WithoutActivation() => Activation is Linear ? this : this with { Activation = Activation.Linear };

    internal override int? OutputLength(int inputLength, ImmutableArray<int> inputShape) =>
        ShapeOf(inputShape).Width.OutputLength(inputLength, Padding);

    /// <summary>Returns where the windows lie, for a backend.</summary>
    /// <param name="inputShape">The shape of one row before the layer: [time, features].</param>
    /// <exception cref="ArgumentException">The layer does not accept the shape; see <see cref="OutputShape"/>.</exception>
    public ConvolutionShape ShapeOf(ImmutableArray<int> inputShape) =>
        ConvolutionShape.OfSequence(nameof(Conv1D), inputShape, KernelSize, Strides, Dilation, Padding)
            .WithFilters(nameof(Conv1D), inputShape, Filters, Groups);
}
