using System.Numerics;

namespace Microsoft.ML.Data;

/// <summary>
/// Real numbers as text, read to the very bits that ML.NET reads. It multiplies the first 19 digits or so by a power of ten
/// that is rounded itself; of double-precision numbers with that many digits, about one in 4000 is not the nearest one.
/// </summary>
internal static class RealText
{
    // Further digits than this can hold do not count.
    private const ulong MaximumDigits = (ulong.MaxValue - 9) / 10;
    private const long MaximumExponent = long.MaxValue / 100;
    private const char InfinitySymbol = '\u221E';

    /// <summary>Reads a number with white space behind it; with some before it, only a single digit or "?" is read.</summary>
    /// <param name="text">The text.</param>
    /// <param name="marker">The character before the decimals.</param>
    /// <param name="empty">What a text of nothing but white space is.</param>
    /// <param name="value">The number; 0 where there is none.</param>
    public static bool TryParse(ReadOnlySpan<char> text, char marker, float empty, out float value)
    {
        if (text.Length <= 1 && TryParseShort(text, empty, out value))
            return true;
        if (Trim(ref text))
            return NotReadable(out value);
        if (text.Length <= 1 && TryParseShort(text, empty, out value))
            return true;
        int length = Scan(text, marker, out bool isNegative, out ulong digits, out long exponent);
        value = length > 0 ? Signed(ToSingle(digits, exponent), isNegative) : 0;
        return length > 0 ? length == text.Length : TryParseSymbol(text, out value);
    }

    /// <summary>Reads a number with white space behind it; with some before it, only a single digit or "?" is read.</summary>
    /// <param name="text">The text.</param>
    /// <param name="marker">The character before the decimals.</param>
    /// <param name="empty">What a text of nothing but white space is.</param>
    /// <param name="value">The number; 0 where there is none.</param>
    public static bool TryParse(ReadOnlySpan<char> text, char marker, double empty, out double value)
    {
        if (Trim(ref text))
            return NotReadable(out value);
        if (text.Length <= 1 && TryParseShort(text, (float)empty, out float single))
        {
            value = single;
            return true;
        }
        int length = Scan(text, marker, out bool isNegative, out ulong digits, out long exponent);
        if (length > 0)
        {
            value = Signed(ToDouble(digits, exponent), isNegative);
            return length == text.Length;
        }
        bool isSymbol = TryParseSymbol(text, out single);
        value = single;
        return isSymbol;
    }

    // What stands before a number ML.NET also looks for behind it, and then takes the number's own end for too much.
    private static bool Trim(ref ReadOnlySpan<char> text)
    {
        ReadOnlySpan<char> rest = text.TrimStart();
        bool isIndented = rest.Length < text.Length && rest.Length > 1;
        text = rest.TrimEnd();
        return isIndented;
    }

    private static bool NotReadable<T>(out T value) where T : INumber<T>
    {
        value = T.Zero;
        return false;
    }

    private static bool TryParseShort(ReadOnlySpan<char> text, float empty, out float value)
    {
        value = text.IsEmpty ? empty : text[0] - '0';
        return text.IsEmpty || char.IsAsciiDigit(text[0]);
    }

    private static T Signed<T>(T value, bool isNegative) where T : INumber<T> => isNegative ? -value : value;

    private static bool TryParseSymbol(ReadOnlySpan<char> text, out float value)
    {
        bool isNegative = text.Length > 1 && text[0] == '-';
        if (text is "?" or "NaN")
            value = float.NaN;
        else if (text[(isNegative ? 1 : 0)..] is "Infinity" or [InfinitySymbol])
            value = isNegative ? float.NegativeInfinity : float.PositiveInfinity;
        else
            value = 0;
        return value != 0;
    }

    /// <summary>Reads digits, decimals and exponent at the start of a text, and gives their length; 0 where there is no digit.</summary>
    private static int Scan(ReadOnlySpan<char> text, char marker, out bool isNegative, out ulong digits, out long exponent)
    {
        digits = 0;
        exponent = 0;
        int i = 0;
        isNegative = text.Length > 0 && text[0] == '-';
        if (text.Length > 0 && text[0] is '-' or '+')
            i++;

        int first = i;
        for (; i < text.Length && char.IsAsciiDigit(text[i]); i++)
        {
            if (digits < MaximumDigits)
                digits = (10 * digits) + (uint)(text[i] - '0');
            else
                exponent++;
        }
        int count = i - first;
        if (i < text.Length && text[i] == marker)
        {
            first = ++i;
            for (; i < text.Length && char.IsAsciiDigit(text[i]); i++)
            {
                if (digits >= MaximumDigits)
                    continue;
                digits = (10 * digits) + (uint)(text[i] - '0');
                exponent--;
            }
            count += i - first;
        }
        if (count == 0)
            return 0;
        return i < text.Length && text[i] is 'e' or 'E' ? ScanExponent(text, i, ref exponent) : i;
    }

    // An 'e' without digits behind it is not part of the number.
    private static int ScanExponent(ReadOnlySpan<char> text, int start, ref long exponent)
    {
        int i = start + 1;
        bool isNegative = i < text.Length && text[i] == '-';
        if (i < text.Length && text[i] is '-' or '+')
            i++;
        int first = i;
        long value = 0;
        for (; i < text.Length && char.IsAsciiDigit(text[i]); i++)
        {
            if (value < MaximumExponent)
                value = (10 * value) + (text[i] - '0');
        }
        if (i == first)
            return start;
        exponent += isNegative ? -value : value;
        return i;
    }

    private static float ToSingle(ulong digits, long exponent)
    {
        if (digits == 0 || exponent < -PowersOfTen.Smallest)
            return 0;
        if (exponent > PowersOfTen.Largest)
            return float.PositiveInfinity;
        return (float)(PowersOfTen.Get((int)exponent) * digits);
    }

    private static double ToDouble(ulong digits, long exponent)
    {
        const int MaximumExact = 22; // 10^22 is the largest power of ten that is a double
        if (digits == 0)
            return 0;
        if (exponent == 0)
            return digits;
        if (Math.Abs(exponent) <= MaximumExact && digits < 1UL << 53)
            return exponent > 0 ? digits * PowersOfTen.Get((int)exponent) : digits / PowersOfTen.Get((int)-exponent);
        if (exponent < -ScaledPowersOfTen.Smallest)
            return 0;
        if (exponent > ScaledPowersOfTen.Largest)
            return double.PositiveInfinity;

        // 64 bits of digits times 64 bits of the power of ten. Bits that fall off are kept as one, so as not to make a tie.
        (ulong mantissa, int scale) = ScaledPowersOfTen.Get((int)exponent);
        int shift = BitOperations.LeadingZeroCount(digits) & ~1;
        ulong high = Math.BigMul(digits << shift, mantissa, out ulong low);
        scale -= shift;
        if ((long)high < 0)
        {
            low |= high & 1;
            high >>= 1;
            scale++;
        }
        if (low != 0)
            high |= 1;
        return Scale((long)high, scale);
    }

    // Two steps, because the power of two that leads to a denormal number can itself be too small to be a normal one.
    private static double Scale(double value, int scale)
    {
        const int Bias = 1023;
        int biased = scale + Bias;
        if (biased > 2 * Bias)
            return double.PositiveInfinity;
        if (biased > 0)
            return value * PowerOfTwo(biased);
        return value * PowerOfTwo(1) * PowerOfTwo(biased + Bias - 1);

        static double PowerOfTwo(int biasedExponent) => BitConverter.Int64BitsToDouble((long)biasedExponent << 52);
    }
}
