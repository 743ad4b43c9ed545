namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>The number of vectors of sums that <see cref="SparsePatchGemm{S, V}"/> keeps in registers. It is known at JIT compilation.</summary>
internal interface IVectorCount
{
    /// <summary>The number of vectors.</summary>
    static abstract int Count { get; }
}

/// <summary>1 vector.</summary>
internal readonly struct Vectors1 : IVectorCount
{
    public static int Count => 1;
}

/// <summary>2 vectors.</summary>
internal readonly struct Vectors2 : IVectorCount
{
    public static int Count => 2;
}

/// <summary>3 vectors.</summary>
internal readonly struct Vectors3 : IVectorCount
{
    public static int Count => 3;
}

/// <summary>4 vectors.</summary>
internal readonly struct Vectors4 : IVectorCount
{
    public static int Count => 4;
}

/// <summary>5 vectors.</summary>
internal readonly struct Vectors5 : IVectorCount
{
    public static int Count => 5;
}

/// <summary>6 vectors.</summary>
internal readonly struct Vectors6 : IVectorCount
{
    public static int Count => 6;
}
