using System.Globalization;

namespace MLNetDeep.Reports.Html;

/// <summary>Formats the numbers of the report, with decimal points whatever the culture.</summary>
internal static class NumberText
{
    /// <summary>Returns a metric with four decimals below 10, and with at least four significant digits otherwise and below 0.01.</summary>
    public static string Metric(double value) => Math.Abs(value) switch
    {
        0 or (>= 0.01 and < 10) => value.ToString("0.0000", CultureInfo.InvariantCulture),
        >= 1000 and < 1e9 => value.ToString("N0", CultureInfo.InvariantCulture),
        _ => PictureText.Number(value),
    };

    /// <summary>Returns a duration as milliseconds, seconds, minutes and seconds, or hours and minutes.</summary>
    public static string Duration(TimeSpan time) => time switch
    {
        { TotalMilliseconds: < 999.5 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:G3} ms"),
        { TotalSeconds: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.00} s"),
        { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes} min {time.Seconds} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours} h {time.Minutes} min"),
    };
}
