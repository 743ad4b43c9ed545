using System.Globalization;

namespace MLNetDeep.Faults.Support;

/// <summary>
/// How often each case is repeated: once, or as often as the environment variable MLNETDEEP_FAULTS says. Random numbers continue from one
/// repetition to the next, so more repetitions are more cases.
/// </summary>
internal static class Effort
{
    /// <summary>The factor for the numbers of cases.</summary>
    public static int Factor { get; } =
        Environment.GetEnvironmentVariable("MLNETDEEP_FAULTS") is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : 1;
}
