using System.Globalization;

namespace MLNetDeep.Reports.Html;

/// <summary>Formats the numbers of the report, with decimal points whatever the culture.</summary>
internal static class NumberText
{
    /// <summary>Returns a metric with four decimals, or with four significant digits if it is 10 or more, or below 0.01.</summary>
    public static string Metric(double value) => Math.Abs(value) is 0 or (>= 0.01 and < 10)
        ? value.ToString("0.0000", CultureInfo.InvariantCulture)
        : PictureText.Number(value);

    /// <summary>Returns a duration as milliseconds, seconds or minutes and seconds.</summary>
    public static string Duration(TimeSpan time) => time switch
    {
        { TotalSeconds: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0} ms"),
        { TotalSeconds: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.00} s"),
        { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes} min {time.Seconds} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours} h {time.Minutes} min"),
    };
}
