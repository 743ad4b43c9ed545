using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace MLNetDeep.Neural.Validation;

/// <summary>Refuses option values outside their accepted range, in one wording throughout the library.</summary>
internal static class Guard
{
    /// <summary>Returns <paramref name="value"/> when <paramref name="accepted"/>; otherwise says what was given and what is accepted.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="accepted"/> is false.</exception>
    public static T Accept<T>(bool accepted, T value, string name, string range)
        where T : IFormattable
    {
        if (!accepted)
        {
            Refuse(value, name, range);
        }

        return value;
    }

    [DoesNotReturn]
    private static void Refuse<T>(T value, string name, string range)
        where T : IFormattable =>
        throw new ArgumentOutOfRangeException(
            name, value, $"{name} is {value.ToString(null, CultureInfo.InvariantCulture)}; accepted: {range}.");
}
