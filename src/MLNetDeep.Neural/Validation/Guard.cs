using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural.Validation;

/// <summary>Checks option values. Throws exceptions with uniform messages for values outside the accepted range.</summary>
internal static class Guard
{
    /// <summary>Returns <paramref name="value"/> if <paramref name="accepted"/> is true, and throws otherwise.</summary>
    /// <param name="accepted">Whether the value is in its accepted range.</param>
    /// <param name="value">The value.</param>
    /// <param name="name">The name of the option, for the message.</param>
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

    /// <summary>Returns <paramref name="value"/> if it is 1 or more, and throws otherwise.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public static T Positive<T>(T value, [CallerMemberName] string name = "")
        where T : INumber<T> => Accept(value >= T.One, value, name, "1 or more");

    /// <summary>Returns <paramref name="value"/> if it is 1 or more in each dimension, and throws otherwise.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The height or the width is below 1.</exception>
    public static Size2D Positive(Size2D value, [CallerMemberName] string name = "") =>
        Accept(value.Height >= 1 && value.Width >= 1, value, name, "1 or more in each dimension");

    /// <summary>Returns <paramref name="value"/> if it is 0 or more, and throws otherwise.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 0.</exception>
    public static T NotNegative<T>(T value, [CallerMemberName] string name = "")
        where T : INumber<T> => Accept(value >= T.Zero, value, name, "0 or more");

    /// <summary>Returns <paramref name="value"/> if it is from minimum to maximum, inclusive, and throws otherwise.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside the range.</exception>
    public static int Between(int value, int minimum, int maximum, [CallerMemberName] string name = "") =>
        Accept(value >= minimum && value <= maximum, value, name, $"{minimum} to {maximum}");

    /// <summary>Returns <paramref name="value"/> if it is a positive multiple of another option, and throws otherwise.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not such a multiple.</exception>
    public static int MultipleOf(int divisor, int value, string name, string divisorName) =>
        Accept(value >= 1 && value % divisor == 0, value, name, divisor == 1 ? "1 or more" : $"a multiple of {divisorName}, {divisor}");

    /// <summary>Returns <paramref name="value"/> if it is null or a limit of norms, and throws otherwise.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is 0 or below, or not finite.</exception>
    public static double? NormLimit(double? value, [CallerMemberName] string name = "") =>
        value is { } limit ? Accept(limit > 0 && double.IsFinite(limit), limit, name, "above 0, finite, or null") : null;

    /// <summary>Returns <paramref name="value"/> if it is a fraction in [0, 1), and throws otherwise.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in [0, 1).</exception>
    public static double ShareBelowOne(double value, [CallerMemberName] string name = "") =>
        Accept(value is >= 0 and < 1, value, name, "0 or more, below 1");

    /// <summary>Returns <paramref name="value"/> if it is a member of its enumeration, and throws otherwise.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The enumeration has no such member.</exception>
    public static T Defined<T>(T value, [CallerMemberName] string name = "")
        where T : struct, Enum
    {
        if (!Enum.IsDefined(value))
        {
            Throw(value, name, $"one of {string.Join(", ", Enum.GetNames<T>())}");
        }

        return value;
    }

    /// <summary>Returns <paramref name="values"/> if each is 1 or more, and throws otherwise.</summary>
    /// <exception cref="ArgumentNullException">The array is not initialized.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is below 1.</exception>
    public static ImmutableArray<int> AllPositive(ImmutableArray<int> values, [CallerMemberName] string name = "")
    {
        if (values.IsDefault)
        {
            throw new ArgumentNullException(name);
        }

        foreach (int value in values)
        {
            Positive(value, name);
        }

        return values;
    }

    /// <summary>Returns <paramref name="value"/> if it is neither null nor empty, and throws otherwise.</summary>
    /// <exception cref="ArgumentException">The value is null or empty.</exception>
    public static string Name(string? value, [CallerMemberName] string name = "") =>
        string.IsNullOrEmpty(value) ? throw new ArgumentException($"{name} is empty; accepted: a name.", name) : value;

    [DoesNotReturn]
    private static void Throw<T>(T value, string name, string range)
        where T : IFormattable =>
        throw new ArgumentOutOfRangeException(
            name, value, $"{name} is {value.ToString(null, CultureInfo.InvariantCulture)}; accepted: {range}.");
}
