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
    // More than this many threads are not faster. Each group needs memory for all gradients.
    private const int Groups = 8;

    // The values of a slice, in floats: 256 KiB.
    private const int SliceLength = 64 * 1024;

    // Smaller batches are computed layer by layer: a group would have fewer than 256 rows.
    private const int MinRows = 2048;

    // The weights, the biases and their gradients must fit into the cache together with the values of a slice.
    private const int MaxWeights = 16 * 1024;

    private static readonly UpdateArguments s_add = new() { Kind = UpdateKind.Sgd, Rate = -1 };

    private readonly CpuParameters _weights;
    private readonly GradientStage _stage;
    private readonly ThreadTeam _team;
    private readonly Group[] _groups;
    private readonly BatchRows _rows = new();
    private readonly Action<int> _runGroup;
    private readonly int _sliceRows;
    private readonly long _workPerRow;
    private TrainingData? _data;

    /// <summary>Creates the layers of each group.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="plan">The layers, for which <see cref="Suits"/> returned true.</param>
    /// <param name="options">The options of the training.</param>
    /// <param name="stage">Receives the gradients.</param>
    /// <param name="team">The threads to use.</param>
    public SlicedSteps(CpuParameters weights, CpuPlan plan, FitOptions options, GradientStage stage, ThreadTeam team)
    {
        _weights = weights;
        _stage = stage;
        _team = team;
        _sliceRows = SliceStack.Pad(Math.Max(1, SliceLength / SliceStack.LengthPerRow(plan)));
        _groups = new Group[Groups];
        for (int i = 0; i < Groups; i++)
        {
            CpuParameters gradients = i == 0 ? stage.Gradients : CpuParameters.Zeros(weights.Spec);
            _groups[i] = new Group(new SliceStack(plan, weights, options, _sliceRows), gradients);
        }

        // Each weight takes part in three products.
        _workPerRow = 3L * CountWeights(weights);
        _runGroup = RunGroup;
    }

    /// <summary>Whether every layer supports slices, and slices are likely to be faster than whole batches.</summary>
    public static bool Suits(CpuPlan plan, CpuParameters weights, int rows) =>
        rows >= MinRows && CountWeights(weights) <= MaxWeights && SliceStack.Suits(plan);

    /// <summary>Computes the loss, without penalties, and the gradients. The weights do not change.</summary>
    public EvaluationResult ComputeGradients(TrainingData data, ReadOnlySpan<int> rows)
    {
        _data = data;
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

    private static int CountWeights(CpuParameters weights) => Enumerable.Range(0, weights.Spec.Parameters.Length).Sum(i => weights[i].Length);

    private void RunGroup(int index)
    {
        Group group = _groups[index];
        ReadOnlySpan<int> rows = _rows.Span;

        // All slices but the last one of the batch have numbers of rows that fill whole vectors.
        int first = FirstRow(index, rows.Length);
        int end = FirstRow(index + 1, rows.Length);
        EvaluationResult result = default;
        group.Gradients.Fill(0);
        while (first < end)
        {
            // The remaining rows are divided as evenly as whole vectors allow.
            int slices = (end - first + _sliceRows - 1) / _sliceRows;
            int count = Math.Min(SliceStack.Pad((end - first + slices - 1) / slices), end - first);
            result += group.Layers.AddGradients(_data!, rows.Slice(first, count), rows.Length, group.Gradients);
            first += count;
        }

        group.Result = result;
        GC.KeepAlive(_weights);
    }

    private static int FirstRow(int group, int rows) => Math.Min(rows, SliceStack.Pad((int)((long)group * rows / Groups)));

    /// <summary>The layers, the loss and the gradients of one group.</summary>
    private sealed class Group(SliceStack layers, CpuParameters gradients)
    {
        public SliceStack Layers { get; } = layers;

        public CpuParameters Gradients { get; } = gradients;

        public EvaluationResult Result { get; set; }
    }
}
