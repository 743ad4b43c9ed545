using System.Collections.Immutable;
using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>Takes slices of a batch through the layers of a plan, forward and backward, on the caller's thread.</summary>
internal sealed unsafe class SliceStack
{
    // Slices have whole pairs of the widest vectors.
    private const int RowGranularity = 2 * AlignedBuffer.LineLength;

    // Rows with more inputs are often sparse, and take long to transpose.
    private const int MaxInputs = 128;

    private readonly BatchInput _rows;
    private readonly SliceValues _input;
    private readonly ImmutableArray<SliceLayer> _layers;
    private readonly int _firstTrained;
    private readonly SliceLoss _loss;
    private readonly int[] _paddedRows;

    /// <summary>Creates the layers.</summary>
    /// <param name="plan">The plan, for which <see cref="Suits"/> returned true.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="options">The options of the training.</param>
    /// <param name="rows">The largest number of rows of a slice.</param>
    public SliceStack(CpuPlan plan, CpuParameters weights, FitOptions options, int rows)
    {
        rows = Pad(rows);
        _paddedRows = new int[rows];
        _rows = new BatchInput(plan.Spec.InputShape, InputPlan.FullRows(plan.Spec.InputSize), ThreadTeam.CallerOnly);
        _input = new SliceValues(plan.Spec.InputSize, rows);
        LayerContext context = new()
        {
            Plan = plan,
            Input = _rows,
            Parameters = weights,
            Kernels = KernelSet.Best,
            Team = ThreadTeam.CallerOnly,
            Seed = options.Seed,
            Part = new BatchPart(),
            Partner = null,
        };
        ImmutableArray<SliceLayer>.Builder layers = ImmutableArray.CreateBuilder<SliceLayer>();
        SliceValues output = _input;
        foreach (PlacedLayer layer in RunningLayers(plan))
        {
            CpuLayerFactory factory = CpuLayerRegistry.GetFactory(layer.Spec);
            layers.Add(factory.CreateForSlices(layer.Spec, context.For(layer, _rows, null), output, rows));
            output = layers[^1].Output;
        }

        _layers = layers.ToImmutable();
        _firstTrained = _layers.TakeWhile(layer => !layer.IsTrained).Count();
        _loss = SliceLoss.For(options.LossFor(plan.Spec), options.ClassWeights, output.Units, rows);
    }

    /// <summary>Whether all layers of a plan support slices.</summary>
    public static bool Suits(CpuPlan plan) =>
        plan.Spec.InputSize <= MaxInputs
        && !plan.Layers.IsEmpty
        && RunningLayers(plan).All(layer => CpuLayerRegistry.GetFactory(layer.Spec).SupportsSlices(layer));

    /// <summary>The number of values of a row in all layers, forward and backward.</summary>
    public static int LengthPerRow(CpuPlan plan) =>
        plan.Spec.InputSize + RunningLayers(plan).Sum(layer => 2 * layer.OutputShape.Aggregate(1, (size, dimension) => size * dimension));

    /// <summary>Rounds a number of rows up to whole vectors, as many rows as are computed.</summary>
    public static int Pad(int rows) => (rows + RowGranularity - 1) / RowGranularity * RowGranularity;

    /// <summary>Computes the loss of a slice, and adds the gradients.</summary>
    /// <param name="data">The data.</param>
    /// <param name="rows">The rows of the slice.</param>
    /// <param name="batchRows">The number of rows of the batch.</param>
    /// <param name="gradients">The gradients to which those of the slice are added.</param>
    public EvaluationResult AddGradients(TrainingData data, ReadOnlySpan<int> rows, int batchRows, CpuParameters gradients)
    {
        int padded = Pad(rows.Length);
        StageInput(data.Features, rows, padded);
        foreach (SliceLayer layer in _layers)
        {
            layer.Forward(padded);
        }

        SliceLayer last = _layers[^1];
        EvaluationResult result = _loss.Compute(data, rows, padded, batchRows, last.Output, last.OutputGradient);
        last.MultiplyByDerivative(padded);
        for (int i = _layers.Length - 1; i >= _firstTrained; i--)
        {
            _layers[i].Backward(padded, i > _firstTrained ? _layers[i - 1] : null, gradients);
        }

        return result;
    }

    private static IEnumerable<PlacedLayer> RunningLayers(CpuPlan plan) =>
        plan.AllLayers.Where(layer => !layer.Spec.PassesThrough(plan.IsTraining));

    // Fills the last vectors with copies of the last row. The loss sets the gradients of the copies to 0, so they change no sum, and their
    // outputs are infinite or NaN only if those of the row are.
    private void StageInput(FeatureMatrix features, ReadOnlySpan<int> rows, int padded)
    {
        if (rows.Length < padded)
        {
            rows.CopyTo(_paddedRows);
            _paddedRows.AsSpan(rows.Length, padded - rows.Length).Fill(rows[^1]);
            rows = _paddedRows.AsSpan(0, padded);
        }

        if (features is DenseFeatures { RowLengths.IsEmpty: true } numbers)
        {
            Transposition.Run(numbers.Values, _input.Units, rows, _input.Pointer, _input.Stride);
            return;
        }

        _rows.Stage(features, rows);
        Transposition.Run(_rows.Pointer, _rows.Stride, _input.Units, _input.Pointer, _input.Stride, 0, padded);
    }
}
