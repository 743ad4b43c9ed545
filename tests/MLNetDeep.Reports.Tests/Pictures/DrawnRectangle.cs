using System.Xml.Linq;

namespace MLNetDeep.Reports.Tests;

/// <summary>A rectangle of an SVG.</summary>
internal sealed record DrawnRectangle(double X, double Y, double Width, double Height, string Fill)
{
    public DrawnRectangle(XElement element)
        : this(Read(element, "x"), Read(element, "y"), Read(element, "width"), Read(element, "height"), (string)element.Attribute("fill")!)
    {
    }

    public double Right => X + Width;

    public double Bottom => Y + Height;

    public bool Contains(double x, double y) => x > X && x < Right && y > Y && y < Bottom;

    private static double Read(XElement element, string name) => DrawnPicture.Number((string)element.Attribute(name)!);
}
