namespace MLNetDeep.Neural;

/// <summary>The windows of a convolution or a pooling along one axis of its input.</summary>
/// <remarks>
/// Window o covers the input's indices o·<see cref="Stride"/> - <see cref="Before"/> + k·<see cref="Dilation"/> for each k below
/// <see cref="Kernel"/>. Indices outside of the input are padding.
/// </remarks>
/// <param name="Input">The number of input values along the axis.</param>
/// <param name="Output">The number of windows; 0 if the input is too short for one.</param>
/// <param name="Kernel">The number of values in a window.</param>
/// <param name="Stride">The distance between the beginnings of two windows.</param>
/// <param name="Dilation">The distance between two values of a window.</param>
/// <param name="Before">The number of padded values before the input.</param>
/// <param name="After">The number of padded values after the input.</param>
public readonly record struct WindowAxis(int Input, int Output, int Kernel, int Stride, int Dilation, int Before, int After)
{
    /// <summary>The largest accepted extent of a window, so that no index overflows.</summary>
    private const int MaximumExtent = 1 << 24;

    /// <summary>The number of values from the beginning of a window to its end, including those that dilation skips.</summary>
    public int Extent => ExtentOf(Kernel, Dilation);

    /// <summary>Whether each value of the input is a window of its own: kernel and stride 1.</summary>
    public bool IsPointwise => Kernel == 1 && Stride == 1;

    /// <summary>Places the windows.</summary>
    /// <param name="input">The number of input values along the axis: 1 or more.</param>
    /// <param name="kernel">The number of values in a window: 1 or more.</param>
    /// <param name="stride">The distance between two windows: 1 or more.</param>
    /// <param name="dilation">The distance between two values of a window: 1 or more.</param>
    /// <param name="padding">What lies around the input; see <see cref="Padding"/>.</param>
    /// <exception cref="ArgumentException">The window extends over more than 16,777,216 values.</exception>
    public static WindowAxis Of(int input, int kernel, int stride, int dilation, Padding padding)
    {
        if ((((long)kernel - 1) * dilation) + 1 > MaximumExtent)
        {
            throw new ArgumentException(
                $"A kernel of {kernel} values at a dilation of {dilation} is longer than {MaximumExtent} values.", nameof(kernel));
        }

        int extent = ExtentOf(kernel, dilation);
        int padded = padding switch
        {
            Padding.Same => (int)Math.Max((((long)CeilingOf(input, stride) - 1) * stride) + extent - input, 0),
            Padding.Causal => extent - 1,
            _ => 0,
        };
        int output = input + (long)padded < extent ? 0 : (int)(((input + (long)padded - extent) / stride) + 1);
        int before = padding == Padding.Causal ? padded : padded / 2;
        return new(input, output, kernel, stride, dilation, before, padded - before);
    }

    /// <summary>Returns how many windows an input of fewer values has, in which only the first values are used.</summary>
    /// <remarks>
    /// With <see cref="Padding.Valid"/>, these are the windows that lie within the used values; otherwise there are ceil(length /
    /// stride). Values after the used ones are 0, as padding is.
    /// </remarks>
    /// <param name="length">The number of used values: 0 to <see cref="Input"/>.</param>
    /// <param name="padding">The padding that the windows were placed with.</param>
    public int OutputLength(int length, Padding padding)
    {
        if (padding != Padding.Valid)
        {
            return length == 0 ? 0 : CeilingOf(length, Stride);
        }

        return length < Extent ? 0 : ((length - Extent) / Stride) + 1;
    }

    /// <summary>Returns the values of a window that lie within the input, as a range of k.</summary>
    /// <param name="window">The window: 0 to <see cref="Output"/> - 1.</param>
    /// <returns>The first k, and the k after the last; equal if the window has no value of the input.</returns>
    public (int First, int End) InputRange(int window)
    {
        long begin = ((long)window * Stride) - Before;
        long first = begin >= 0 ? 0 : (-begin + Dilation - 1) / Dilation;
        long end = begin >= Input ? 0 : Math.Min(Kernel, ((Input - 1 - begin) / Dilation) + 1);
        return ((int)Math.Min(first, Kernel), (int)Math.Max(Math.Min(first, Kernel), end));
    }

    private static int ExtentOf(int kernel, int dilation) => ((kernel - 1) * dilation) + 1;

    private static int CeilingOf(int count, int divisor) => ((count - 1) / divisor) + 1;
}
