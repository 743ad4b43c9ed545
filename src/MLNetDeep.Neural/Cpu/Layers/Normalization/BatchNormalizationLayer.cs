using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>Batch normalization of flat rows. Columns are divided among threads.</summary>
internal sealed unsafe class BatchNormalizationLayer : BatchNormalizationBase
{
    // The number of columns in a tile: two cache lines of each row.
    private const int TileColumns = 2 * AlignedBuffer.LineLength;

    private readonly Action<int> _forwardTile;
    private readonly Action<int> _statisticsOfTile;
    private readonly Action<int> _normalizeTile;
    private readonly Action<int> _backwardTile;
    private readonly Action<int> _sumsOfTile;
    private readonly Action<int> _gradientOfTile;
    private int _rows;
    private long _count;
    private Activations? _inputGradient;

    public BatchNormalizationLayer(BatchNormalization layer, LayerContext context)
        : base(layer, context)
    {
        _forwardTile = ForwardTile;
        _statisticsOfTile = StatisticsOfTile;
        _normalizeTile = NormalizeTile;
        _backwardTile = BackwardTile;
        _sumsOfTile = SumsOfTile;
        _gradientOfTile = GradientOfTile;
    }

    private int Tiles => (Output.Stride + TileColumns - 1) / TileColumns;

    public override void Forward(int rows, long? step)
    {
        Begin(step);
        _rows = rows;
        _count = rows;
        if (IsShared)
        {
            Team.Run(Tiles, WorkFor(rows), _statisticsOfTile);
            _count = ShareStatistics(rows);
            Team.Run(Tiles, WorkFor(rows), _normalizeTile);
        }
        else
        {
            Team.Run(Tiles, WorkFor(rows), _forwardTile);
        }
    }

    public override void Backward(int rows, Activations? inputGradient, CpuUpdate update)
    {
        _rows = rows;
        _inputGradient = inputGradient;
        if (IsShared && inputGradient is not null)
        {
            Team.Run(Tiles, WorkFor(rows), _sumsOfTile);
            ShareGradients(rows);
            Team.Run(Tiles, WorkFor(rows), _gradientOfTile);
        }
        else
        {
            Team.Run(Tiles, WorkFor(rows), _backwardTile);
        }

        UpdateParameters(update);
    }

    private void ForwardTile(int tile)
    {
        if (UsesBatchStatistics)
        {
            StatisticsOfTile(tile);
        }

        NormalizeTile(tile);
    }

    private void StatisticsOfTile(int tile)
    {
        (int first, int end) = Columns(tile);
        Kernels.NormalizationStatistics(ForRows(ArgumentsForAllRows(), Output), first, end);
    }

    private void NormalizeTile(int tile)
    {
        (int first, int end) = Columns(tile);
        Kernels.Normalize(ForRows(ArgumentsForAllRows(), Output), first, end);
    }

    private void BackwardTile(int tile)
    {
        if (NeedsSums)
        {
            SumsOfTile(tile);
        }

        if (_inputGradient is not null)
        {
            GradientOfTile(tile);
        }
    }

    private void SumsOfTile(int tile)
    {
        (int first, int end) = Columns(tile);
        Kernels.NormalizationSums(ForRows(ArgumentsForAllRows(), OutputGradient), first, end);
    }

    private void GradientOfTile(int tile)
    {
        NormalizationArguments arguments = ForRows(ArgumentsForInputGradient(), OutputGradient);
        arguments.InputGradient = _inputGradient!.Pointer;
        arguments.InputGradientStride = _inputGradient.Stride;
        (int first, int end) = Columns(tile);
        Kernels.NormalizationGradient(arguments, UsesBatchStatistics ? 1f / Math.Max(_count, 1) : 0, first, end);
    }

    private NormalizationArguments ForRows(NormalizationArguments arguments, Activations output)
    {
        arguments.Input = Input.Pointer;
        arguments.InputStride = Input.Stride;
        arguments.Output = output.Pointer;
        arguments.OutputStride = output.Stride;
        arguments.Rows = _rows;
        return arguments;
    }

    private (int First, int End) Columns(int tile) =>
        (tile * TileColumns, Math.Min((tile + 1) * TileColumns, Output.Stride));
}
