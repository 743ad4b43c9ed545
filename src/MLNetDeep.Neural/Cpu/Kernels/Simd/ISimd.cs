namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>
/// Arithmetic on a vector of <see cref="Lanes"/> floats. Kernels are written once over this and compiled for each width; the runtime
/// makes every member a single instruction or a short sequence.
/// </summary>
/// <typeparam name="V">The vector: <c>Vector512&lt;float&gt;</c> and so on, or <c>float</c> itself for the scalar tier.</typeparam>
internal unsafe interface ISimd<V>
    where V : unmanaged
{
    /// <summary>How many floats a vector holds: 16, 8, 4 or 1.</summary>
    static abstract int Lanes { get; }

    /// <summary>Whether the processor has registers enough for 16 sums besides operands.</summary>
    static abstract bool HasManyRegisters { get; }

    /// <summary>0, 1, 2 and so on: the number of each lane.</summary>
    static abstract V Indices { get; }

    static abstract V Broadcast(float value);

    static abstract V Load(float* source);

    static abstract void Store(V value, float* destination);

    static abstract V Add(V left, V right);

    static abstract V Subtract(V left, V right);

    static abstract V Multiply(V left, V right);

    static abstract V Divide(V left, V right);

    /// <summary>left × right + addend, rounded once where the processor can.</summary>
    static abstract V MultiplyAdd(V left, V right, V addend);

    static abstract V SquareRoot(V value);

    /// <summary>
    /// 1 / (√square + addend), where square is a normal number above 0 or infinite, and addend not negative: to 5e-7 relative, since some processors take
    /// much longer for the exact root and quotient than for estimates that are made better by a step of Newton's.
    /// </summary>
    static abstract V ReciprocalOfRoot(V square, V addend);

    static abstract V Abs(V value);

    /// <summary>The larger, lane by lane; a NaN on the right stays, and of zeros it may be either.</summary>
    static abstract V Max(V left, V right);

    /// <summary>2 to the power of whole numbers from -126 to 127; -127 gives 0, and others anything.</summary>
    static abstract V PowerOfTwo(V exponent);

    /// <summary>Lane by lane: left > right ? then : otherwise. A comparison with NaN is false.</summary>
    static abstract V WhereGreater(V left, V right, V then, V otherwise);

    /// <summary>The bits of those lanes that are equal; NaN is equal to nothing.</summary>
    static abstract uint EqualLanes(V left, V right);

    static abstract float Sum(V value);

    /// <summary>The largest of the lanes; any of them where one is NaN, for which processors have no quick answer in common.</summary>
    static abstract float LargestLane(V value);
}
