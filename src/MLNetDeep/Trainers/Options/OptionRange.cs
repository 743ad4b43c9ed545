using System.Runtime.CompilerServices;

namespace MLNetDeep;

/// <summary>Checks of option values, made when they are given.</summary>
internal static class OptionRange
{
    /// <exception cref="ArgumentOutOfRangeException">The value is not in the range.</exception>
    public static int Between(int minimum, int maximum, int value, [CallerMemberName] string option = "") =>
        value >= minimum && value <= maximum ? value : throw Outside($"{minimum} to {maximum}", value, option);

    /// <exception cref="ArgumentOutOfRangeException">The value is below the minimum.</exception>
    public static T AtLeast<T>(T minimum, T value, [CallerMemberName] string option = "") where T : struct, IComparable<T> =>
        value.CompareTo(minimum) >= 0 ? value : throw Outside($"{minimum} or more", value, option);

    /// <summary>Checks a share that may be nothing, but not all.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not at least 0 and below 1.</exception>
    public static double ShareBelowAll(double value, [CallerMemberName] string option = "") =>
        value is >= 0 and < 1 ? value : throw Outside("0 or more, below 1", value, option);

    /// <summary>Checks a share that may be all, but not nothing.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not above 0 and at most 1.</exception>
    public static double ShareAboveNothing(double value, [CallerMemberName] string option = "") =>
        value is > 0 and <= 1 ? value : throw Outside("above 0, up to 1", value, option);

    /// <exception cref="ArgumentOutOfRangeException">The value is not one of the enumeration's.</exception>
    public static T Defined<T>(T value, [CallerMemberName] string option = "") where T : struct, Enum =>
        Enum.IsDefined(value) ? value : throw Outside($"one of {string.Join(", ", Enum.GetNames<T>())}", value, option);

    /// <exception cref="ArgumentException">The name is null or empty.</exception>
    public static string Name(string? value, [CallerMemberName] string option = "") =>
        string.IsNullOrEmpty(value) ? throw new ArgumentException($"{option} is empty; accepted: a name.", option) : value;

    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static string? NameOrNull(string? value, [CallerMemberName] string option = "") => value is null ? null : Name(value, option);

    private static ArgumentOutOfRangeException Outside<T>(string range, T value, string option) =>
        new(option, value, $"{option} is {value}; accepted: {range}.");
}
