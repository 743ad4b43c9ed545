using System.Runtime.Intrinsics;

namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>The kernels of one width, behind calls that are made once per tile or row.</summary>
internal abstract unsafe class KernelSet
{
    /// <summary>The widest that the processor (and the runtime's settings) have.</summary>
    public static KernelSet Best { get; } = For(BestTier);

    /// <summary>The width of <see cref="Best"/>.</summary>
    public static SimdTier BestTier =>
        Vector512.IsHardwareAccelerated ? SimdTier.Vector512
        : Vector256.IsHardwareAccelerated ? SimdTier.Vector256
        : Vector128.IsHardwareAccelerated ? SimdTier.Vector128
        : SimdTier.Scalar;

    /// <summary>The kernels of a given width; those above <see cref="BestTier"/> are emulated, right but slow.</summary>
    public static KernelSet For(SimdTier tier) => tier switch
    {
        SimdTier.Vector512 => new KernelSet<Simd512, Vector512<float>>(),
        SimdTier.Vector256 => new KernelSet<Simd256, Vector256<float>>(),
        SimdTier.Vector128 => new KernelSet<Simd128, Vector128<float>>(),
        _ => new KernelSet<SimdScalar, float>(),
    };

    /// <summary>Stores f(product + bias) in the tile of <paramref name="result"/>.</summary>
    public abstract void Forward(in DenseProduct product, float* bias, ActivationFunction function, float* result, in Tile tile);

    /// <inheritdoc cref="Forward(in DenseProduct, float*, ActivationFunction, float*, in Tile)"/>
    public abstract void Forward(in SparseProduct product, float* bias, ActivationFunction function, float* result, in Tile tile);

    /// <summary>Takes the tile of the product as the gradient of <paramref name="parameters"/> and updates them.</summary>
    public abstract void Update(in DenseProduct product, in UpdateArguments update, float* parameters, in Tile tile);

    /// <inheritdoc cref="Update(in DenseProduct, in UpdateArguments, float*, in Tile)"/>
    public abstract void Update(in SparseProduct product, in UpdateArguments update, float* parameters, in Tile tile);

    /// <summary>Takes the rows of the product from <paramref name="first"/> to <paramref name="end"/> as the gradient of parameters, and updates these.</summary>
    public abstract void Update(in ScatteredProduct product, in UpdateArguments update, float* parameters, int first, int end);

    /// <summary>
    /// Updates <paramref name="parameters"/> by gradients in memory, from <paramref name="first"/> to <paramref name="end"/>, multiples of a
    /// line; states are at the same places.
    /// </summary>
    public abstract void Update(float* gradient, in UpdateArguments update, float* parameters, int first, int end);

    /// <summary>result ← f(source); result may be the source. <paramref name="count"/> is a multiple of a line, here and below.</summary>
    public abstract void Activate(ActivationKind kind, float* source, float* result, int count);

    /// <summary>gradient ← gradient × f', from <paramref name="saved"/>: the sums where the kind needs them, otherwise the outputs.</summary>
    public abstract void ActivationGradient(ActivationKind kind, float* gradient, float* saved, int count);

    /// <summary>result ← the sum of parts, in their order, plus the bias; for rows of whole lines, one after another.</summary>
    /// <param name="parts">The first part of the first row.</param>
    /// <param name="count">How many parts there are.</param>
    /// <param name="distance">From one part to the next, in floats.</param>
    /// <param name="bias">Of a row.</param>
    /// <param name="result">The first row.</param>
    /// <param name="rows">How many rows there are.</param>
    /// <param name="stride">The length of a row.</param>
    public abstract void AddParts(float* parts, int count, nint distance, float* bias, float* result, int rows, int stride);

    /// <summary>result ← left × right, element by element; result may be either.</summary>
    public abstract void Multiply(float* left, float* right, float* result, int count);

    /// <inheritdoc cref="Normalization{S, V}.Statistics"/>
    public abstract void NormalizationStatistics(in NormalizationArguments arguments, int firstColumn, int endColumn);

    /// <inheritdoc cref="Normalization{S, V}.Forward"/>
    public abstract void Normalize(in NormalizationArguments arguments, int firstColumn, int endColumn);

    /// <inheritdoc cref="Normalization{S, V}.Backward"/>
    public abstract void NormalizationGradient(in NormalizationArguments arguments, bool isOfBatch, int firstColumn, int endColumn);

    /// <inheritdoc cref="GradientKernels{S, V}.AddPenalty"/>
    public abstract void AddPenalty(float* weights, float* gradient, float l1, float l2, int count);

    /// <inheritdoc cref="GradientKernels{S, V}.Clamp"/>
    public abstract void Clamp(float* values, float limit, int count);

    /// <summary>values ← values × factor.</summary>
    public abstract void Scale(float* values, float factor, int count);

    /// <summary>Σ values².</summary>
    public abstract float SumOfSquares(float* values, int count);

    /// <summary>Σ |values|.</summary>
    public abstract float SumOfMagnitudes(float* values, int count);

    /// <inheritdoc cref="GradientKernels{S, V}.LimitColumns"/>
    public abstract void LimitColumns(float* matrix, nint stride, int rows, int firstColumn, int endColumn, float limit);

    /// <summary>Turns a row of logits into probabilities; the padding becomes 0.</summary>
    /// <param name="logits">Whole lines.</param>
    /// <param name="count">The number of classes, without padding.</param>
    public abstract void Softmax(float* logits, int count);

    /// <summary>result ← scale × softmax(logits), with padding 0; gives the logarithm of Σ e^(logit - largest).</summary>
    /// <param name="logits">Whole lines.</param>
    /// <param name="count">The number of classes, without padding.</param>
    /// <param name="scale">What the probabilities are multiplied by.</param>
    /// <param name="result">May be <paramref name="logits"/>.</param>
    public abstract float Softmax(float* logits, int count, float scale, float* result);

    /// <summary>The cross-entropies of rows of logits, and their gradients scale × (softmax - onehot) by them.</summary>
    public abstract void SoftmaxCrossEntropy(in LabelledRows rows);
}
