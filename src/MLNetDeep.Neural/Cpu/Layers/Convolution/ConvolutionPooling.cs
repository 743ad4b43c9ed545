using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// The maximum pooling that follows a convolution, computed with it: the values before pooling of a picture stay in the thread's cache, and
/// those that no window covers are not computed at all.
/// </summary>
/// <remarks>Only for windows that neither overlap nor have gaps or padding, see <see cref="Suits(PoolingShape)"/>.</remarks>
internal sealed unsafe class ConvolutionPooling
{
    // With fewer positions, starting a product takes a noticeable part of the time.
    private const int PositionsPerStrip = 128;
    private const int MaxStripLength = 4096;

    private readonly PoolingAxis _width;
    private readonly PoolingAxis _height;

    // The windows of a strip and of the last strip.
    private readonly PoolingAxis _strip;
    private readonly PoolingAxis _lastStrip;
    private readonly KernelSet _kernels;
    private readonly int _channels;
    private readonly Activations _output;
    private readonly Activations _places;
    private readonly ThreadBuffers _strips;
    private readonly ThreadBuffers _gradients;
    private bool _isTraining;

    /// <param name="pooling">The geometry of the pooling.</param>
    /// <param name="output">The output of the pooling.</param>
    /// <param name="hasEvenStrips">Whether a strip begins at an even row of the values before pooling.</param>
    /// <param name="context">The context of the pooling.</param>
    public ConvolutionPooling(PoolingShape pooling, Activations output, bool hasEvenStrips, LayerContext context)
    {
        WindowAxis height = Covered(pooling.Height), width = Covered(pooling.Width);
        _height = new PoolingAxis(height);
        _width = new PoolingAxis(width);
        int valuesPerRow = height.Kernel * width.Input;
        int wantedRows = Math.Max(1, Math.Min(PositionsPerStrip / valuesPerRow, MaxStripLength / (valuesPerRow * pooling.Channels)));
        Strips = (height.Output + wantedRows - 1) / wantedRows;
        StripRows = (height.Output + Strips - 1) / Strips;
        StripRows += hasEvenStrips && int.IsOddInteger(StripRows * height.Kernel) ? 1 : 0;
        Strips = (height.Output + StripRows - 1) / StripRows;
        _strip = Strip(height, StripRows);
        _lastStrip = Strip(height, height.Output - ((Strips - 1) * StripRows));
        _kernels = context.Kernels;
        _channels = pooling.Channels;
        _output = output;
        _places = new Activations(context.OutputShape);
        _strips = new ThreadBuffers(context.Team.Size, StripRows * valuesPerRow * _channels);
        _gradients = new ThreadBuffers(context.Team.Size, height.Input * width.Input * _channels);
    }

    /// <summary>The number of rows of windows.</summary>
    public int Rows => _height.Output;

    /// <summary>The number of rows of windows in a strip: their values fit into the first cache. The last strip may have fewer.</summary>
    public int StripRows { get; }

    /// <summary>The number of strips.</summary>
    public int Strips { get; }

    /// <summary>The number of windows.</summary>
    public int Windows => _height.Output * _width.Output;

    /// <summary>Whether the windows are 2 x 2.</summary>
    public bool ArePairs => _height.Kernel == 2 && _width.Kernel == 2;

    /// <summary>The number of values of a window.</summary>
    public int WindowSize => _height.Kernel * _width.Kernel;

    /// <summary>Returns the position before pooling of a value of a window.</summary>
    /// <param name="window">The window.</param>
    /// <param name="place">The place of the value in the window.</param>
    public (int Y, int X) PositionOf(int window, int place)
    {
        (int row, int column) = Math.DivRem(window, _width.Output);
        (int y, int x) = Math.DivRem(place, _width.Kernel);
        return ((row * _height.Kernel) + y, (column * _width.Kernel) + x);
    }

    /// <summary>The place in its window of each maximum of a row; null in inference.</summary>
    public float* Places(int row) => _isTraining ? RowOf(_places, row) : null;

    /// <summary>Whether a pooling can be computed with the convolution before it.</summary>
    public static bool Suits(PoolingShape shape) => Suits(shape.Height) && Suits(shape.Width);

    /// <summary>Returns the geometry of a convolution without the outputs that no window covers.</summary>
    public static ConvolutionShape Cover(ConvolutionShape convolution, PoolingShape pooling) => convolution with
    {
        Height = convolution.Height with { Output = Covered(pooling.Height).Input },
        Width = convolution.Width with { Output = Covered(pooling.Width).Input },
    };

    /// <summary>Allocates memory for batches of this many rows.</summary>
    public void EnsureRows(int rows, bool training)
    {
        _isTraining = training;
        if (training)
        {
            _places.EnsureRows(rows);
        }
    }

    /// <summary>The current thread's memory for the values of one strip.</summary>
    public float* StripValues() => _strips.Pointer();

    /// <summary>Computes the maxima of a strip from its values in the current thread's memory.</summary>
    /// <param name="row">The row of the batch.</param>
    /// <param name="strip">The strip.</param>
    public void Forward(int row, int strip)
    {
        int offset = strip * StripRows * _width.Output * _channels;
        _kernels.MaxPool(Arguments(strip == Strips - 1 ? _lastStrip : _strip, _strips.Pointer(), RowOf(_output, row) + offset, _isTraining ? Places(row) + offset : null));
    }

    /// <summary>Returns the gradient of the values before pooling, in memory of the current thread.</summary>
    /// <param name="row">The row of the batch.</param>
    /// <param name="gradient">The gradient of the maxima.</param>
    public float* Spread(int row, float* gradient)
    {
        float* result = _gradients.Pointer();
        _kernels.MaxPoolGradient(Arguments(_height, result, gradient, Places(row)));
        return result;
    }

    private static bool Suits(WindowAxis axis) => axis.Stride == axis.Kernel && axis.Dilation == 1 && axis.Before == 0 && axis.After == 0;

    private static PoolingAxis Strip(WindowAxis height, int rows) => new(height with { Input = height.Kernel * rows, Output = rows });

    private static WindowAxis Covered(WindowAxis axis) => axis with { Input = axis.Output * axis.Kernel };

    private static float* RowOf(Activations activations, int row) => activations.Pointer + ((nint)row * activations.Stride);

    private PoolingArguments Arguments(PoolingAxis height, float* input, float* output, float* places) => new()
    {
        Height = height,
        Width = _width,
        Channels = _channels,
        UsedWidth = _width.Input,
        Input = input,
        Output = output,
        Places = places,
    };
}
