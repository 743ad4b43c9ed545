namespace MLNetDeep.Neural;

/// <summary>The geometry of a convolution with the shape of its input: what its options come to.</summary>
/// <remarks>
/// <para>A picture has the shape [height, width, channels], channels last. A convolution of a sequence [time, features] is one with height 1 and
/// the time as the width: a row has the same values in the same order.</para>
/// <para>Output channel c belongs to group c / <see cref="GroupOutputs"/>, and reads the <see cref="GroupInputs"/> input channels of this group.
/// Weights have PyTorch's shape [output channels, group inputs, kernel height, kernel width].</para>
/// </remarks>
/// <param name="Height">The windows along the height; 1 of 1 for sequences.</param>
/// <param name="Width">The windows along the width, or along the time of sequences.</param>
/// <param name="InputChannels">The number of channels of the input.</param>
/// <param name="OutputChannels">The number of channels of the output: the filters.</param>
/// <param name="Groups">The number of groups of channels, which divides both numbers of channels.</param>
internal readonly record struct ConvolutionShape(WindowAxis Height, WindowAxis Width, int InputChannels, int OutputChannels, int Groups)
{
    /// <summary>The number of input channels that one filter reads.</summary>
    public int GroupInputs => InputChannels / Groups;

    /// <summary>The number of filters of a group.</summary>
    public int GroupOutputs => OutputChannels / Groups;

    /// <summary>The number of positions of a kernel: its height times its width.</summary>
    public int KernelSize => Height.Kernel * Width.Kernel;

    /// <summary>The number of weights of a filter: the inputs of one output value, with those that padding replaces.</summary>
    public int FilterSize => GroupInputs * KernelSize;

    /// <summary>The number of positions of an output row: its height times its width.</summary>
    public int OutputPositions => Height.Output * Width.Output;

    /// <summary>The number of values of an input row.</summary>
    public int InputSize => Height.Input * Width.Input * InputChannels;

    /// <summary>The number of values of an output row.</summary>
    public int OutputSize => OutputPositions * OutputChannels;

    /// <summary>Whether each channel has filters of its own: the groups have one input channel each.</summary>
    public bool IsDepthwise => Groups == InputChannels && Groups > 1;

    /// <summary>Whether the convolution is a product of each position's channels with a matrix: one group, kernel 1, stride 1.</summary>
    public bool IsPointwise => Groups == 1 && Height.IsPointwise && Width.IsPointwise;

    /// <summary>Whether there is padding on any side.</summary>
    public bool HasPadding => (Height.Before | Height.After | Width.Before | Width.After) != 0;

    /// <summary>The number of multiplications of the direct algorithm for one row, with those by padding.</summary>
    public long Products => (long)OutputSize * FilterSize;
}
