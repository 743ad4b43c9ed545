namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>
/// The operands of a convolution in which each channel has one filter of its own: sums[p, c] = Σₜ picture[p, t, c]·weights[t, c] for each
/// patch p, where the value t of a patch is at <c>Picture + Patches[p] + Taps[t] + c</c>. There are up to <see cref="Panel.Width"/>
/// channels, those of a panel.
/// </summary>
/// <remarks>
/// Nothing beyond the channels is written. In gradients, whole vectors are read, whatever the number of channels, and of weights always.
/// </remarks>
internal unsafe struct DepthwiseProduct
{
    /// <summary>The picture, or its gradient.</summary>
    public float* Picture;

    /// <summary>The offset of each patch in the picture, in floats.</summary>
    public int* Patches;

    /// <summary>The offset of each value in a patch, in floats.</summary>
    public int* Taps;

    /// <summary>The number of values in a patch.</summary>
    public int TapCount;

    /// <summary>The weights, or their gradient.</summary>
    public float* Weights;

    /// <summary>The row stride of the weights, in floats.</summary>
    public nint WeightStride;

    /// <summary>The sums, or their gradient.</summary>
    public float* Sums;

    /// <summary>The offset of each patch's sums, in floats.</summary>
    public int* Positions;

    /// <summary>The first patch.</summary>
    public int FirstPatch;

    /// <summary>The patch after the last one.</summary>
    public int EndPatch;

    /// <summary>The number of channels.</summary>
    public int Channels;
}
