using System.Globalization;

namespace MLNetDeep.Tuning;

/// <summary>Texts that are the same on every machine, whatever its culture.</summary>
internal static class InvariantText
{
    /// <summary>Returns the text of a value of any type. A record or a tuple formats its numbers by the current culture, so that is changed.</summary>
    public static string Of<T>(T value)
    {
        CultureInfo culture = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        try
        {
            return (value is IFormattable number ? number.ToString(null, CultureInfo.InvariantCulture) : value?.ToString()) ?? "none";
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }
}
