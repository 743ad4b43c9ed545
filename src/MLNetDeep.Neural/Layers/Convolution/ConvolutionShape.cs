using System.Collections.Immutable;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>
/// The geometry of a convolution: where its windows lie in an input of a given shape, and which channels its filters read.
/// </summary>
/// <remarks>
/// <para>A picture has the shape [height, width, channels], channels last. A sequence [time, features] is a picture of height 1 whose width is
/// the time, with the same values in the same order.</para>
/// <para>Output channel c belongs to group c / <see cref="GroupOutputs"/>, and reads the <see cref="GroupInputs"/> input channels of this group.
/// Weights have PyTorch's shape [output channels, group inputs, kernel height, kernel width].</para>
/// </remarks>
/// <param name="Height">The windows along the height; 1 of 1 for sequences.</param>
/// <param name="Width">The windows along the width, or along the time of sequences.</param>
/// <param name="InputChannels">The number of channels of the input.</param>
/// <param name="OutputChannels">The number of channels of the output: the filters.</param>
/// <param name="Groups">The number of groups of channels, which divides both numbers of channels.</param>
public readonly record struct ConvolutionShape(WindowAxis Height, WindowAxis Width, int InputChannels, int OutputChannels, int Groups)
{
    /// <summary>The number of input channels that one filter reads.</summary>
    public int GroupInputs => InputChannels / Groups;

    /// <summary>The number of filters of a group.</summary>
    public int GroupOutputs => OutputChannels / Groups;

    /// <summary>The number of positions of a kernel: its height times its width.</summary>
    public int KernelSize => Height.Kernel * Width.Kernel;

    /// <summary>The number of weights of a filter, which is the number of inputs of one output value, padding included.</summary>
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

    /// <summary>The number of multiplications of the direct algorithm for one row, padding included.</summary>
    public long Products => (long)OutputSize * FilterSize;

    /// <summary>The number of values that depend on one input value, as Keras counts them: filters times positions of the kernel.</summary>
    public int FanOut => OutputChannels * KernelSize;

    /// <summary>Places the windows on a picture, with one filter for each channel that reads this channel only.</summary>
    /// <param name="layer">The name of the layer, for messages.</param>
    /// <param name="inputShape">The shape of an input row: [height, width, channels].</param>
    /// <param name="kernel">The height and width of a window.</param>
    /// <param name="strides">The distance between neighbouring windows.</param>
    /// <param name="dilation">The distance between neighbouring values of a window.</param>
    /// <param name="padding">What lies around the picture.</param>
    /// <exception cref="ArgumentException">There are not three dimensions, or no window fits into the picture.</exception>
    internal static ConvolutionShape OfPicture(
        string layer, ImmutableArray<int> inputShape, Size2D kernel, Size2D strides, Size2D dilation, Padding padding)
    {
        if (inputShape.Length != 3)
        {
            throw new ArgumentException($"{layer} needs rows of the shape [height, width, channels], got {Shapes.Text(inputShape)}.");
        }

        WindowAxis height = WindowAxis.Of(inputShape[0], kernel.Height, strides.Height, dilation.Height, padding);
        WindowAxis width = WindowAxis.Of(inputShape[1], kernel.Width, strides.Width, dilation.Width, padding);
        return height.Output > 0 && width.Output > 0
            ? new(height, width, inputShape[2], inputShape[2], inputShape[2])
            : throw new ArgumentException(
                $"{layer} needs an input of [{height.Extent}, {width.Extent}, channels] or larger for one window, got {Shapes.Text(inputShape)}.");
    }

    /// <summary>Places the windows on a sequence, with one filter for each feature that reads this feature only.</summary>
    /// <param name="layer">The name of the layer, for messages.</param>
    /// <param name="inputShape">The shape of an input row: [time, features].</param>
    /// <param name="kernel">The number of time steps in a window.</param>
    /// <param name="strides">The distance between neighbouring windows.</param>
    /// <param name="dilation">The distance between neighbouring values of a window.</param>
    /// <param name="padding">What lies around the sequence.</param>
    /// <exception cref="ArgumentException">There are not two dimensions, or no window fits into the sequence.</exception>
    internal static ConvolutionShape OfSequence(
        string layer, ImmutableArray<int> inputShape, int kernel, int strides, int dilation, Padding padding)
    {
        if (inputShape.Length != 2)
        {
            throw new ArgumentException($"{layer} needs rows of the shape [time, features], got {Shapes.Text(inputShape)}.");
        }

        WindowAxis time = WindowAxis.Of(inputShape[0], kernel, strides, dilation, padding);
        return time.Output > 0
            ? new(WindowAxis.Of(1, 1, 1, 1, Padding.Valid), time, inputShape[1], inputShape[1], inputShape[1])
            : throw new ArgumentException(
                $"{layer} needs an input of [{time.Extent}, features] or longer for one window, got {Shapes.Text(inputShape)}.");
    }

    /// <summary>Returns the same windows with filters that read all channels of their group.</summary>
    /// <param name="layer">The name of the layer, for messages.</param>
    /// <param name="inputShape">The shape of an input row, for messages.</param>
    /// <param name="filters">The number of filters.</param>
    /// <param name="groups">The number of groups, which divides the filters.</param>
    /// <exception cref="ArgumentException">The groups do not divide the channels of the input, or the output is too large.</exception>
    internal ConvolutionShape WithFilters(string layer, ImmutableArray<int> inputShape, int filters, int groups)
    {
        if (InputChannels % groups != 0)
        {
            throw new ArgumentException(
                $"{layer} needs a number of channels, the last dimension, that its {groups} groups divide without a remainder, got {Shapes.Text(inputShape)}.");
        }

        Shapes.Size([Height.Output, Width.Output, filters], $"The output of {layer} for an input of {Shapes.Text(inputShape)},");
        return this with { OutputChannels = filters, Groups = groups };
    }

    /// <summary>Returns the same windows with several filters for each channel.</summary>
    /// <param name="layer">The name of the layer, for messages.</param>
    /// <param name="inputShape">The shape of an input row, for messages.</param>
    /// <param name="multiplier">The number of filters for each channel.</param>
    /// <exception cref="ArgumentException">The output is too large.</exception>
    internal ConvolutionShape WithMultiplier(string layer, ImmutableArray<int> inputShape, int multiplier) =>
        (long)InputChannels * multiplier <= Array.MaxLength
            ? WithFilters(layer, inputShape, InputChannels * multiplier, InputChannels)
            : throw new ArgumentException(
                $"{layer} would have {(long)InputChannels * multiplier} filters for an input of {Shapes.Text(inputShape)}; accepted: up to {Array.MaxLength}.");
}
