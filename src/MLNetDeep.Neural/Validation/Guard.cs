using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;

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

    /// <summary>Returns a value of 1 or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public static T Positive<T>(T value, [CallerMemberName] string name = "")
        where T : INumber<T> => Accept(value >= T.One, value, name, "1 or more");

    /// <summary>Returns a value of 0 or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 0.</exception>
    public static T NotNegative<T>(T value, [CallerMemberName] string name = "")
        where T : INumber<T> => Accept(value >= T.Zero, value, name, "0 or more");

    /// <summary>Returns a value of a range, its ends included.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is outside.</exception>
    public static int Between(int value, int minimum, int maximum, [CallerMemberName] string name = "") =>
        Accept(value >= minimum && value <= maximum, value, name, $"{minimum} to {maximum}");

    /// <summary>Returns a share that may be 0 but not 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not in [0, 1).</exception>
    public static double ShareBelowOne(double value, [CallerMemberName] string name = "") =>
        Accept(value is >= 0 and < 1, value, name, "0 or more, below 1");

    /// <summary>Returns a member of an enumeration.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not one.</exception>
    public static T Defined<T>(T value, [CallerMemberName] string name = "")
        where T : struct, Enum
    {
        if (!Enum.IsDefined(value))
        {
            Throw(value, name, $"one of {string.Join(", ", Enum.GetNames<T>())}");
        }

        return value;
    }

    /// <summary>Returns a name that is not empty.</summary>
    /// <exception cref="ArgumentException">It is null or empty.</exception>
    public static string Name(string? value, [CallerMemberName] string name = "") =>
        string.IsNullOrEmpty(value) ? throw new ArgumentException($"{name} is empty; accepted: a name.", name) : value;

    [DoesNotReturn]
    private static void Throw<T>(T value, string name, string range)
        where T : IFormattable =>
        throw new ArgumentOutOfRangeException(
            name, value, $"{name} is {value.ToString(null, CultureInfo.InvariantCulture)}; accepted: {range}.");
}
