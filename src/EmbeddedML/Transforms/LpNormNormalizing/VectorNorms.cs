using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.Intrinsics;
using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>Norms of vectors, sparse ones too, and division by them.</summary>
/// <remarks>
/// Sums run over the lanes of SIMD registers, so that their last bits are those of neither one order of summation nor the
/// other. They are added up in the order in which ML.NET adds them, which for the plain sum depends on the machine's registers.
/// </remarks>
internal static class VectorNorms
{
    private const int SmallestVectorized = 16;

    // Below this a scale is not applied, so that huge vectors do not vanish.
    private const float SmallestScale = 1e-8f;

    public static void Normalize(ref VBuffer<float> vector, LpNormNormalizingEstimatorBase.ColumnOptions options)
    {
        ReadOnlySpan<float> values = vector.GetValues();
        if (values.Length == 0)
            return;
        float mean = options.EnsureZeroMean ? Sum(values) / vector.Length : 0;
        float norm = options.Norm switch
        {
            LpNormNormalizingEstimatorBase.NormFunction.StandardDeviation => StandardDeviation(values, vector.Length, options.EnsureZeroMean ? mean : Sum(values) / vector.Length),
            LpNormNormalizingEstimatorBase.NormFunction.L1 => SumAbsolute(values, mean),
            LpNormNormalizingEstimatorBase.NormFunction.Infinity => MaximumAbsolute(values, mean),
            _ => MathF.Sqrt(SumSquares(values, mean)),
        };
        float scale = norm > 0 ? options.Scale / norm : options.Scale;
        if (scale < SmallestScale)
            scale = 1;
        // The mean is subtracted from what is not stored, too.
        if (mean != 0)
            VectorForms.Densify(ref vector);
        Shift(VBufferEditor.CreateFromBuffer(ref vector).Values, mean, scale);
    }

    private static void Shift(Span<float> values, float mean, float scale)
    {
        int i = 0;
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
            ((new Vector<float>(values[i..]) - new Vector<float>(mean)) * scale).CopyTo(values[i..]);
        for (; i < values.Length; i++)
            values[i] = (values[i] - mean) * scale;
    }

    private static float StandardDeviation(ReadOnlySpan<float> values, int length, float mean)
    {
        float implicitZeros = (length - values.Length) * (mean * mean);
        return MathF.Sqrt((implicitZeros + SumSquares(values, mean)) / length);
    }

    private static float Sum(ReadOnlySpan<float> values) => TensorPrimitives.Sum(values);

    private static float SumSquares(ReadOnlySpan<float> values, float mean) => Reduce<Square>(values, mean);

    private static float SumAbsolute(ReadOnlySpan<float> values, float mean) => Reduce<Absolute>(values, mean);

    private static float MaximumAbsolute(ReadOnlySpan<float> values, float mean)
    {
        float maximum = 0;
        foreach (float value in values)
        {
            float absolute = MathF.Abs(value - mean);
            if (absolute > maximum)
                maximum = absolute;
        }
        return maximum;
    }

    // Eight lanes, then one step of four and single values, which are added up by themselves.
    private static float Reduce<TTerm>(ReadOnlySpan<float> values, float mean) where TTerm : struct, ITerm
    {
        float eights = 0;
        float rest = 0;
        int i = 0;
        if (values.Length >= SmallestVectorized && Vector128.IsHardwareAccelerated)
        {
            Vector256<float> sums = Vector256<float>.Zero;
            for (; i <= values.Length - Vector256<float>.Count; i += Vector256<float>.Count)
                sums = TTerm.AddTo(sums, Vector256.Create(values[i..]) - Vector256.Create(mean));
            eights = PairwiseSum(sums.GetLower()) + PairwiseSum(sums.GetUpper());
            if (i <= values.Length - Vector128<float>.Count)
            {
                rest = PairwiseSum(TTerm.Of(Vector128.Create(values[i..]) - Vector128.Create(mean)));
                i += Vector128<float>.Count;
            }
        }
        for (; i < values.Length; i++)
            rest += TTerm.Of(values[i] - mean);
        return rest + eights;
    }

    private static float PairwiseSum(Vector128<float> values) => (values[0] + values[1]) + (values[2] + values[3]);

    /// <summary>What is summed up of each value.</summary>
    private interface ITerm
    {
        static abstract float Of(float value);

        static abstract Vector128<float> Of(Vector128<float> values);

        static abstract Vector256<float> AddTo(Vector256<float> sums, Vector256<float> values);
    }

    private readonly struct Square : ITerm
    {
        public static float Of(float value) => value * value;

        public static Vector128<float> Of(Vector128<float> values) => values * values;

        public static Vector256<float> AddTo(Vector256<float> sums, Vector256<float> values) => Vector256.MultiplyAddEstimate(values, values, sums);
    }

    private readonly struct Absolute : ITerm
    {
        public static float Of(float value) => MathF.Abs(value);

        public static Vector128<float> Of(Vector128<float> values) => Vector128.Abs(values);

        public static Vector256<float> AddTo(Vector256<float> sums, Vector256<float> values) => sums + Vector256.Abs(values);
    }
}
