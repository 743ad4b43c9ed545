using System.Runtime.Intrinsics;

namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>
/// Arithmetic on a SIMD vector of <see cref="Lanes"/> floats. Kernels are written once against this interface and compiled for each SIMD
/// width. Every member compiles to one instruction or a short sequence.
/// </summary>
/// <typeparam name="V">The vector type: <c>Vector512&lt;float&gt;</c> and so on, or <c>float</c> itself for the scalar tier.</typeparam>
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

    /// <summary>Loads the first <paramref name="count"/> lanes, 1 to <see cref="Lanes"/>; the others are 0. Reads nothing beyond them.</summary>
    static abstract V LoadPartial(float* source, int count);

    /// <summary>Stores the first <paramref name="count"/> lanes, 1 to <see cref="Lanes"/>. Writes nothing beyond them.</summary>
    static abstract void StorePartial(V value, float* destination, int count);

    /// <summary>
    /// Stores the lanes that a bit mask selects one after another, and unspecified values behind them: <see cref="Lanes"/> floats in all. The
    /// bits of each lane are kept, so lanes may hold integers.
    /// </summary>
    /// <returns>The number of selected lanes.</returns>
    static abstract int StoreSelected(V value, uint lanes, float* destination);

    static abstract V Add(V left, V right);

    static abstract V Subtract(V left, V right);

    static abstract V Multiply(V left, V right);

    static abstract V Divide(V left, V right);

    /// <summary>left × right + addend, with one rounding if the processor has a fused instruction.</summary>
    static abstract V MultiplyAdd(V left, V right, V addend);

    static abstract V SquareRoot(V value);

    /// <summary>
    /// 1 / (√square + addend) with a relative error of up to 5e-7. The square must be infinite or a normal number above 0, and the addend
    /// must be 0 or more. On some processors an estimate and a Newton step are much faster than the exact root and quotient.
    /// </summary>
    static abstract V ReciprocalOfRootPlus(V square, V addend);

    static abstract V Abs(V value);

    /// <summary>The maximum of each lane. NaN if the right operand is NaN; the sign of zero is unspecified if both are zeros.</summary>
    static abstract V Max(V left, V right);

    /// <summary>The maximum of each lane; NaN if an operand is NaN. Slower than <see cref="Max"/>.</summary>
    static abstract V MaxOrNaN(V left, V right);

    /// <summary>
    /// 2 to the power of the exponent, an integer from -126 to 127. The result is 0 for -127, and unspecified for any other exponent.
    /// </summary>
    static abstract V PowerOfTwo(V exponent);

    /// <summary>For each lane, left > right ? then : otherwise. Comparisons with NaN are false.</summary>
    static abstract V WhereGreater(V left, V right, V then, V otherwise);

    /// <summary>For each lane, left = right ? then : otherwise. NaN equals nothing.</summary>
    static abstract V WhereEqual(V left, V right, V then, V otherwise);

    /// <summary>A bit mask of the lanes in which left equals right; NaN equals nothing.</summary>
    static abstract uint EqualLanes(V left, V right);

    static abstract float Sum(V value);

    /// <summary>The sums of the lanes of four vectors, in order.</summary>
    static abstract Vector128<float> SumEach(V first, V second, V third, V fourth);

    /// <summary>Σ values² in double. Squares of floats are exact in double, so the sum neither overflows nor loses small values.</summary>
    /// <param name="values">The values.</param>
    /// <param name="count">The number of values: a multiple of <see cref="Lanes"/>.</param>
    static abstract double SumOfSquares(float* values, int count);

    /// <summary>The largest lane; unspecified if a lane is NaN, since processors differ in that case.</summary>
    static abstract float LargestLane(V value);
}
