namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>
/// The size of the block of sums that <see cref="Gemm{S, V, TEpilogue}"/> keeps in registers. It is known at JIT compilation.
/// </summary>
internal interface IBlockSize
{
    /// <summary>The number of rows of the block: 1, 2, 4 or 8.</summary>
    static abstract int Rows { get; }

    /// <summary>The width of the block, in SIMD vectors: 1 or 2.</summary>
    static abstract int Vectors { get; }
}

/// <summary>8 rows by 2 vectors.</summary>
internal readonly struct Rows8Vectors2 : IBlockSize
{
    public static int Rows => 8;

    public static int Vectors => 2;
}

/// <summary>4 rows by 2 vectors.</summary>
internal readonly struct Rows4Vectors2 : IBlockSize
{
    public static int Rows => 4;

    public static int Vectors => 2;
}

/// <summary>2 rows by 2 vectors.</summary>
internal readonly struct Rows2Vectors2 : IBlockSize
{
    public static int Rows => 2;

    public static int Vectors => 2;
}

/// <summary>1 row by 2 vectors.</summary>
internal readonly struct Rows1Vectors2 : IBlockSize
{
    public static int Rows => 1;

    public static int Vectors => 2;
}

/// <summary>8 rows by 1 vector.</summary>
internal readonly struct Rows8Vectors1 : IBlockSize
{
    public static int Rows => 8;

    public static int Vectors => 1;
}

/// <summary>4 rows by 1 vector.</summary>
internal readonly struct Rows4Vectors1 : IBlockSize
{
    public static int Rows => 4;

    public static int Vectors => 1;
}

/// <summary>2 rows by 1 vector.</summary>
internal readonly struct Rows2Vectors1 : IBlockSize
{
    public static int Rows => 2;

    public static int Vectors => 1;
}

/// <summary>1 row by 1 vector.</summary>
internal readonly struct Rows1Vectors1 : IBlockSize
{
    public static int Rows => 1;

    public static int Vectors => 1;
}
