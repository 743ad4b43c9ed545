namespace MLNetDeep.Trainers;

/// <summary>Checks of option values, made when they are given.</summary>
internal static class Require
{
    /// <exception cref="ArgumentException">The name is null or empty.</exception>
    public static string Name(string? value, string option)
        => string.IsNullOrEmpty(value) ? throw new ArgumentException($"{option} must be the name of a column, but it is empty.", option) : value;

    /// <exception cref="ArgumentOutOfRangeException">The value is below the minimum.</exception>
    public static int AtLeast(int minimum, int value, string option)
        => value >= minimum ? value : throw new ArgumentOutOfRangeException(option, value, $"{option} must be at least {minimum}, but it is {value}.");

    /// <exception cref="ArgumentOutOfRangeException">The value is not in the range.</exception>
    public static double InRange(double minimum, double below, double value, string option)
        => value >= minimum && value < below
            ? value
            : throw new ArgumentOutOfRangeException(option, value, $"{option} must be at least {minimum} and below {below}, but it is {value}.");
}
