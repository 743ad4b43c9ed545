using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using OxyPlot;

namespace MLNetDeep.Reports;

/// <summary>Changes the SVG that OxyPlot writes, so that all viewers show it alike and a page can hold many pictures.</summary>
/// <remarks>
/// <list type="bullet">
/// <item>The ids of areas that clip get names that differ between pictures.</item>
/// <item>Styles become attributes, which a page's content security policy never forbids.</item>
/// <item>The baseline of texts is moved by <c>dy</c>: not every viewer knows <c>dominant-baseline</c>.</item>
/// <item>The size becomes a <c>viewBox</c> too, so that style sheets can scale the picture.</item>
/// <item>Enlarged images keep sharp pixels.</item>
/// <item>What says nothing is left out: shapes without paint, defaults, and more than two decimals.</item>
/// </list>
/// </remarks>
internal static partial class PictureSvg
{
    private const string Baseline = "dominant-baseline";

    private static readonly string[] s_size = ["width", "height"];
    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";

    /// <summary>Returns the picture as a document of its own.</summary>
    /// <param name="svg">What OxyPlot wrote.</param>
    /// <param name="title">The heading.</param>
    /// <param name="description">The alternative text.</param>
    public static string Document(string svg, string title, string description)
    {
        XElement root = Read(svg);
        root.AddFirst(new XElement(s_svg + "title", title), new XElement(s_svg + "desc", description));
        return Write(root, title, description);
    }

    /// <summary>Returns the picture as an element of an HTML page, with CSS variables instead of the placeholder palette.</summary>
    /// <param name="svg">What OxyPlot wrote with <see cref="PicturePalette.Placeholder"/>.</param>
    /// <param name="title">The heading.</param>
    /// <param name="description">The alternative text.</param>
    public static string Inline(string svg, string title, string description)
    {
        Dictionary<string, string> variables = PicturePalette.Placeholder.Variables
            .ToDictionary(item => Name(item.Colour), item => $"var({item.Variable})");
        XElement root = Read(svg);
        foreach (XAttribute attribute in root.Descendants().Attributes().Where(a => a.Name.LocalName is "fill" or "stroke"))
        {
            attribute.Value = variables.GetValueOrDefault(attribute.Value, attribute.Value);
        }

        return Write(root, title, description);
    }

    private static string Name(OxyColor colour) => string.Create(CultureInfo.InvariantCulture, $"rgb({colour.R},{colour.G},{colour.B})");

    private static XElement Read(string svg)
    {
        XElement root = XElement.Parse(svg[svg.IndexOf("<svg", StringComparison.Ordinal)..]);
        root.SetAttributeValue("font-family", PictureFonts.Svg);
        root.SetAttributeValue("viewBox", $"0 0 {(string?)root.Attribute("width")} {(string?)root.Attribute("height")}");
        foreach (XElement element in root.Descendants().ToList())
        {
            SplitStyle(element);
            if (IsInvisible(element))
            {
                element.Remove();
                continue;
            }

            MoveBaseline(element);
            Shorten(element);
            if (element.Name == s_svg + "image")
            {
                element.SetAttributeValue("image-rendering", "pixelated");
            }
        }

        RenameClips(root, svg);
        return root;
    }

    private static string Write(XElement root, string title, string description)
    {
        root.SetAttributeValue("role", "img");
        root.SetAttributeValue("aria-label", $"{title}. {description}");
        return root.ToString(SaveOptions.DisableFormatting);
    }

    private static void SplitStyle(XElement element)
    {
        if (element.Attribute("style") is not { } style)
        {
            return;
        }

        foreach (string declaration in style.Value.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            int colon = declaration.IndexOf(':', StringComparison.Ordinal);
            element.SetAttributeValue(declaration[..colon], declaration[(colon + 1)..]);
        }

        style.Remove();
    }

    // The shares of the font's height that lie above and below the baseline are those of most fonts without serifs.
    private static void MoveBaseline(XElement element)
    {
        if (element.Attribute(Baseline) is not { } baseline)
        {
            return;
        }

        element.SetAttributeValue("dy", baseline.Value switch
        {
            "hanging" => "0.9em",
            "middle" => "0.35em",
            _ => "-0.21em",
        });
        baseline.Remove();
    }

    private static bool IsInvisible(XElement element) =>
        (string?)element.Attribute("fill") == "none"
        && ((string?)element.Attribute("stroke") is null or "none" || (string?)element.Attribute("stroke-width") == "0");

    // The font stands at the root. A number of some hundred pixels needs two decimals at most.
    private static void Shorten(XElement element)
    {
        foreach (XAttribute attribute in element.Attributes().ToList())
        {
            switch (attribute.Name.LocalName, attribute.Value)
            {
                case ("font-family", _) or ("stroke", "none") or ("font-weight", "400") or ("text-anchor", "start"):
                    attribute.Remove();
                    break;
                case ("href", _) or ("id", _):
                    break;
                default:
                    attribute.Value = FurtherDecimals().Replace(attribute.Value, "$1");
                    break;
            }
        }
    }

    [GeneratedRegex(@"(\.\d\d)\d+")]
    private static partial Regex FurtherDecimals();

    // Areas as large as the picture clip nothing. The ids of the others come from what OxyPlot wrote, so they differ between pictures.
    private static void RenameClips(XElement root, string svg)
    {
        string prefix = $"clip-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(svg)))[..12]}";
        Dictionary<string, XElement> clips = root.Descendants(s_svg + "clipPath")
            .ToDictionary(clip => $"url(#{(string?)clip.Attribute("id")})");
        foreach (XElement group in root.Descendants(s_svg + "g").Where(g => g.Attribute("clip-path") is not null).ToList())
        {
            XElement clip = clips[group.Attribute("clip-path")!.Value];
            XElement area = clip.Element(s_svg + "rect")!;
            bool isWhole = s_size.All(side => (string?)area.Attribute(side) == (string?)root.Attribute(side));
            if (isWhole || !group.HasElements)
            {
                XNode[] content = [.. group.Nodes()];
                group.RemoveNodes(); // nodes that have a parent would be copied
                group.ReplaceWith(content);
                clip.Parent!.Remove();
                continue;
            }

            string id = $"{prefix}-{((string)clip.Attribute("id")!)["clipPath".Length..]}";
            clip.SetAttributeValue("id", id);
            group.SetAttributeValue("clip-path", $"url(#{id})");
        }
    }
}
