using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// The transformed weights of a <see cref="WinogradConvolution"/>: panels of filters, each with a matrix [channels, filters] for each point.
/// </summary>
/// <param name="channels">The number of channels.</param>
/// <param name="filters">The number of filters.</param>
/// <param name="kernels">The kernels.</param>
internal sealed unsafe class WinogradWeights(int channels, int filters, KernelSet kernels)
{
    /// <summary>The number of filters in a panel; the last panel may have fewer.</summary>
    public const int PanelWidth = 2 * AlignedBuffer.LineLength;

    private readonly AlignedBuffer _values = new((long)WinogradTiles.Points * channels * AlignedBuffer.Pad(filters));

    /// <summary>The first panel.</summary>
    public float* Pointer => _values.Pointer;

    /// <summary>The number of panels.</summary>
    public int Panels => (filters + PanelWidth - 1) / PanelWidth;

    /// <summary>The number of values, padding included.</summary>
    public int Length => _values.Length;

    /// <summary>Returns the offset of the panel that begins with a filter, in floats.</summary>
    public static nint Origin(int filter, int channels) => (nint)filter * WinogradTiles.Points * channels;

    /// <summary>Computes one panel.</summary>
    /// <param name="index">The panel.</param>
    /// <param name="weights">The weights of the panel's first filter. Those of one channel and position of the kernel are in sequence.</param>
    /// <param name="positions">The offset of each of the 3 x 3 positions, in floats.</param>
    /// <param name="channelStride">The distance between two channels, in floats.</param>
    public void TransformPanel(int index, float* weights, int* positions, nint channelStride)
    {
        int first = index * PanelWidth;
        int count = Math.Min(PanelWidth, AlignedBuffer.Pad(filters) - first);
        float* target = Pointer + Origin(first, channels);
        for (int channel = 0; channel < channels; channel++)
        {
            kernels.WinogradFilters(weights, positions, target, channels * count, count);
            weights += channelStride;
            target += count;
        }
    }
}
