namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>
/// The operands of result[i, j] = initial[i, j] + Σₖ left[i, k]·right[k, j], k ascending, where the left operand is read where it lies, such
/// as patches of a picture. Its rows begin anywhere, and the terms k are divided into segments of equal length: element [i, k] is at
/// <c>Left + LeftRows[i] + Segments[k / SegmentLength] + (k % SegmentLength)·LeftStride</c>.
/// </summary>
internal unsafe struct PatchProduct
{
    /// <summary>The left operand.</summary>
    public float* Left;

    /// <summary>The offset of each row of the left operand, in floats.</summary>
    public int* LeftRows;

    /// <summary>The offset of each segment, in floats.</summary>
    public int* Segments;

    /// <summary>The number of segments.</summary>
    public int SegmentCount;

    /// <summary>The number of terms in a segment.</summary>
    public int SegmentLength;

    /// <summary>The distance between two terms of a segment, in floats.</summary>
    public nint LeftStride;

    /// <summary>The right operand. Whole vectors are read, so there must be memory up to a vector pair beyond the last column.</summary>
    public float* Right;

    /// <summary>The row stride of the right operand, in floats.</summary>
    public nint RightStride;

    /// <summary>The result; nothing beyond its last column is written.</summary>
    public float* Result;

    /// <summary>The offset of each row of the result, in floats. Rows of the result must not overlap within 8 rows.</summary>
    public int* ResultRows;

    /// <summary>The first row.</summary>
    public int FirstRow;

    /// <summary>The row after the last one.</summary>
    public int EndRow;

    /// <summary>The number of columns.</summary>
    public int Columns;
}
