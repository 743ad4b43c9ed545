namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>
/// Arithmetic on a vector of <see cref="Lanes"/> floats. Kernels are written once against this interface and compiled for each vector
/// width, where every member becomes one instruction or a short sequence.
/// </summary>
/// <typeparam name="V">The vector: <c>Vector512&lt;float&gt;</c> and so on, or <c>float</c> itself for the scalar tier.</typeparam>
internal unsafe interface ISimd<V>
    where V : unmanaged
{
    /// <summary>The number of floats in a vector: 16, 8, 4 or 1.</summary>
    static abstract int Lanes { get; }

    /// <summary>Whether there are enough registers for 16 sums and the operands.</summary>
    static abstract bool HasManyRegisters { get; }

    /// <summary>The index of each lane: 0, 1, 2 and so on.</summary>
    static abstract V Indices { get; }

    static abstract V Broadcast(float value);

    static abstract V Load(float* source);

    static abstract void Store(V value, float* destination);

    static abstract V Add(V left, V right);

    static abstract V Subtract(V left, V right);

    static abstract V Multiply(V left, V right);

    static abstract V Divide(V left, V right);

    /// <summary>left × right + addend, with one rounding if the processor has a fused instruction.</summary>
    static abstract V MultiplyAdd(V left, V right, V addend);

    static abstract V SquareRoot(V value);

    /// <summary>
    /// 1 / (√square + addend) to a relative error of 5e-7, for a square that is infinite or a normal number above 0, and an addend of 0 or
    /// more. On some processors an estimate and a Newton step are much faster than the exact root and quotient.
    /// </summary>
    static abstract V ReciprocalOfRoot(V square, V addend);

    static abstract V Abs(V value);

    /// <summary>The maximum, lane by lane. NaN if the right operand is NaN; of two zeros, either.</summary>
    static abstract V Max(V left, V right);

    /// <summary>2 to the power of an integer from -126 to 127; 0 for -127, unspecified for other exponents.</summary>
    static abstract V PowerOfTwo(V exponent);

    /// <summary>left > right ? then : otherwise, lane by lane. Comparisons with NaN are false.</summary>
    static abstract V WhereGreater(V left, V right, V then, V otherwise);

    /// <summary>A bit mask of the lanes that are equal; NaN equals nothing.</summary>
    static abstract uint EqualLanes(V left, V right);

    static abstract float Sum(V value);

    /// <summary>The largest lane; unspecified if one is NaN, since processors differ there.</summary>
    static abstract float LargestLane(V value);
}
