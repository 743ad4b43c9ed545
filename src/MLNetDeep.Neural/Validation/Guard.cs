using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace MLNetDeep.Neural.Validation;

/// <summary>Throws exceptions with a uniform message for option values outside their accepted range.</summary>
internal static class Guard
{
    /// <summary>Returns <paramref name="value"/> if <paramref name="accepted"/> is true, and throws an exception otherwise.</summary>
    /// <param name="accepted">Whether the value is in its accepted range.</param>
    /// <param name="value">The value.</param>
    /// <param name="name">The name of the option.</param>
    /// <param name="range">The accepted range in words, for the message.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="accepted"/> is false.</exception>
    public static T Accept<T>(bool accepted, T value, string name, string range)
        where T : IFormattable
    {
        if (!accepted)
        {
            Throw(value, name, range);
        }

        return value;
    }

    [DoesNotReturn]
    private static void Throw<T>(T value, string name, string range)
        where T : IFormattable =>
        throw new ArgumentOutOfRangeException(
            name, value, $"{name} is {value.ToString(null, CultureInfo.InvariantCulture)}; accepted: {range}.");
}
