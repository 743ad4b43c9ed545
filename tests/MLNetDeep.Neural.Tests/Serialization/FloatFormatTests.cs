using MLNetDeep.Neural.Serialization;

namespace MLNetDeep.Neural.Tests.Serialization;

/// <summary>Each bit pattern of the short formats against the formula of IEEE 754, and the rounding of doubles at its limits.</summary>
public class FloatFormatTests
{
    [Theory]
    [InlineData("F16", 5, 10)]
    [InlineData("BF16", 8, 7)]
    public void Short_numbers_have_the_value_of_the_formula(string name, int exponentBits, int mantissaBits)
    {
        byte[] bytes = [.. Enumerable.Range(0, 1 << 16).SelectMany(bits => new[] { (byte)bits, (byte)(bits >> 8) })];
        float[] values = new float[1 << 16];
        FloatFormats.Find(name)!.Value.Convert(bytes, values);
        int maxExponent = (1 << exponentBits) - 1, bias = maxExponent / 2;
        for (int bits = 0; bits < values.Length; bits++)
        {
            int sign = bits >> 15 == 0 ? 1 : -1, exponent = (bits >> mantissaBits) & maxExponent, mantissa = bits & ((1 << mantissaBits) - 1);
            double expected = (exponent, mantissa) switch
            {
                (0, _) => Math.ScaleB(mantissa, 1 - bias - mantissaBits),
                _ when exponent < maxExponent => Math.ScaleB(mantissa + (1 << mantissaBits), exponent - bias - mantissaBits),
                (_, 0) => double.PositiveInfinity,
                _ => double.NaN,
            };
            Assert.Equal(sign * expected, (double)values[bits]);
        }

        Assert.True(float.IsNegative(values[1 << 15]));
    }

    // The largest float is (2 - 2^-23) · 2^127. Half a unit beyond it is a tie, whose even neighbour is out of range.
    [Theory]
    [InlineData(1.0, 1f)]
    [InlineData(1 + 5.9604644775390625e-8, 1f)]
    [InlineData(1 + 1.78813934326171875e-7, 1 + 2.384185791015625e-7f)]
    [InlineData(1.000000059604645, 1 + 1.1920928955078125e-7f)]
    [InlineData(3.4028235677973362e38, float.MaxValue)]
    [InlineData(3.4028235677973366e38, float.PositiveInfinity)]
    [InlineData(-1e300, float.NegativeInfinity)]
    [InlineData(7.006492321624085e-46, 0f)]
    [InlineData(7.006492321624087e-46, float.Epsilon)]
    [InlineData(double.NaN, float.NaN)]
    public void Doubles_are_rounded_to_the_nearest_float(double value, float expected)
    {
        float[] values = new float[1];
        FloatFormat.F64.Convert(BitConverter.GetBytes(value), values);
        Assert.Equal(expected, values[0]);
    }
}
