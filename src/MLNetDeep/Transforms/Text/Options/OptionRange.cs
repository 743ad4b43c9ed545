using System.Runtime.CompilerServices;

namespace MLNetDeep.Transforms;

/// <summary>Checks of option values, made when they are given.</summary>
internal static class OptionRange
{
    /// <exception cref="ArgumentOutOfRangeException">The value is not in the range.</exception>
    public static T Between<T>(T minimum, T maximum, T value, [CallerMemberName] string option = "") where T : struct, IComparable<T>
        => value.CompareTo(minimum) >= 0 && value.CompareTo(maximum) <= 0
            ? value
            : throw new ArgumentOutOfRangeException(option, value, $"{option} must be from {minimum} to {maximum}, but it is {value}.");

    /// <exception cref="ArgumentOutOfRangeException">The value is below the minimum.</exception>
    public static T AtLeast<T>(T minimum, T value, [CallerMemberName] string option = "") where T : struct, IComparable<T>
        => value.CompareTo(minimum) >= 0
            ? value
            : throw new ArgumentOutOfRangeException(option, value, $"{option} must be at least {minimum}, but it is {value}.");

    /// <exception cref="ArgumentOutOfRangeException">The value is not one of the enumeration's.</exception>
    public static T Defined<T>(T value, [CallerMemberName] string option = "") where T : struct, Enum
        => Enum.IsDefined(value)
            ? value
            : throw new ArgumentOutOfRangeException(option, value, $"{option} must be one of {string.Join(", ", Enum.GetNames<T>())}, but it is {value}.");

    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static string? NameOrNull(string? value, [CallerMemberName] string option = "")
        => value?.Length == 0 ? throw new ArgumentException($"{option} must be a name, but it is empty.", option) : value;
}
