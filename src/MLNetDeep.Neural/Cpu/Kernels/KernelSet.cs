using System.Runtime.Intrinsics;

namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>The kernels for one SIMD width. Virtual calls cost little: there is one per tile or row.</summary>
internal abstract unsafe class KernelSet
{
    /// <summary>The kernels for the widest SIMD vectors that the processor and the runtime's settings support.</summary>
    public static KernelSet Best { get; } = WithLanes(16);

    /// <summary>The SIMD width of <see cref="Best"/>.</summary>
    public static SimdTier BestTier =>
        Vector512.IsHardwareAccelerated ? SimdTier.Vector512
        : Vector256.IsHardwareAccelerated ? SimdTier.Vector256
        : Vector128.IsHardwareAccelerated ? SimdTier.Vector128
        : SimdTier.Scalar;

    /// <summary>Creates the kernels for the widest SIMD vectors of up to a number of floats (at least 4) that the processor and the runtime's settings
    /// support.</summary>
    // Not by For, which needs the kernels of all widths: so Native AOT leaves out those of widths that it does not compile for.
    public static KernelSet WithLanes(int most) =>
        Vector512.IsHardwareAccelerated && most >= 16 ? new KernelSet<Simd512, Vector512<float>>()
        : Vector256.IsHardwareAccelerated && most >= 8 ? new KernelSet<Simd256, Vector256<float>>()
        : Vector128.IsHardwareAccelerated ? new KernelSet<Simd128, Vector128<float>>()
        : new KernelSet<SimdScalar, float>();

    /// <summary>Creates the kernels for a SIMD width. Widths above <see cref="BestTier"/> are emulated: correct but slow.</summary>
    public static KernelSet For(SimdTier tier) => tier switch
    {
        SimdTier.Vector512 => new KernelSet<Simd512, Vector512<float>>(),
        SimdTier.Vector256 => new KernelSet<Simd256, Vector256<float>>(),
        SimdTier.Vector128 => new KernelSet<Simd128, Vector128<float>>(),
        _ => new KernelSet<SimdScalar, float>(),
    };

    /// <summary>The number of floats in a vector.</summary>
    public abstract int Lanes { get; }

    /// <summary>Computes a tile of <paramref name="result"/> = f(product + bias), where f is <paramref name="function"/>.</summary>
    public abstract void Forward(in DenseProduct product, float* bias, ActivationFunction function, float* result, in Tile tile);

    /// <inheritdoc cref="Forward(in DenseProduct, float*, ActivationFunction, float*, in Tile)"/>
    public abstract void Forward(in SparseProduct product, float* bias, ActivationFunction function, float* result, in Tile tile);

    /// <summary>
    /// Computes a tile of <paramref name="result"/> = product · f'(z), where f is <paramref name="function"/>, and <paramref name="saved"/> holds
    /// f(z) in the layout of the result.
    /// </summary>
    public abstract void Backward(in DenseProduct product, ActivationFunction function, float* saved, float* result, in Tile tile);

    /// <summary>Adds a product to a tile of <paramref name="result"/>.</summary>
    public abstract void Accumulate(in DenseProduct product, float* result, in Tile tile);

    /// <inheritdoc cref="RowProducts{S, V}.Add"/>
    public abstract void Add(in RowProduct product, float* result);

    /// <inheritdoc cref="RowProducts{S, V}.AddSums"/>
    public abstract void AddSums(float* values, nint stride, int rows, int depth, float* result);

    /// <summary>Updates a tile of <paramref name="parameters"/>, whose gradient is the product.</summary>
    public abstract void Update(in DenseProduct product, in UpdateArguments update, float* parameters, in Tile tile);

    /// <inheritdoc cref="Update(in DenseProduct, in UpdateArguments, float*, in Tile)"/>
    public abstract void Update(in SparseProduct product, in UpdateArguments update, float* parameters, in Tile tile);

    /// <summary>
    /// Updates the rows from <paramref name="first"/> to <paramref name="end"/> - 1 of <paramref name="parameters"/>, whose gradient is the
    /// product.
    /// </summary>
    public abstract void Update(in ScatteredProduct product, in UpdateArguments update, float* parameters, int first, int end);

    /// <summary>Computes result = f(bias + product), where f is <paramref name="function"/>.</summary>
    public abstract void Forward(in PatchProduct product, float* bias, ActivationFunction function);

    /// <summary>Computes f(bias + sums), where f is <paramref name="function"/>.</summary>
    public abstract void Forward(in DepthwiseProduct product, float* bias, ActivationFunction function);

    /// <inheritdoc cref="WinogradTransforms{S, V}.Weights"/>
    public abstract void WinogradFilters(float* weights, int* offsets, float* result, nint resultMatrix, int count);

    /// <inheritdoc cref="WinogradTransforms{S, V}.Tiles"/>
    public abstract void WinogradTiles(in WinogradTiles tiles);

    /// <inheritdoc cref="WinogradTransforms{S, V}.Outputs"/>
    public abstract void WinogradOutputs(in WinogradTiles tiles, ActivationFunction function);

