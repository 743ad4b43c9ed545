using System.Numerics;

namespace Microsoft.ML.Data;

/// <summary>Signed integers.</summary>
internal readonly struct SignedParser<T> : IFieldParser<T> where T : IBinaryInteger<T>, IMinMaxValue<T>
{
    public bool TryParse(ReadOnlySpan<char> text, out T value)
    {
        bool isParsed = IntegerText.TryParseSigned(text, long.CreateChecked(T.MaxValue), out long number);
        value = T.CreateTruncating(number);
        return isParsed;
    }
}

/// <summary>Unsigned integers.</summary>
internal readonly struct UnsignedParser<T> : IFieldParser<T> where T : IBinaryInteger<T>, IMinMaxValue<T>
{
    public bool TryParse(ReadOnlySpan<char> text, out T value)
    {
        bool isParsed = IntegerText.TryParseUnsigned(text, ulong.CreateChecked(T.MaxValue), out ulong number);
        value = T.CreateTruncating(number);
        return isParsed;
    }
}

/// <summary>Keys: positions from 0 on, which are stored as 1 + the position. An empty or missing one is 0.</summary>
/// <param name="count">The number of positions.</param>
internal readonly struct KeyParser<T>(ulong count) : IFieldParser<T> where T : IBinaryInteger<T>
{
    public bool TryParse(ReadOnlySpan<char> text, out T value)
    {
        value = T.Zero;
        if (text.IsEmpty || MissingText.Is(text))
            return true;
        if (!IntegerText.TryParseDigits(text, out ulong position) || position >= count)
            return false;
        value = T.CreateTruncating(position + 1);
        return true;
    }
}
