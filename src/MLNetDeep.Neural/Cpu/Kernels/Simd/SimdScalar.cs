using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>One float: for processors without SIMD instructions, and as the reference in tests of the SIMD widths.</summary>
internal readonly unsafe struct SimdScalar : ISimd<float>
{
    public static int Lanes => 1;

    public static bool HasManyRegisters => false;

    public static float Indices => 0;

    public static float Broadcast(float value) => value;

    public static float Load(float* source) => *source;

    public static void Store(float value, float* destination) => *destination = value;

    public static float LoadPartial(float* source, int count) => *source;

    public static void StorePartial(float value, float* destination, int count) => *destination = value;

    public static int StoreSelected(float value, uint lanes, float* destination)
    {
        *destination = value;
        return (int)(lanes & 1);
    }

    public static float Add(float left, float right) => left + right;

    public static float Subtract(float left, float right) => left - right;

    public static float Multiply(float left, float right) => left * right;

    public static float Divide(float left, float right) => left / right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float MultiplyAdd(float left, float right, float addend) => float.MultiplyAddEstimate(left, right, addend);

    public static float SquareRoot(float value) => MathF.Sqrt(value);

    public static float ReciprocalOfRootPlus(float square, float addend) => 1 / (MathF.Sqrt(square) + addend);

    public static float Abs(float value) => MathF.Abs(value);

    public static float Max(float left, float right) => MathF.Max(left, right);

    public static float MaxOrNaN(float left, float right) => MathF.Max(left, right);

    public static float PowerOfTwo(float exponent) => BitConverter.Int32BitsToSingle(((int)exponent + 127) << 23);

    public static float WhereGreater(float left, float right, float then, float otherwise) => left > right ? then : otherwise;

    public static float WhereEqual(float left, float right, float then, float otherwise) => left == right ? then : otherwise;

    public static uint EqualLanes(float left, float right) => left == right ? 1u : 0;

    public static float Sum(float value) => value;

    public static Vector128<float> SumEach(float first, float second, float third, float fourth) =>
        Vector128.Create(first, second, third, fourth);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double SumOfSquares(float* values, int count)
    {
        double sum = 0;
        for (int i = 0; i < count; i++)
        {
            sum += (double)values[i] * values[i];
        }

        return sum;
    }

    public static float LargestLane(float value) => value;
}
