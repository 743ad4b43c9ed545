using System.Globalization;
using System.Text;
using MLNetDeep.Neural;
using OxyPlot;
using PngExporter = OxyPlot.SkiaSharp.PngExporter;

namespace MLNetDeep.Reports;

/// <summary>A picture of training or of predictions, which can be had as SVG and as PNG, in light and in dark colours.</summary>
/// <remarks>Instances are immutable and may be used by several threads.</remarks>
public sealed class Picture
{
    private const int InlineWidth = 520;
    private const int InlineHeight = 330;
    private const int InlineSquareHeight = 400;

    private readonly Func<PicturePalette, PlotModel> _draw;

    /// <summary>Creates a picture.</summary>
    /// <param name="name">A short name in lower case with hyphens, such as <c>confusion-matrix</c>.</param>
    /// <param name="title">The heading.</param>
    /// <param name="description">What the picture shows, in sentences with its main numbers, for readers who do not see it.</param>
    /// <param name="width">The width in CSS pixels.</param>
    /// <param name="height">The height in CSS pixels.</param>
    /// <param name="draw">Makes a new drawing with the given colours.</param>
    internal Picture(string name, string title, string description, int width, int height, Func<PicturePalette, PlotModel> draw)
    {
        Name = name;
        Title = PictureText.Clean(title);
        Description = PictureText.Clean(description);
        Width = width;
        Height = height;
        _draw = draw;
    }

    /// <summary>A short name in lower case with hyphens, such as <c>confusion-matrix</c>: fit for a file name.</summary>
    public string Name { get; }

    /// <summary>The heading.</summary>
    public string Title { get; }

    /// <summary>What the picture shows, in sentences with its main numbers: the alternative text.</summary>
    public string Description { get; }

    /// <summary>The width in CSS pixels.</summary>
    public int Width { get; }

    /// <summary>The height in CSS pixels.</summary>
    public int Height { get; }

    /// <summary>Returns the picture as an SVG document.</summary>
    /// <param name="theme">The colours.</param>
    /// <exception cref="ArgumentOutOfRangeException">The theme is not defined.</exception>
    public string ToSvg(PictureTheme theme = PictureTheme.Light) =>
        PictureSvg.Document(Export(PicturePalette.Of(theme)), Title, Description);

    /// <summary>Returns the picture as a PNG file.</summary>
    /// <param name="theme">The colours.</param>
    /// <param name="scale">The number of pixels per CSS pixel. Accepted: 0.25 to 8.</param>
    /// <remarks>
    /// Labels are drawn with the system's fonts. A Linux without any, as some container images are, needs a package of fonts, such as
    /// fonts-dejavu-core.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The theme is not defined, or the scale is not accepted.</exception>
    /// <exception cref="InvalidOperationException">The system has no fonts.</exception>
    public byte[] ToPng(PictureTheme theme = PictureTheme.Light, double scale = 1)
    {
        if (!(scale >= 0.25 && scale <= 8))
        {
            throw new ArgumentOutOfRangeException(nameof(scale), scale, "The scale must be from 0.25 to 8.");
        }

        PngExporter exporter = new()
        {
            Width = (int)Math.Round(Width * scale),
            Height = (int)Math.Round(Height * scale),
            Dpi = (float)(96 * scale),
        };
        PlotModel model = Draw(PicturePalette.Of(theme), PictureFonts.FindForPng());
        using MemoryStream stream = new();
        exporter.Export(model, stream);
        ThrowIfFailed(model);
        return stream.ToArray();
    }

    /// <summary>Writes the picture to an SVG file, as a whole or not at all.</summary>
    /// <param name="path">The path of the file. Its folder must exist.</param>
    /// <param name="theme">The colours.</param>
    /// <exception cref="ArgumentOutOfRangeException">The theme is not defined.</exception>
    /// <exception cref="IOException">The file cannot be written; see <see cref="AtomicFile.Write"/>.</exception>
    public void SaveSvg(string path, PictureTheme theme = PictureTheme.Light)
    {
        byte[] svg = Encoding.UTF8.GetBytes(ToSvg(theme));
        AtomicFile.Write(path, stream => stream.Write(svg));
    }

    /// <summary>Writes the picture to a PNG file, as a whole or not at all.</summary>
    /// <param name="path">The path of the file. Its folder must exist.</param>
    /// <param name="theme">The colours.</param>
    /// <param name="scale">The number of pixels per CSS pixel. Accepted: 0.25 to 8.</param>
    /// <exception cref="ArgumentOutOfRangeException">The theme is not defined, or the scale is not accepted.</exception>
    /// <exception cref="InvalidOperationException">The system has no fonts.</exception>
    /// <exception cref="IOException">The file cannot be written; see <see cref="AtomicFile.Write"/>.</exception>
    public void SavePng(string path, PictureTheme theme = PictureTheme.Light, double scale = 1)
    {
        byte[] png = ToPng(theme, scale);
        AtomicFile.Write(path, stream => stream.Write(png));
    }

    /// <summary>
    /// Returns the picture as an SVG element for an HTML page, which writes the title as its own text. Its colours are the CSS variables of
    /// <see cref="PicturePalette.Variables"/>. Its ids differ from those of other pictures.
    /// </summary>
    internal string ToInlineSvg()
    {
        PlotModel model = Draw(PicturePalette.Placeholder, PictureFonts.Svg);
        model.Title = null;
        return PictureSvg.Inline(Export(model, InlineSize.Width, InlineSize.Height), Title, Description);
    }

    /// <summary>
    /// The size of <see cref="ToInlineSvg"/> in CSS pixels. Pictures of curves and bars are drawn smaller, with texts of the same size, so
    /// that two stand side by side.
    /// </summary>
    internal (int Width, int Height) InlineSize => (Width, Height) switch
    {
        (Pictures.Width, Pictures.Height) => (InlineWidth, InlineHeight),
        (Pictures.Width, _) => (InlineWidth, Height - Plot.TitleHeight),
        (Pictures.SquareWidth, _) => (InlineWidth, Height - Pictures.SquareWidth + InlineSquareHeight),
        _ => (Width, Height - Plot.TitleHeight),
    };

    private string Export(PicturePalette palette) => Export(Draw(palette, PictureFonts.Svg), Width, Height);

    private string Export(PlotModel model, int width, int height)
    {
        SvgExporter exporter = new()
        {
            Width = width,
            Height = height,
            IsDocument = false,
            TextMeasurer = new SvgTextMeasurer(width, height),
        };
        string svg = exporter.ExportToString(model);
        ThrowIfFailed(model);
        return svg;
    }

    private PlotModel Draw(PicturePalette palette, string font)
    {
        PlotModel model = _draw(palette);
        model.DefaultFont = font;
        model.Culture = CultureInfo.InvariantCulture;
        return model;
    }

    // OxyPlot catches exceptions and draws their text.
    private void ThrowIfFailed(PlotModel model)
    {
        if (model.GetLastPlotException() is { } exception)
        {
            throw new InvalidOperationException($"The picture {Name} cannot be drawn: {exception.Message}", exception);
        }
    }
}
