using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>16 floats: AVX-512.</summary>
internal readonly unsafe struct Simd512 : ISimd<Vector512<float>>
{
    public static int Lanes => 16;

    public static bool HasManyRegisters => true;

    public static Vector512<float> Indices => Vector512<float>.Indices;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Broadcast(float value) => Vector512.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(float* source) => Vector512.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> value, float* destination) => value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadPartial(float* source, int count) => Avx512F.IsSupported
        ? Avx512F.MaskLoad(source, FirstLanes(count), Vector512<float>.Zero)
        : PartialVectors.Load<Simd512, Vector512<float>>(source, count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePartial(Vector512<float> value, float* destination, int count)
    {
        if (Avx512F.IsSupported)
        {
            Avx512F.MaskStore(destination, FirstLanes(count), value);
        }
        else
        {
            PartialVectors.Store<Simd512, Vector512<float>>(value, destination, count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int StoreSelected(Vector512<float> value, uint lanes, float* destination)
    {
        if (!Avx512F.IsSupported)
        {
            return PartialVectors.StoreSelected<Simd512, Vector512<float>>(value, lanes, destination);
        }

        Vector512<float> mask = Vector512.Equals(Vector512.Create(lanes) & LaneBits, LaneBits).AsSingle();
        Avx512F.Compress(Vector512<float>.Zero, mask, value).Store(destination);
        return BitOperations.PopCount(lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Add(Vector512<float> left, Vector512<float> right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Subtract(Vector512<float> left, Vector512<float> right) => left - right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Multiply(Vector512<float> left, Vector512<float> right) => left * right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Divide(Vector512<float> left, Vector512<float> right) => left / right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> MultiplyAdd(Vector512<float> left, Vector512<float> right, Vector512<float> addend) =>
        Vector512.MultiplyAddEstimate(left, right, addend);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> SquareRoot(Vector512<float> value) => Vector512.Sqrt(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> ReciprocalOfRootPlus(Vector512<float> square, Vector512<float> addend)
    {
        if (!Avx512F.IsSupported)
        {
            return Vector512<float>.One / (Vector512.Sqrt(square) + addend);
        }

        // The estimate for infinity is 0, and 0 times infinity would be NaN.
        square = Vector512.MinNative(Vector512.Create(float.MaxValue), square);

        // With s = square: y ≈ 1/√s with relative error 2⁻¹⁴. One Newton step doubles the bits of √s: s y + s y / 2 · (1 - s y²).
        Vector512<float> y = Avx512F.ReciprocalSqrt14(square);
        Vector512<float> root = square * y;
        Vector512<float> error = Avx512F.FusedMultiplyAddNegated(root, y, Vector512<float>.One);
        Vector512<float> divisor = Avx512F.FusedMultiplyAdd(root * Vector512.Create(0.5f), error, root + addend);

        // With d = divisor: r ≈ 1/d, improved in the same way to r + r · (1 - d r).
        Vector512<float> r = Avx512F.Reciprocal14(divisor);
        error = Avx512F.FusedMultiplyAddNegated(divisor, r, Vector512<float>.One);
        return Avx512F.FusedMultiplyAdd(r, error, r);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Abs(Vector512<float> value) => Vector512.Abs(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Max(Vector512<float> left, Vector512<float> right) => Vector512.MaxNative(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> MaxOrNaN(Vector512<float> left, Vector512<float> right) => Vector512.Max(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> PowerOfTwo(Vector512<float> exponent) =>
        ((Vector512.ConvertToInt32Native(exponent) + Vector512.Create(127)) << 23).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> WhereGreater(
        Vector512<float> left, Vector512<float> right, Vector512<float> then, Vector512<float> otherwise) =>
        Vector512.ConditionalSelect(Vector512.GreaterThan(left, right), then, otherwise);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> WhereEqual(
        Vector512<float> left, Vector512<float> right, Vector512<float> then, Vector512<float> otherwise) =>
        Vector512.ConditionalSelect(Vector512.Equals(left, right), then, otherwise);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint EqualLanes(Vector512<float> left, Vector512<float> right) =>
        (uint)Vector512.Equals(left, right).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector512<float> value) => Simd256.Sum(value.GetLower() + value.GetUpper());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> SumEach(
        Vector512<float> first, Vector512<float> second, Vector512<float> third, Vector512<float> fourth) => Simd256.SumEach(
            first.GetLower() + first.GetUpper(),
            second.GetLower() + second.GetUpper(),
            third.GetLower() + third.GetUpper(),
            fourth.GetLower() + fourth.GetUpper());

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double SumOfSquares(float* values, int count)
    {
        Vector512<double> lowSum = Vector512<double>.Zero, highSum = Vector512<double>.Zero;
        for (int i = 0; i < count; i += Lanes)
        {
            (Vector512<double> low, Vector512<double> high) = Vector512.Widen(Vector512.Load(values + i));
            lowSum = Vector512.MultiplyAddEstimate(low, low, lowSum);
            highSum = Vector512.MultiplyAddEstimate(high, high, highSum);
        }

        return Vector512.Sum(lowSum + highSum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float LargestLane(Vector512<float> value) => Simd256.LargestLane(Vector256.MaxNative(value.GetLower(), value.GetUpper()));

    private static Vector512<uint> LaneBits => Vector512.Create(
        1u, 1u << 1, 1u << 2, 1u << 3, 1u << 4, 1u << 5, 1u << 6, 1u << 7, 1u << 8, 1u << 9, 1u << 10, 1u << 11, 1u << 12, 1u << 13, 1u << 14, 1u << 15);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> FirstLanes(int count) =>
        Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(count)).AsSingle();
}
