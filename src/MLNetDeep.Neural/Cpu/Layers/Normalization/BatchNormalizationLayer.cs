using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>Batch normalization of flat rows. Columns are divided among threads.</summary>
internal sealed unsafe class BatchNormalizationLayer : BatchNormalizationBase
{
    // The number of columns in a tile: two cache lines of each row.
    private const int TileColumns = 2 * AlignedBuffer.LineLength;

    private readonly Action<int> _forwardTile;
    private readonly Action<int> _backwardTile;
    private int _rows;
    private Activations? _inputGradient;

    public BatchNormalizationLayer(BatchNormalization layer, LayerContext context)
        : base(layer, context)
    {
        _forwardTile = ForwardTile;
        _backwardTile = BackwardTile;
    }

    private int Tiles => (Output.Stride + TileColumns - 1) / TileColumns;

    public override void Forward(int rows, long? step)
    {
        Begin(step);
        _rows = rows;
        Team.Run(Tiles, WorkFor(rows), _forwardTile);
    }

    public override void Backward(int rows, Activations? inputGradient, CpuUpdate update)
    {
        _rows = rows;
        _inputGradient = inputGradient;
        Team.Run(Tiles, WorkFor(rows), _backwardTile);
        UpdateParameters(update);
    }

    private void ForwardTile(int tile)
    {
        NormalizationArguments arguments = Arguments();
        arguments.Output = Output.Pointer;
        arguments.OutputStride = Output.Stride;
        (int first, int end) = Columns(tile);
        if (UsesBatchStatistics)
        {
            Kernels.NormalizationStatistics(arguments, first, end);
        }

        Kernels.Normalize(arguments, first, end);
    }

    private void BackwardTile(int tile)
    {
        NormalizationArguments arguments = Arguments();
        arguments.Output = OutputGradient.Pointer;
        arguments.OutputStride = OutputGradient.Stride;
        (int first, int end) = Columns(tile);
        if (NeedsSums)
        {
            Kernels.NormalizationSums(arguments, first, end);
        }

        if (_inputGradient is not null)
        {
            arguments.InputGradient = _inputGradient.Pointer;
            arguments.InputGradientStride = _inputGradient.Stride;
            Kernels.NormalizationGradient(arguments, UsesBatchStatistics ? 1f / _rows : 0, first, end);
        }
    }

    private NormalizationArguments Arguments()
    {
        NormalizationArguments arguments = SharedArguments();
        arguments.Input = Input.Pointer;
        arguments.InputStride = Input.Stride;
        arguments.Rows = _rows;
        return arguments;
    }

    private (int First, int End) Columns(int tile) =>
        (tile * TileColumns, Math.Min((tile + 1) * TileColumns, Output.Stride));
}
