namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>The values of one window, without padding.</summary>
internal unsafe struct PoolingWindow
{
    /// <summary>The channels of the first position.</summary>
    public float* Corner;

    /// <summary>The number of rows.</summary>
    public int Rows;

    /// <summary>The number of columns; 0 or less if no position of the window counts.</summary>
    public int Columns;

    /// <summary>The first position's number in the window with padding, row by row.</summary>
    public int FirstPlace;

    /// <summary>Whether the window has two rows and two columns, as most have.</summary>
    public readonly bool IsTwoByTwo => Rows == 2 && Columns == 2;
}
