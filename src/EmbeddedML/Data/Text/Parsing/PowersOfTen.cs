using System.Globalization;

namespace Microsoft.ML.Data;

/// <summary>The powers of ten that matter for single-precision numbers, as the nearest double-precision ones.</summary>
internal static class PowersOfTen
{
    /// <summary>Any number of digits times a larger power is infinite in single precision.</summary>
    public const int Largest = 39;

    /// <summary>Any 64-bit number times the power of a smaller exponent than minus this is 0 in single precision.</summary>
    public const int Smallest = 65;

    private static readonly double[] s_powers = Enumerable.Range(-Smallest, Smallest + Largest + 1)
        .Select(e => double.Parse($"1e{e}", CultureInfo.InvariantCulture)).ToArray();

    public static double Get(int exponent) => s_powers[exponent + Smallest];
}
