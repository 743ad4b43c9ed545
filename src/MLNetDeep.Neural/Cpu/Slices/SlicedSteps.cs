using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// Computes the gradients of a large batch slice by slice: each slice of the rows goes forward and backward through all layers while its
/// values are in a cache, and threads wait for each other once per step instead of in each layer.
/// </summary>
/// <remarks>
/// The rows are divided into a fixed number of groups, and each group into slices of a size that follows from the shapes alone. A group's
/// gradients are summed in the order of its slices, then the groups are added in order. So results do not depend on the number of threads.
/// </remarks>
internal sealed class SlicedSteps
{
    // More threads than groups are of no use; each group has its own gradients.
    private const int Groups = 8;

    // The values of a slice, in floats: 64 KiB.
    private const int SliceLength = 16 * 1024;

    // Whole batches below this size, in floats, stay in the second-level cache.
    private const int MinBatchLength = 256 * 1024;

    private static readonly UpdateArguments s_add = new() { Kind = UpdateKind.Sgd, Rate = -1 };

    private readonly CpuParameters _weights;
    private readonly GradientStage _stage;
    private readonly ThreadTeam _team;
    private readonly Group[] _groups;
    private readonly BatchRows _rows = new();
    private readonly Action<int> _runGroup;
    private readonly long _workPerRow;
    private TrainingData? _data;
    private long _step;

    /// <summary>Creates the layers of each group.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="layers">The layers, for which <see cref="Suits"/> returned true.</param>
    /// <param name="options">The options of the training.</param>
    /// <param name="stage">Receives the gradients.</param>
    /// <param name="team">The threads to use.</param>
    public SlicedSteps(CpuParameters weights, LayerStack layers, FitOptions options, GradientStage stage, ThreadTeam team)
    {
        _weights = weights;
        _stage = stage;
        _team = team;
        int sliceRows = Math.Max(8, SliceLength / LengthPerRow(layers) / 8 * 8);
        _groups = new Group[Groups];
        for (int i = 0; i < Groups; i++)
        {
            CpuParameters gradients = i == 0 ? stage.Gradients : CpuParameters.Zeros(weights.Spec);
            LayerStack stack = new(layers.Plan, weights, ThreadTeam.CallerOnly, sliceRows, options.Seed);
            CpuLoss loss = CpuLoss.For(options.LossFor(weights.Spec), ThreadTeam.CallerOnly, options.ClassWeights);
            _groups[i] = new Group(stack, loss, gradients, sliceRows);
        }

        _workPerRow = layers.Layers.Sum(layer => 3 * layer.WorkFor(1)) + _groups[0].Loss.WorkFor(1, layers.Output);
        _runGroup = RunGroup;
    }

    /// <summary>Whether slices are likely to be faster than whole batches, and every layer computes each row by itself.</summary>
    public static bool Suits(LayerStack layers, CpuParameters weights, int rows)
    {
        if (!layers.Layers.All(layer => layer.ComputesRowsApart))
        {
            return false;
        }

        long batchLength = (long)rows * LengthPerRow(layers);
        long weightLength = Enumerable.Range(0, weights.Spec.Parameters.Length).Sum(i => (long)weights[i].Length);
        return batchLength >= MinBatchLength && weightLength <= SliceLength;
    }

    /// <summary>Computes the loss, without penalties, and the gradients. The weights do not change.</summary>
    public EvaluationResult ComputeGradients(TrainingData data, ReadOnlySpan<int> rows, long step)
    {
        _data = data;
        _step = step;
        _rows.Set(rows);
        _team.Run(Groups, rows.Length * _workPerRow, _runGroup);
        EvaluationResult result = default;
        foreach (Group group in _groups)
        {
            result += group.Result;
        }

        return result;
    }

    /// <summary>Adds the gradients of all groups, and applies them.</summary>
    public void Apply(CpuUpdate update)
    {
        for (int i = 1; i < Groups; i++)
        {
            _stage.Add(_groups[i].Gradients, s_add);
        }

        _stage.Apply(update);
    }

    // The values of a row in all layers, forward and backward.
    private static int LengthPerRow(LayerStack layers) =>
        AlignedBuffer.Pad(layers.Input.Columns) + layers.Layers.Sum(layer => 2 * layer.Output.Stride);

    private void RunGroup(int index)
    {
        Group group = _groups[index];
        ReadOnlySpan<int> rows = _rows.Span;
        int first = (int)((long)index * rows.Length / Groups);
        int end = (int)((long)(index + 1) * rows.Length / Groups);
        EvaluationResult result = default;
        if (first == end)
        {
            group.Gradients.Fill(0);
        }

        for (int start = first; start < end; start += group.SliceRows)
        {
            ReadOnlySpan<int> slice = rows[start..Math.Min(start + group.SliceRows, end)];
            group.Layers.Forward(_data!.Features, slice, _step);
            result += group.Loss.Compute(
                _data, slice, group.Layers.Output, group.Layers.OutputGradient, training: true, batchRows: rows.Length);
            CpuUpdate update = start == first ? group.Store : group.Add;
            update.Begin();
            group.Layers.Backward(0, slice.Length, update);
        }

        group.Result = result;
        GC.KeepAlive(_weights);
    }

    /// <summary>The layers, the loss and the gradients of one group.</summary>
    private sealed class Group(LayerStack layers, CpuLoss loss, CpuParameters gradients, int sliceRows)
    {
        public LayerStack Layers { get; } = layers;

        public CpuLoss Loss { get; } = loss;

        public CpuParameters Gradients { get; } = gradients;

        public int SliceRows { get; } = sliceRows;

        /// <summary>Stores the gradients of the first slice.</summary>
        public CpuUpdate Store { get; } = CpuUpdate.Store(gradients, allowsDeferring: false);

        /// <summary>Adds the gradients of further slices.</summary>
        public CpuUpdate Add { get; } = new(gradients) { Arguments = s_add, AllowsDeferring = false };

        public EvaluationResult Result { get; set; }
    }
}
