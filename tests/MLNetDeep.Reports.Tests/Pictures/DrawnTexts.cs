using System.Xml.Linq;

namespace MLNetDeep.Reports.Tests;

/// <summary>Reads the texts back from an SVG.</summary>
internal static class DrawnTexts
{
    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";

    /// <summary>Returns each text of an SVG, in the order of drawing.</summary>
    public static string[] Read(string svg) =>
        [.. XElement.Parse(svg[svg.IndexOf("<svg", StringComparison.Ordinal)..]).Descendants(s_svg + "text").Select(text => text.Value)];
}