    /// <inheritdoc cref="WinogradTransforms{S, V}.Maxima"/>
    public abstract void WinogradMaxima(in WinogradTiles tiles, ActivationFunction function);

    /// <inheritdoc cref="DepthwiseKernel{S, V}.AddToWeights"/>
    public abstract void AddToWeights(in DepthwiseProduct product);

    /// <inheritdoc cref="DepthwiseKernel{S, V}.AddToPicture"/>
    public abstract void AddToPicture(in DepthwiseProduct product);

    /// <summary>Computes result ← result + product.</summary>
    public abstract void Add(in PatchProduct product);

    /// <inheritdoc cref="Add(in PatchProduct)"/>
    public abstract void Add(in SparsePatchProduct product);

    /// <inheritdoc cref="SparsePatchGemm{S, V}.Run(in SparsePatchProduct, in MaximumLists)"/>
    public abstract void Add(in SparsePatchProduct product, in MaximumLists maxima);

    /// <inheritdoc cref="MaximumListing{S, V}.ByFilter"/>
    public abstract void ListByFilter(in MaximumLists lists);

    /// <inheritdoc cref="MaximumListing{S, V}.ByPlace"/>
    public abstract void ListByPlace(in MaximumLists lists);

    /// <inheritdoc cref="ColumnSums{S, V}.Add"/>
    public abstract void AddRows(float* source, int rows, int columns, float* result);

    /// <summary>
    /// Updates the elements from <paramref name="first"/> to <paramref name="end"/> - 1 of <paramref name="parameters"/> with a stored
    /// gradient. Both bounds are multiples of a cache line. Optimizer states are at the same offsets.
    /// </summary>
    public abstract void Update(float* gradient, in UpdateArguments update, float* parameters, int first, int end);

    /// <summary>
    /// Whether an update leaves parameters as they are whose gradient is 0, so that rows of a lookup table that do not occur in a batch need
    /// no update.
    /// </summary>
    public abstract bool SkipsZeroGradients(in UpdateArguments update);

    /// <inheritdoc cref="TableKernels{S, V}.LookUp"/>
    public abstract void LookUp(float* table, nint stride, int* indices, int count, float* result, int columns);

    /// <inheritdoc cref="TableKernels{S, V}.LookUpSum"/>
    public abstract void LookUpSum(float* table, nint stride, int* indices, int count, float* result);

    /// <inheritdoc cref="TableKernels{S, V}.ScaledSum"/>
    public abstract void ScaledSum(float* vectors, nint stride, int count, float scale, float* result, int columns);

    /// <inheritdoc cref="TableKernels{S, V}.Select"/>
    public abstract int Select(int* indices, int count, int first, int rows, int skipped, int* list);

    /// <inheritdoc cref="TableKernels{S, V}.AddVector"/>
    public abstract void AddVector(float* vector, int* rows, int count, float* sums, nint stride, int columns);

    /// <inheritdoc cref="TableKernels{S, V}.AddVectors"/>
    public abstract void AddVectors(TableOccurrence* occurrences, int count, float* vectors, float* sums, nint stride, int columns);

    /// <inheritdoc cref="TableKernels{S, V}.Update"/>
    public abstract void Update(in TableSums sums, in UpdateArguments update, float* table);

    /// <summary>
    /// Updates the elements from <paramref name="first"/> to <paramref name="end"/> - 1 of a lookup table with a stored gradient, except rows
    /// whose gradient is 0. Both bounds are multiples of <paramref name="stride"/>, the length of a row.
    /// </summary>
    public abstract void UpdateNonzeroRows(float* gradient, in UpdateArguments update, float* table, int first, int end, int stride);

    /// <summary>
    /// result ← f(source). Both may be the same memory. In elementwise kernels, count is a multiple of a cache line.
    /// </summary>
    public abstract void Activate(ActivationKind kind, float* source, float* result, int count);

    /// <summary>
    /// gradient ← gradient × f'(z). <paramref name="saved"/> holds the sums z if <see cref="ActivationKind.NeedsSums"/>, otherwise the
    /// outputs f(z).
    /// </summary>
    public abstract void ActivationGradient(ActivationKind kind, float* gradient, float* saved, int count);

    /// <summary>
    /// result ← f(sums + bias), where the values of each unit lie in a row of memory. The result may be the same memory as the sums. tanh is
    /// <see cref="QuotientTanh{S, V}"/>.
    /// </summary>
    /// <param name="kind">f.</param>
    /// <param name="bias">One number per unit.</param>
    /// <param name="sums">The sums.</param>
    /// <param name="result">The result.</param>
    /// <param name="units">The number of units.</param>
    /// <param name="stride">The row stride of the sums and the result, in floats.</param>
    /// <param name="count">The number of values of a unit.</param>
    public abstract void ActivateUnits(ActivationKind kind, float* bias, float* sums, float* result, int units, nint stride, int count);

