using System.Globalization;
using System.Xml.Linq;
using SkiaSharp;

namespace MLNetDeep.Reports.Tests;

/// <summary>Reads the images of pixels back from an SVG.</summary>
internal static class DrawnImages
{
    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";

    /// <summary>Returns each image of an SVG with its place, in the order of drawing.</summary>
    public static IReadOnlyList<(double X, double Y, SKBitmap Bitmap)> Read(string svg) =>
    [
        .. XElement.Parse(svg[svg.IndexOf("<svg", StringComparison.Ordinal)..]).Descendants(s_svg + "image").Select(image =>
        {
            string data = image.Attributes().Single(attribute => attribute.Name.LocalName == "href").Value;
            Assert.StartsWith("data:image/png;base64,", data, StringComparison.Ordinal);
            SKBitmap bitmap = SKBitmap.Decode(Convert.FromBase64String(data[(data.IndexOf(',', StringComparison.Ordinal) + 1)..]));
            Assert.Equal((Number(image, "width"), Number(image, "height")), (bitmap.Width, bitmap.Height));
            return (Number(image, "x"), Number(image, "y"), bitmap);
        }),
    ];

    private static double Number(XElement element, string attribute) =>
        double.Parse(element.Attribute(attribute)!.Value, CultureInfo.InvariantCulture);
}
