using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>
/// Selects the kernel that is compiled for an activation or update rule. Selection costs little: it is done once per tile or row.
/// </summary>
internal sealed unsafe partial class KernelSet<S, V> : KernelSet
    where S : struct, ISimd<V>
    where V : unmanaged
{
    // The rows whose sums a long activation function is applied to at a time: at most 16 KiB in a panel of 64 columns.
    private const int RowsPerBlock = 64;

    public override int Lanes => S.Lanes;

    public override void Forward(in DenseProduct product, float* bias, ActivationFunction function, float* result, in Tile tile)
    {
        switch (function)
        {
            case ActivationFunction.Linear:
                Gemm<S, V, ActivationEpilogue<S, V, LinearActivation<S, V>>>.Run(product, new(result, bias), tile);
                break;
            case ActivationFunction.Relu:
                Gemm<S, V, ActivationEpilogue<S, V, ReluActivation<S, V>>>.Run(product, new(result, bias), tile);
                break;
            case ActivationFunction.Sigmoid:
                ForwardInBlocks<SigmoidActivation<S, V>>(product, bias, result, tile);
                break;
            case ActivationFunction.Tanh:
                ForwardInBlocks<TanhActivation<S, V>>(product, bias, result, tile);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(function), function, "A product cannot apply this function to its sums.");
        }
    }

    public override void Forward(in SparseProduct product, float* bias, ActivationFunction function, float* result, in Tile tile)
    {
        switch (function)
        {
            case ActivationFunction.Linear:
                SparseGemm<S, V, ActivationEpilogue<S, V, LinearActivation<S, V>>>.Run(product, new(result, bias), tile);
                break;
            case ActivationFunction.Relu:
                SparseGemm<S, V, ActivationEpilogue<S, V, ReluActivation<S, V>>>.Run(product, new(result, bias), tile);
                break;
            case ActivationFunction.Sigmoid:
                SparseGemm<S, V, ActivationEpilogue<S, V, SigmoidActivation<S, V>>>.Run(product, new(result, bias), tile);
                break;
            case ActivationFunction.Tanh:
                SparseGemm<S, V, ActivationEpilogue<S, V, TanhActivation<S, V>>>.Run(product, new(result, bias), tile);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(function), function, "A product cannot apply this function to its sums.");
        }
    }

    public override void Backward(in DenseProduct product, ActivationFunction function, float* saved, float* result, in Tile tile)
    {
        switch (function)
        {
            case ActivationFunction.Linear:
                Gemm<S, V, DerivativeEpilogue<S, V, LinearActivation<S, V>>>.Run(product, new(result, saved), tile);
                break;
            case ActivationFunction.Relu:
                Gemm<S, V, DerivativeEpilogue<S, V, ReluActivation<S, V>>>.Run(product, new(result, saved), tile);
                break;
            case ActivationFunction.Sigmoid:
                Gemm<S, V, DerivativeEpilogue<S, V, SigmoidActivation<S, V>>>.Run(product, new(result, saved), tile);
                break;
            case ActivationFunction.Tanh:
                Gemm<S, V, DerivativeEpilogue<S, V, TanhActivation<S, V>>>.Run(product, new(result, saved), tile);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(function), function, "A product cannot apply the derivative of this function.");
        }
    }

    public override void Add(in RowProduct product, float* result) => RowProducts<S, V>.Add(product, result);

    public override void AddSums(float* values, nint stride, int rows, int depth, float* result) =>
        RowProducts<S, V>.AddSums(values, stride, rows, depth, result);

    public override void Update(in DenseProduct product, in UpdateArguments update, float* parameters, in Tile tile) =>
        WithRule(update, new DenseUpdate(product, parameters, tile));

    public override void Update(in SparseProduct product, in UpdateArguments update, float* parameters, in Tile tile) =>
        WithRule(update, new SparseUpdate(product, parameters, tile));

    public override void Update(in ScatteredProduct product, in UpdateArguments update, float* parameters, int first, int end) =>
        WithRule(update, new ScatteredUpdate(product, parameters, first, end));

    public override void Update(float* gradient, in UpdateArguments update, float* parameters, int first, int end) =>
        WithRule(update, new StoredUpdate(gradient, parameters, first, end));

    public override bool SkipsZeroGradients(in UpdateArguments update)
    {
        bool skips = false;
        WithRule(update, new ZeroGradientQuery(&skips));
        return skips || update.SkipsZeroRows;
    }

    public override void LookUp(float* table, nint stride, int* indices, int count, float* result, int columns) =>
        TableKernels<S, V>.LookUp(table, stride, indices, count, result, columns);

    public override void LookUpSum(float* table, nint stride, int* indices, int count, float* result) =>
        TableKernels<S, V>.LookUpSum(table, stride, indices, count, result);

    public override void ScaledSum(float* vectors, nint stride, int count, float scale, float* result, int columns) =>
        TableKernels<S, V>.ScaledSum(vectors, stride, count, scale, result, columns);

    public override int Select(int* indices, int count, int first, int rows, int skipped, int* list) =>
        TableKernels<S, V>.Select(indices, count, first, rows, skipped, list);

    public override void AddVector(float* vector, int* rows, int count, float* sums, nint stride, int columns) =>
        TableKernels<S, V>.AddVector(vector, rows, count, sums, stride, columns);

    public override void AddVectors(TableOccurrence* occurrences, int count, float* vectors, float* sums, nint stride, int columns) =>
        TableKernels<S, V>.AddVectors(occurrences, count, vectors, sums, stride, columns);

    public override void Update(in TableSums sums, in UpdateArguments update, float* table) =>
        WithRule(update, new TableUpdate(sums, update, table));

    public override void UpdateNonzeroRows(float* gradient, in UpdateArguments update, float* table, int first, int end, int stride) =>
        WithRule(update, new NonzeroRowUpdate(gradient, table, first, end, stride));

    public override void Softmax(float* logits, int count)
    {
        float sum = SoftmaxRow<S, V>.Exponentials(logits, count, SoftmaxRow<S, V>.Largest(logits, count), logits);
        SoftmaxRow<S, V>.Scale(logits, count, 1 / sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override float Softmax(float* logits, int count, float scale, float* result)
    {
        float sum = SoftmaxRow<S, V>.Exponentials(logits, count, SoftmaxRow<S, V>.Largest(logits, count), result);
        SoftmaxRow<S, V>.Scale(result, count, scale / sum);
        return MathF.Log(sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void SoftmaxCrossEntropy(in LabelledRows rows)
    {
        // -log softmax = log Σ e^(logit - largest) - (logit - largest); the logarithms of all rows are computed in one call.
        Span<float> sums = stackalloc float[LabelledRows.MaxRows];
        sums = sums[..rows.Labels.Length];
        for (int row = 0; row < sums.Length; row++)
        {
            float* logits = rows.Logits + ((nint)row * rows.Stride);
            float* gradient = rows.Gradient + ((nint)row * rows.Stride);
            int label = rows.Labels[row];
            float scale = rows.Scales[row];
            float largest = SoftmaxRow<S, V>.Largest(logits, rows.Classes);
            int predicted = SoftmaxRow<S, V>.IndexOf(largest, logits, rows.Classes);
            rows.Losses[row] = largest - logits[label];
            float sum = SoftmaxRow<S, V>.Exponentials(logits, rows.Classes, largest, gradient);
            rows.Predicted[row] = float.IsNaN(sum) ? -1 : predicted;
            sums[row] = sum;
            SoftmaxRow<S, V>.Scale(gradient, rows.Classes, scale / sum);
            gradient[label] -= scale;
        }

        TensorPrimitives.Log(sums, sums);
        TensorPrimitives.Add(rows.Losses[..sums.Length], sums, rows.Losses);
    }

    // A long function has no place within the product's loop, where it is needed for each of 16 vectors: there the compiler calls it instead of
    // inlining it. So it is applied to the sums of some rows while they are in the first-level cache.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ForwardInBlocks<TActivation>(in DenseProduct product, float* bias, float* result, in Tile tile)
        where TActivation : struct, IActivation<S, V>
    {
        for (int first = tile.FirstRow; first < tile.EndRow; first += RowsPerBlock)
        {
            Tile block = tile with { FirstRow = first, EndRow = Math.Min(first + RowsPerBlock, tile.EndRow) };
            Gemm<S, V, ActivationEpilogue<S, V, LinearActivation<S, V>>>.Run(product, new(result, bias), block);
            for (int row = first; row < block.EndRow; row++)
            {
                float* values = result + (row * product.ResultStride);
                for (int column = tile.FirstColumn; column < tile.EndColumn; column += S.Lanes)
                {
                    S.Store(default(TActivation).Apply(S.Load(values + column)), values + column);
                }
            }
        }
    }

    // The only place where an UpdateKind is mapped to a rule type.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WithRule<TUser>(in UpdateArguments update, in TUser user)
        where TUser : struct, IRuleUser
    {
        switch (update.Kind)
        {
            case UpdateKind.Store:
                user.Use(default(StoreRule<S, V>));
                break;
            case UpdateKind.Sgd:
                user.Use(new SgdRule<S, V>(update));
                break;
            case UpdateKind.Momentum:
                user.Use(new MomentumRule<S, V>(update));
                break;
            case UpdateKind.Nesterov:
                user.Use(new NesterovRule<S, V>(update));
                break;
            case UpdateKind.Adam:
                user.Use(new AdamRule<S, V>(update));
                break;
            case UpdateKind.AdamW:
                user.Use(new AdamWRule<S, V>(update));
                break;
            case UpdateKind.Adagrad:
                user.Use(new AdagradRule<S, V>(update));
                break;
            case UpdateKind.Adadelta:
                user.Use(new AdadeltaRule<S, V>(update));
                break;
            case UpdateKind.RmsProp:
                user.Use(new RmsPropRule<S, V>(update));
                break;
            case UpdateKind.RmsPropExtended:
                user.Use(new RmsPropExtendedRule<S, V>(update));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(update), update.Kind, null);
        }
    }

    /// <summary>A generic method, passed as a value: calls a kernel with the rule type that WithRule selects.</summary>
    private interface IRuleUser
    {
        void Use<TRule>(in TRule rule)
            where TRule : struct, IUpdateRule<V>;
    }

    private readonly struct DenseUpdate(in DenseProduct product, float* parameters, in Tile tile) : IRuleUser
    {
        private readonly DenseProduct _product = product;
        private readonly Tile _tile = tile;

        public void Use<TRule>(in TRule rule)
            where TRule : struct, IUpdateRule<V> =>
            Gemm<S, V, UpdateEpilogue<S, V, TRule>>.Run(_product, new(parameters, rule), _tile);
    }

    private readonly struct SparseUpdate(in SparseProduct product, float* parameters, in Tile tile) : IRuleUser
    {
        private readonly SparseProduct _product = product;
        private readonly Tile _tile = tile;

        public void Use<TRule>(in TRule rule)
            where TRule : struct, IUpdateRule<V> =>
            SparseGemm<S, V, UpdateEpilogue<S, V, TRule>>.Run(_product, new(parameters, rule), _tile);
    }

    private readonly struct ScatteredUpdate(in ScatteredProduct product, float* parameters, int first, int end) : IRuleUser
    {
        private readonly ScatteredProduct _product = product;

        public void Use<TRule>(in TRule rule)
            where TRule : struct, IUpdateRule<V> =>
            ScatterGemm<S, V, UpdateEpilogue<S, V, TRule>>.Run(_product, new(parameters, rule), first, end);
    }

    private readonly struct StoredUpdate(float* gradient, float* parameters, int first, int end) : IRuleUser
    {
        public void Use<TRule>(in TRule rule)
            where TRule : struct, IUpdateRule<V> =>
            GradientKernels<S, V>.Apply(gradient, parameters, rule, first, end);
    }

    private readonly struct TableUpdate(in TableSums sums, in UpdateArguments update, float* table) : IRuleUser
    {
        private readonly TableSums _sums = sums;
        private readonly UpdateArguments _update = update;

        public void Use<TRule>(in TRule rule)
            where TRule : struct, IUpdateRule<V> =>
            TableKernels<S, V>.Update(_sums, rule, _update, table);
    }

    private readonly struct NonzeroRowUpdate(float* gradient, float* table, int first, int end, int stride) : IRuleUser
    {
        public void Use<TRule>(in TRule rule)
            where TRule : struct, IUpdateRule<V> =>
            TableKernels<S, V>.UpdateNonzeroRows(gradient, table, rule, first, end, stride);
    }

    private readonly struct ZeroGradientQuery(bool* skips) : IRuleUser
    {
        public void Use<TRule>(in TRule rule)
            where TRule : struct, IUpdateRule<V> =>
            *skips = TRule.SkipsZeroGradients;
    }
}
