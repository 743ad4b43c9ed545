using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>An embedding: each index is replaced by a row of a table; see <see cref="EmbeddingTable"/>.</summary>
internal sealed unsafe class EmbeddingLayer : CpuLayer
{
    private readonly EmbeddingTable _table;
    private readonly BatchInput _input;
    private readonly KernelSet _kernels;
    private readonly ThreadTeam _team;
    private readonly Action<int> _forwardTile;

    // The state of the current batch.
    private int _rows;
    private bool _areOccurrencesKnown;

    public EmbeddingLayer(Embedding layer, LayerContext context)
        : base(context.OutputShape)
    {
        _table = new EmbeddingTable(layer, context);
        _input = (BatchInput)context.Input;
        _kernels = context.Kernels;
        _team = context.Team;
        _forwardTile = ForwardTile;
    }

    public override void EnsureRows(int rows, bool training)
    {
        base.EnsureRows(rows, training);
        if (training && _table.IsTrained)
        {
            _table.EnsureRows(rows);
        }
    }

    public override void Forward(int rows, long? step)
    {
        _rows = rows;
        _areOccurrencesKnown = step is not null && _table.IsTrained;

        // In training, one more tile finds the occurrences for the update.
        _team.Run(_areOccurrencesKnown ? rows + 1 : rows, WorkFor(rows), _forwardTile);
    }

    public override void Backward(int rows, Activations? inputGradient, CpuUpdate update)
    {
        if (!_table.IsTrained)
        {
            return;
        }

        if (!_areOccurrencesKnown)
        {
            FindOccurrences();
        }

        _table.Update(OutputGradient.Pointer, update);
    }

    private void ForwardTile(int tile)
    {
        int row = tile;
        if (_areOccurrencesKnown && row-- == 0)
        {
            FindOccurrences();
            return;
        }

        StagedIndices indices = _input.Indices;
        int* first = indices.Pointer + ((nint)row * indices.Columns);
        float* result = Output.Pointer + ((nint)row * Output.Stride);
        _kernels.LookUp(_table.Pointer, _table.Stride, first, indices.LengthOf(row), result, _table.Columns);
    }

    private void FindOccurrences() => _table.FindOccurrences(_rows, OutputGradient.Stride, _table.Columns);
}
