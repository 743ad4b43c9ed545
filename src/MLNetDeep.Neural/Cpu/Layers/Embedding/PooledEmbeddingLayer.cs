using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// An embedding and the global average pooling after it: the mean of the table rows of a sequence. Neither the embeddings of all positions
/// nor their gradients are stored, of which those of a row are all the same: g / length.
/// </summary>
internal sealed unsafe class PooledEmbeddingLayer : CpuLayer
{
    private readonly EmbeddingTable _table;
    private readonly BatchInput _input;
    private readonly KernelSet _kernels;
    private readonly ThreadTeam _team;
    private readonly Action<int> _forwardTile;

    // The state of the current batch.
    private int _rows;
    private bool _areOccurrencesKnown;

    /// <param name="layer">The embedding.</param>
    /// <param name="context">Its context.</param>
    /// <param name="pooling">The context of the pooling.</param>
    public PooledEmbeddingLayer(Embedding layer, LayerContext context, LayerContext pooling)
        : base(pooling.OutputShape)
    {
        _table = new EmbeddingTable(layer, context);
        _input = (BatchInput)context.Input;
        _kernels = context.Kernels;
        _team = context.Team;
        _forwardTile = ForwardTile;
    }

    /// <inheritdoc/>
    public override long WorkFor(int rows) => (long)rows * _input.Columns * _table.Stride;

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

        for (int row = 0; row < rows; row++)
        {
            float* gradient = OutputGradient.Pointer + ((nint)row * OutputGradient.Stride);
            _kernels.Scale(gradient, 1f / Math.Max(1, _input.Indices.LengthOf(row)), OutputGradient.Stride);
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
        _kernels.LookUpMean(_table.Pointer, _table.Stride, first, indices.LengthOf(row), result);
    }

    private void FindOccurrences() => _table.FindOccurrences(_rows, OutputGradient.Stride, positionStride: 0);
}