    /// <summary>
    /// result ← the sum of the parts, added in order, plus the bias. Rows are contiguous and padded to whole cache lines.
    /// </summary>
    /// <param name="parts">The first part of the first row.</param>
    /// <param name="partCount">The number of parts.</param>
    /// <param name="partStride">The distance between the starts of two consecutive parts, in floats.</param>
    /// <param name="bias">One bias per column.</param>
    /// <param name="result">The first row of the result.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="stride">The length of a row, in floats.</param>
    public abstract void AddParts(float* parts, int partCount, nint partStride, float* bias, float* result, int rows, int stride);

    /// <summary>result ← left × right, element by element. The result may be the same memory as an operand.</summary>
    public abstract void Multiply(float* left, float* right, float* result, int count);

    /// <inheritdoc cref="Normalization{S, V}.Statistics"/>
    public abstract void NormalizationStatistics(in NormalizationArguments arguments, int firstColumn, int endColumn);

    /// <inheritdoc cref="PositionNormalization{S, V}.Forward"/>
    public abstract void NormalizePositions(in PositionNormalizationArguments arguments);

    /// <inheritdoc cref="PositionNormalization{S, V}.Backward"/>
    public abstract void NormalizePositionsGradient(in PositionNormalizationArguments arguments);

    /// <inheritdoc cref="Normalization{S, V}.Forward"/>
    public abstract void Normalize(in NormalizationArguments arguments, int firstColumn, int endColumn);

    /// <inheritdoc cref="Normalization{S, V}.Sums"/>
    public abstract void NormalizationSums(in NormalizationArguments arguments, int firstColumn, int endColumn);

    /// <inheritdoc cref="Normalization{S, V}.Gradient"/>
    public abstract void NormalizationGradient(in NormalizationArguments arguments, float inverseCount, int firstColumn, int endColumn);

    /// <inheritdoc cref="MaxPoolingKernel{S, V}.Forward"/>
    public abstract void MaxPool(in PoolingArguments arguments);

    /// <inheritdoc cref="MaxPoolingKernel{S, V}.Backward"/>
    public abstract void MaxPoolGradient(in PoolingArguments arguments);

    /// <inheritdoc cref="AveragePoolingKernel{S, V}.Forward"/>
    public abstract void AveragePool(in PoolingArguments arguments);

    /// <inheritdoc cref="AveragePoolingKernel{S, V}.Backward"/>
    public abstract void AveragePoolGradient(in PoolingArguments arguments);

    /// <summary>Computes one time step of a recurrent layer, from the sums of its gates.</summary>
    /// <param name="cell">The kind of the layer.</param>
    /// <param name="step">The operands.</param>
    /// <param name="state">The activation of the state.</param>
    /// <param name="gate">The activation of the gates; unused by a simple layer.</param>
    public abstract void RecurrentForward(RecurrentCellKind cell, in RecurrentStep step, ActivationKind state, ActivationKind gate);

    /// <summary>Computes the gradients of one time step of a recurrent layer.</summary>
    /// <inheritdoc cref="RecurrentForward"/>
    public abstract void RecurrentBackward(RecurrentCellKind cell, in RecurrentStep step, ActivationKind state, ActivationKind gate);

    /// <inheritdoc cref="PositionMapKernel{S, V}.Run"/>
    public abstract void MapPositions(PositionMap map, float* input, float* output);

    /// <inheritdoc cref="GradientKernels{S, V}.AddPenalty"/>
    public abstract void AddPenalty(float* weights, float* gradient, float l1, float l2, int count);

    /// <inheritdoc cref="GradientKernels{S, V}.Clamp"/>
    public abstract void Clamp(float* values, float limit, int count);

    /// <summary>values ← values × factor.</summary>
    public abstract void Scale(float* values, float factor, int count);

    /// <inheritdoc cref="ISimd{V}.SumOfSquares"/>
    public abstract double SumOfSquares(float* values, int count);

    /// <summary>Σ |values|.</summary>
    public abstract float SumOfMagnitudes(float* values, int count);

    /// <inheritdoc cref="GradientKernels{S, V}.LimitColumns"/>
    public abstract void LimitColumns(float* matrix, nint stride, int rows, int firstColumn, int endColumn, float limit);

    /// <summary>Replaces a row of logits by its softmax probabilities; the padding is set to 0.</summary>
    /// <param name="logits">The row, padded to whole cache lines.</param>
    /// <param name="count">The number of classes, without padding.</param>
    public abstract void Softmax(float* logits, int count);

    /// <summary>result ← scale × softmax(logits); the padding is set to 0. Returns log Σ e^(logit - largest logit).</summary>
    /// <param name="logits">The row, padded to whole cache lines.</param>
    /// <param name="count">The number of classes, without padding.</param>
    /// <param name="scale">The factor by which the probabilities are multiplied.</param>
    /// <param name="result">Receives the result; may equal <paramref name="logits"/>.</param>
    public abstract float Softmax(float* logits, int count, float scale, float* result);

    /// <summary>
    /// Computes the cross-entropy of each row of logits, and its gradient scale × (softmax - onehot), where onehot is 1 for
    /// the label and 0 for the other classes.
    /// </summary>
    public abstract void SoftmaxCrossEntropy(in LabelledRows rows);
}
