using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// The maximum pooling that follows a convolution, computed with it: the values before pooling of a picture stay in the thread's cache, and
/// those that no window covers are not computed at all.
/// </summary>
/// <remarks>Only for windows that neither overlap nor have gaps or padding, see <see cref="Suits(PoolingShape)"/>.</remarks>
internal sealed unsafe class ConvolutionPooling
{
    private readonly PoolingAxis _width;
    private readonly PoolingAxis _height;

    // The windows of one row of windows.
    private readonly PoolingAxis _strip;
    private readonly KernelSet _kernels;
    private readonly int _channels;
    private readonly Activations _output;
    private readonly Activations _places;
    private readonly ThreadBuffers _strips;
    private readonly ThreadBuffers _gradients;
    private bool _isTraining;

    /// <param name="pooling">The geometry of the pooling.</param>
    /// <param name="output">The output of the pooling.</param>
    /// <param name="context">The context of the pooling.</param>
    public ConvolutionPooling(PoolingShape pooling, Activations output, LayerContext context)
    {
        WindowAxis height = Covered(pooling.Height), width = Covered(pooling.Width);
        _height = new PoolingAxis(height);
        _width = new PoolingAxis(width);
        _strip = new PoolingAxis(height with { Input = height.Kernel, Output = 1 });
        _kernels = context.Kernels;
        _channels = pooling.Channels;
        _output = output;
        _places = new Activations(context.OutputShape);
        _strips = new ThreadBuffers(context.Team.Size, height.Kernel * width.Input * _channels);
        _gradients = new ThreadBuffers(context.Team.Size, height.Input * width.Input * _channels);
    }

    /// <summary>The number of rows of windows.</summary>
    public int Rows => _height.Output;

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

    /// <summary>The current thread's memory for the values of one row of windows.</summary>
    public float* Strip() => _strips.Pointer();

    /// <summary>Computes the maxima of one row of windows from the current thread's strip.</summary>
    /// <param name="row">The row of the batch.</param>
    /// <param name="windowRow">The row of windows.</param>
    public void Forward(int row, int windowRow)
    {
        int offset = windowRow * _width.Output * _channels;
        _kernels.MaxPool(Arguments(_strip, _strips.Pointer(), RowOf(_output, row) + offset, _isTraining ? RowOf(_places, row) + offset : null));
    }

    /// <summary>Returns the gradient of the values before pooling, in memory of the current thread.</summary>
    /// <param name="row">The row of the batch.</param>
    /// <param name="gradient">The gradient of the maxima.</param>
    public float* Spread(int row, float* gradient)
    {
        float* result = _gradients.Pointer();
        _kernels.MaxPoolGradient(Arguments(_height, result, gradient, RowOf(_places, row)));
        return result;
    }

    private static bool Suits(WindowAxis axis) => axis.Stride == axis.Kernel && axis.Dilation == 1 && axis.Before == 0 && axis.After == 0;

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
