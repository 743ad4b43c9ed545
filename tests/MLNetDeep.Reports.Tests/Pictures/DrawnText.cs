using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace MLNetDeep.Reports.Tests;

/// <summary>A text of an SVG.</summary>
internal sealed partial record DrawnText(string Text, double X, double Y, double Rotation, string Anchor, string Shift, string Fill)
{
    public DrawnText(XElement element)
        : this(
            element.Value, Find(element, 1), Find(element, 2), Find(element, 3), (string?)element.Attribute("text-anchor") ?? "start",
            (string)element.Attribute("dy")!, (string)element.Attribute("fill")!)
    {
    }

    private static double Find(XElement element, int group)
    {
        Group found = Transform().Match((string)element.Attribute("transform")!).Groups[group];
        return found.Success ? double.Parse(found.Value, CultureInfo.InvariantCulture) : 0;
    }

    [GeneratedRegex(@"^translate\(([^,]+),([^)]+)\)(?: rotate\(([^)]+)\))?$")]
    private static partial Regex Transform();
}
