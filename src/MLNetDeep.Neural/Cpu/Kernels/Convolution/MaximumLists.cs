namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>
/// The maxima of the windows of one row that have a gradient, in two orders. Each list has room for all its maxima, and <see cref="Slack"/>
/// floats or integers follow each array, which kernels may overwrite.
/// </summary>
internal unsafe struct MaximumLists
{
    /// <summary>The number of values that kernels may write behind an array.</summary>
    public const int Slack = AlignedBuffer.LineLength;

    /// <summary>The number of filters.</summary>
    public int Filters;

    /// <summary>The number of windows.</summary>
    public int Windows;

    /// <summary>The number of places in a window.</summary>
    public int WindowSize;

    /// <summary>The gradient of each maximum: the filters of the first window, of the second, and so on.</summary>
    public float* Gradient;

    /// <summary>The place of each maximum in its window, in the same order.</summary>
    public float* Places;

    /// <summary>For each window and place: the offset of its patch.</summary>
    public int* Patches;

    /// <summary>For each filter: the offset of its weights. Whole vectors are read.</summary>
    public int* FilterRows;

    /// <summary>The lists of the filters, in the order of windows: the position of each list's first maximum, which is filter · windows.</summary>
    public int* FilterStarts;

    /// <summary>The position after each list's last maximum.</summary>
    public int* FilterEnds;

    /// <summary>The offset of each maximum's patch.</summary>
    public int* FilterOffsets;

    /// <summary>The gradient of each maximum.</summary>
    public float* FilterValues;

    /// <summary>The lists of the places of windows, in the order of filters: the position of each list's first maximum.</summary>
    public int* PlaceStarts;

    /// <summary>The position after each list's last maximum.</summary>
    public int* PlaceEnds;

    /// <summary>The offset of each maximum's weights.</summary>
    public int* PlaceOffsets;

    /// <summary>The gradient of each maximum.</summary>
    public float* PlaceValues;
}
