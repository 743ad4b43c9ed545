using System.Numerics;
using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>Norms of vectors, sparse ones too, and division by them.</summary>
/// <remarks>
/// Sums of 16 values and more run over the lanes of a SIMD register, so that their last bits are those of neither one order of
/// summation nor the other; ML.NET's depend on the machine in the same way.
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

    private static float Sum(ReadOnlySpan<float> values) => Reduce<Value>(values, 0);

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

    private static float Reduce<TTerm>(ReadOnlySpan<float> values, float mean) where TTerm : struct, ITerm
    {
        float sum = 0;
        int i = 0;
        if (values.Length >= SmallestVectorized)
        {
            Vector<float> sums = Vector<float>.Zero;
            for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
                sums += TTerm.Of(new Vector<float>(values[i..]) - new Vector<float>(mean));
            sum = Vector.Sum(sums);
        }
        for (; i < values.Length; i++)
            sum += TTerm.Of(values[i] - mean);
        return sum;
    }

    /// <summary>What is summed up of each value.</summary>
    private interface ITerm
    {
        static abstract float Of(float value);

        static abstract Vector<float> Of(Vector<float> values);
    }

    private readonly struct Value : ITerm
    {
        public static float Of(float value) => value;

        public static Vector<float> Of(Vector<float> values) => values;
    }

    private readonly struct Square : ITerm
    {
        public static float Of(float value) => value * value;

        public static Vector<float> Of(Vector<float> values) => values * values;
    }

    private readonly struct Absolute : ITerm
    {
        public static float Of(float value) => MathF.Abs(value);

        public static Vector<float> Of(Vector<float> values) => Vector.Abs(values);
    }
}
