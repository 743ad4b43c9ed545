using System.Runtime.Intrinsics;

namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>The kernels of one vector width. Virtual calls cost little, since there is one per tile or row.</summary>
internal abstract unsafe class KernelSet
{
    /// <summary>The kernels of the widest vectors that the processor and the runtime's settings support.</summary>
    public static KernelSet Best { get; } = For(BestTier);

    /// <summary>The vector width of <see cref="Best"/>.</summary>
    public static SimdTier BestTier =>
        Vector512.IsHardwareAccelerated ? SimdTier.Vector512
        : Vector256.IsHardwareAccelerated ? SimdTier.Vector256
        : Vector128.IsHardwareAccelerated ? SimdTier.Vector128
        : SimdTier.Scalar;

    /// <summary>The kernels of a given width. Widths above <see cref="BestTier"/> are emulated: correct but slow.</summary>
    public static KernelSet For(SimdTier tier) => tier switch
    {
        SimdTier.Vector512 => new KernelSet<Simd512, Vector512<float>>(),
        SimdTier.Vector256 => new KernelSet<Simd256, Vector256<float>>(),
        SimdTier.Vector128 => new KernelSet<Simd128, Vector128<float>>(),
        _ => new KernelSet<SimdScalar, float>(),
    };

    /// <summary>Computes a tile of <paramref name="result"/> = f(product + bias).</summary>
    public abstract void Forward(in DenseProduct product, float* bias, ActivationFunction function, float* result, in Tile tile);

    /// <inheritdoc cref="Forward(in DenseProduct, float*, ActivationFunction, float*, in Tile)"/>
    public abstract void Forward(in SparseProduct product, float* bias, ActivationFunction function, float* result, in Tile tile);

    /// <summary>Updates a tile of <paramref name="parameters"/>; the product is their gradient.</summary>
    public abstract void Update(in DenseProduct product, in UpdateArguments update, float* parameters, in Tile tile);

    /// <inheritdoc cref="Update(in DenseProduct, in UpdateArguments, float*, in Tile)"/>
    public abstract void Update(in SparseProduct product, in UpdateArguments update, float* parameters, in Tile tile);

    /// <summary>
    /// Updates the rows of <paramref name="parameters"/> from <paramref name="first"/> to before <paramref name="end"/>; the product is
    /// their gradient.
    /// </summary>
    public abstract void Update(in ScatteredProduct product, in UpdateArguments update, float* parameters, int first, int end);

    /// <summary>
    /// Updates <paramref name="parameters"/> by a gradient in memory, from element <paramref name="first"/> to before
    /// <paramref name="end"/> (multiples of a line). Optimizer states are at the same offsets.
    /// </summary>
    public abstract void Update(float* gradient, in UpdateArguments update, float* parameters, int first, int end);

    /// <summary>result ← f(source); both may be the same. <paramref name="count"/> is a multiple of a line, here and below.</summary>
    public abstract void Activate(ActivationKind kind, float* source, float* result, int count);

    /// <summary>
    /// gradient ← gradient × f'. <paramref name="saved"/> holds the sums if <see cref="ActivationKind.NeedsSums"/>, otherwise the outputs.
    /// </summary>
    public abstract void ActivationGradient(ActivationKind kind, float* gradient, float* saved, int count);

    /// <summary>
    /// result ← the sum of the parts, added in their order, plus the bias. Rows are contiguous and consist of whole lines.
    /// </summary>
    /// <param name="parts">The first part of the first row.</param>
    /// <param name="partCount">The number of parts.</param>
    /// <param name="partStride">The distance from one part to the next, in floats.</param>
    /// <param name="bias">One bias per column.</param>
    /// <param name="result">The first row of the result.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="stride">The length of a row, in floats.</param>
    public abstract void AddParts(float* parts, int partCount, nint partStride, float* bias, float* result, int rows, int stride);

    /// <summary>result ← left × right, element by element; the result may be one of the operands.</summary>
    public abstract void Multiply(float* left, float* right, float* result, int count);

    /// <inheritdoc cref="Normalization{S, V}.Statistics"/>
    public abstract void NormalizationStatistics(in NormalizationArguments arguments, int firstColumn, int endColumn);

    /// <inheritdoc cref="Normalization{S, V}.Forward"/>
    public abstract void Normalize(in NormalizationArguments arguments, int firstColumn, int endColumn);

    /// <inheritdoc cref="Normalization{S, V}.Backward"/>
    public abstract void NormalizationGradient(in NormalizationArguments arguments, bool usesBatchStatistics, int firstColumn, int endColumn);

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
    /// <param name="logits">The row, in whole lines.</param>
    /// <param name="count">The number of classes, without padding.</param>
    public abstract void Softmax(float* logits, int count);

    /// <summary>result ← scale × softmax(logits), with padding 0; returns the logarithm of Σ e^(logit - largest).</summary>
    /// <param name="logits">The row, in whole lines.</param>
    /// <param name="count">The number of classes, without padding.</param>
    /// <param name="scale">The factor of the probabilities.</param>
    /// <param name="result">May be <paramref name="logits"/>.</param>
    public abstract float Softmax(float* logits, int count, float scale, float* result);

    /// <summary>Computes the cross-entropies of rows of logits, and their gradients scale × (softmax - onehot).</summary>
    public abstract void SoftmaxCrossEntropy(in LabelledRows rows);
}
