using System.Globalization;
using System.Text.RegularExpressions;

namespace Samples.Tests;

/// <summary>Reads the HTML report that a sample wrote.</summary>
internal static class ReportFile
{
    /// <summary>Returns a metric with all its digits.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">The name of the metric in the report, such as "Accuracy".</param>
    public static double Metric(string path, string name)
    {
        Match match = Regex.Match(File.ReadAllText(path), $"<th scope=\"row\">{Regex.Escape(name)}</th><td class=\"number\"><data value=\"([^\"]+)\">");
        Assert.True(match.Success, $"{path} has no metric '{name}'.");
        return double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
    }

    /// <summary>Returns a metric as the console shows it: the number at the end of the line that begins with its name.</summary>
    /// <param name="output">The console's output.</param>
    /// <param name="name">The name of the metric on the console, such as "Micro accuracy".</param>
    public static double ConsoleMetric(string output, string name)
    {
        Match match = Regex.Match(output, $@"^{Regex.Escape(name)}: +([0-9.]+)\r?$", RegexOptions.Multiline);
        Assert.True(match.Success, $"The console shows no '{name}'.");
        return double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
    }
}
