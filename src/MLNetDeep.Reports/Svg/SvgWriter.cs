using System.Globalization;
using System.Xml;

namespace MLNetDeep.Reports;

/// <summary>Writes the shapes of an SVG image. Disposing the writer ends the image.</summary>
internal sealed class SvgWriter : IDisposable
{
    private const string Namespace = "http://www.w3.org/2000/svg";

    private readonly XmlWriter _xml;

    /// <summary>Starts an image with a white background.</summary>
    public SvgWriter(TextWriter writer, double width, double height, string title)
    {
        _xml = XmlWriter.Create(writer, new XmlWriterSettings { Indent = true, OmitXmlDeclaration = true, CloseOutput = false });
        _xml.WriteStartElement("svg", Namespace);
        Attributes(("width", width), ("height", height));
        _xml.WriteAttributeString("viewBox", $"0 0 {Number(width)} {Number(height)}");
        _xml.WriteAttributeString("font-family", "sans-serif");
        _xml.WriteElementString("title", Namespace, title);
        Rectangle(0, 0, width, height, "#ffffff");
    }

    public void Rectangle(double x, double y, double width, double height, string fill)
    {
        _xml.WriteStartElement("rect", Namespace);
        Attributes(("x", x), ("y", y), ("width", width), ("height", height));
        _xml.WriteAttributeString("fill", fill);
        _xml.WriteEndElement();
    }

    public void Line(double x1, double y1, double x2, double y2, string stroke, double width)
    {
        _xml.WriteStartElement("line", Namespace);
        Attributes(("x1", x1), ("y1", y1), ("x2", x2), ("y2", y2), ("stroke-width", width));
        _xml.WriteAttributeString("stroke", stroke);
        _xml.WriteEndElement();
    }

    public void Polyline(IEnumerable<(double X, double Y)> points, string stroke, string dash)
    {
        _xml.WriteStartElement("polyline", Namespace);
        _xml.WriteAttributeString("points", string.Join(' ', points.Select(p => $"{Number(p.X)},{Number(p.Y)}")));
        _xml.WriteAttributeString("fill", "none");
        _xml.WriteAttributeString("stroke", stroke);
        _xml.WriteAttributeString("stroke-width", "2");
        if (dash.Length > 0)
        {
            _xml.WriteAttributeString("stroke-dasharray", dash);
        }

        _xml.WriteEndElement();
    }

    public void Circle(double x, double y, double radius, string fill)
    {
        _xml.WriteStartElement("circle", Namespace);
        Attributes(("cx", x), ("cy", y), ("r", radius));
        _xml.WriteAttributeString("fill", fill);
        _xml.WriteEndElement();
    }

    /// <summary>Writes a text, unless it is empty.</summary>
    public void Text(double x, double y, string text, string anchor, double size, string fill)
    {
        if (text.Length == 0)
        {
            return;
        }

        _xml.WriteStartElement("text", Namespace);
        Attributes(("x", x), ("y", y), ("font-size", size));
        _xml.WriteAttributeString("text-anchor", anchor);
        _xml.WriteAttributeString("fill", fill);
        _xml.WriteString(text);
        _xml.WriteEndElement();
    }

    public void Dispose()
    {
        _xml.WriteEndElement();
        _xml.Dispose();
    }

    private void Attributes(params ReadOnlySpan<(string Name, double Value)> attributes)
    {
        foreach ((string name, double value) in attributes)
        {
            _xml.WriteAttributeString(name, Number(value));
        }
    }

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
