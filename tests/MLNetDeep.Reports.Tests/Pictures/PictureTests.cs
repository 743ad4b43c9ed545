using System.Globalization;
using System.Xml.Linq;
using OxyPlot;
using SkiaSharp;

namespace MLNetDeep.Reports.Tests;

public sealed class PictureTests : IDisposable
{
    private static readonly Picture s_picture = Pictures.FittedCurve(
        "A & <B>", [], [new ChartPoint(0, 1), new ChartPoint(1, 3), new ChartPoint(2, 2)], xTitle: "time (s)", yTitle: "way (m)");

    private readonly string _folder = Directory.CreateTempSubdirectory("pictures-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(PictureTheme.Light, "rgb(255,255,255)")]
    [InlineData(PictureTheme.Dark, "rgb(13,17,23)")]
    public void An_SVG_has_its_size_its_texts_and_the_colours_of_its_theme(PictureTheme theme, string background)
    {
        DrawnPicture drawn = new(s_picture, theme);
        Assert.Equal("0 0 720 440", (string?)drawn.Root.Attribute("viewBox"));
        Assert.Equal("img", (string?)drawn.Root.Attribute("role"));
        Assert.Equal($"A & <B>. {s_picture.Description}", (string?)drawn.Root.Attribute("aria-label"));
        Assert.Equal(("A & <B>", s_picture.Description), (drawn.Root.Elements().First().Value, drawn.Root.Elements().ElementAt(1).Value));
        drawn.HasLabels("A & <B>", "time (s)", "way (m)", "fit");
        Assert.Equal(background, (string?)drawn.Root.Elements().ElementAt(2).Attribute("fill"));
    }

    [Fact]
    public void An_inline_SVG_has_variables_for_colours()
    {
        string[] known = [.. PicturePalette.Light.Variables.Select(item => $"var({item.Variable})")];
        foreach (Picture picture in new[] { s_picture, Pictures.ConfusionMatrix(["a", "b"], new[,] { { 3, 1 }, { 0, 9 } }) })
        {
            XElement root = XElement.Parse(picture.ToInlineSvg());
            IEnumerable<XAttribute> paints = root.Descendants().Attributes().Where(a => a.Name.LocalName is "fill" or "stroke");
            Assert.Subset(new HashSet<string>([.. known, "none"]), paints.Select(paint => paint.Value).ToHashSet());
            Assert.Empty(root.Descendants().Attributes("style"));
        }
    }

    [Fact]
    public void Pictures_in_one_page_have_no_id_in_common_and_each_refers_to_its_own()
    {
        int[,] counts = { { 3, 1 }, { 0, 9 } };
        Picture[] pictures = [s_picture, Pictures.ConfusionMatrix(["a", "b"], counts), Pictures.ConfusionMatrix(["a", "c"], counts)];
        XElement[] roots = [.. pictures.Select(picture => XElement.Parse(picture.ToInlineSvg()))];
        string[] ids = [.. roots.Descendants().Attributes("id").Select(id => id.Value)];
        Assert.NotEmpty(ids);
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.All(roots, root => Assert.Equal(
            root.Descendants().Attributes("id").Select(id => $"url(#{id.Value})").Order(),
            root.Descendants().Attributes("clip-path").Select(clip => clip.Value).Order()));
    }

    [Theory]
    [InlineData(PictureTheme.Light, 1)]
    [InlineData(PictureTheme.Dark, 2)]
    [InlineData(PictureTheme.Dark, 0.5)]
    public void A_PNG_has_the_size_asked_for_and_is_not_blank(PictureTheme theme, double scale)
    {
        using SKBitmap image = SKBitmap.Decode(s_picture.ToPng(theme, scale));
        Assert.Equal((720 * scale, 440 * scale), (image.Width, image.Height));
        OxyColor background = PicturePalette.Of(theme).Background, curve = PicturePalette.Of(theme).Series[0];
        Assert.Equal(new SKColor(background.R, background.G, background.B), image.GetPixel(0, 0));
        Assert.Contains(new SKColor(curve.R, curve.G, curve.B), image.Pixels);
    }

    // Letters and lines twice as large cover four times as many pixels.
    [Fact]
    public void The_scale_enlarges_texts_too()
    {
        Picture texts = Pictures.ConfusionMatrix([new string('m', 20), new string('w', 20)], new[,] { { 1, 0 }, { 0, 1 } });
        double ratio = Ink(texts, 2) / Ink(texts, 1);
        Assert.InRange(ratio, 3.5, 5); // a system may draw large letters bolder

        // The darkness of the names at the left, below the title.
        static double Ink(Picture picture, double scale)
        {
            using SKBitmap image = SKBitmap.Decode(picture.ToPng(PictureTheme.Light, scale));
            int left = (int)(140 * scale), top = (int)(50 * scale);
            return Enumerable.Range(top, 4 * top).Sum(y => Enumerable.Range(0, left).Sum(x => 255.0 - image.GetPixel(x, y).Red));
        }
    }

    [Fact]
    public void Files_hold_what_the_methods_return()
    {
        string svg = Path.Combine(_folder, "a.svg"), png = Path.Combine(_folder, "a.png");
        s_picture.SaveSvg(svg, PictureTheme.Dark);
        s_picture.SavePng(png, PictureTheme.Dark, 2);
        Assert.Equal(s_picture.ToSvg(PictureTheme.Dark), File.ReadAllText(svg));
        Assert.Equal(s_picture.ToPng(PictureTheme.Dark, 2), File.ReadAllBytes(png));
        Assert.Equal(2, Directory.GetFiles(_folder).Length);
    }

    [Fact]
    public void Several_threads_draw_the_same()
    {
        Picture[] pictures = [s_picture, Pictures.ConfusionMatrix(["a", "b"], new[,] { { 3, 1 }, { 0, 9 } })];
        string[] svgs = [.. pictures.Select(picture => picture.ToSvg())];
        byte[][] pngs = [.. pictures.Select(picture => picture.ToPng())];
        Parallel.For(0, 16, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i =>
        {
            Assert.Equal(svgs[i % 2], pictures[i % 2].ToSvg());
            Assert.Equal(pngs[i % 2], pictures[i % 2].ToPng());
        });
    }

    [Fact]
    public void A_culture_with_decimal_commas_changes_nothing()
    {
        CultureInfo commas = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (commas.NumberFormat.NumberDecimalSeparator, commas.NumberFormat.NumberGroupSeparator) = (",", ".");
        string[] expected = Draw();
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = commas;
        try
        {
            Assert.Equal("0,5", 0.5.ToString(CultureInfo.CurrentCulture));
            Assert.Equal(expected, Draw());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        static string[] Draw() =>
        [
            s_picture.ToSvg(),
            Pictures.ConfusionMatrix(["a", "b"], new[,] { { 3000, 1000 }, { 1, 9000 } }).ToSvg(),
            Pictures.Lines("t", "x", "y", [("a", [new ChartPoint(0.5, 0.001), new ChartPoint(1.5, 1000.5)])], logarithmicY: true).ToSvg(),
            Pictures.ScoreHistogram([new ScoreGroup("a", [0.25, 0.75])]).ToSvg(),
            Pictures.Surface("s", (0, 0.5), (0, 0.5), ("f", new[,] { { 0.5, 1.5 }, { 2.5, 3.5 } })).ToSvg(),
        ];
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(8.1)]
    [InlineData(double.NaN)]
    public void Other_scales_throw(double scale) =>
        Assert.Throws<ArgumentOutOfRangeException>("scale", () => s_picture.ToPng(scale: scale));

    [Fact]
    public void An_undefined_theme_throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>("theme", () => s_picture.ToSvg((PictureTheme)2));
        Assert.Throws<ArgumentOutOfRangeException>("theme", () => s_picture.ToPng((PictureTheme)2));
    }

    // A viewer would smooth the pixels otherwise: black beside white would be grey.
    [Fact]
    public void Enlarged_images_keep_sharp_pixels()
    {
        Picture picture = new("image", "Image", "", 100, 100, palette =>
        {
            Plot plot = new(palette, "");
            plot.Model.Annotations.Add(new OxyPlot.Annotations.ImageAnnotation
            {
                ImageSource = OxyImage.Create(new[,] { { OxyColors.Black }, { OxyColors.White } }, ImageFormat.Png),
                Interpolate = false,
                X = new PlotLength(0.5, PlotLengthUnit.RelativeToPlotArea),
                Y = new PlotLength(0.5, PlotLengthUnit.RelativeToPlotArea),
                Width = new PlotLength(40, PlotLengthUnit.ScreenUnits),
                Height = new PlotLength(20, PlotLengthUnit.ScreenUnits),
            });
            return plot.Model;
        });
        XElement image = XElement.Parse(picture.ToInlineSvg()).Descendants().Single(element => element.Name.LocalName == "image");
        Assert.Equal("pixelated", (string?)image.Attribute("image-rendering"));
        Assert.StartsWith("data:image/png;base64,", image.Attributes().Single(a => a.Name.LocalName == "href").Value, StringComparison.Ordinal);
        using SKBitmap png = SKBitmap.Decode(picture.ToPng());
        byte[] row = [.. Enumerable.Range(0, 100).Select(x => png.GetPixel(x, 50).Red)];
        Assert.InRange(row.Count(red => red == 0), 19, 20); // half of the image's width
        Assert.InRange(row.Count(red => red is > 0 and < 255), 0, 2); // the ends of the image may lie within pixels
    }

    // Left to itself, OxyPlot would draw the exception's text.
    [Fact]
    public void A_drawing_that_fails_throws()
    {
        Picture picture = new("bad", "Bad", "", 100, 100, _ =>
        {
            PlotModel model = new();
            model.Series.Add(new OxyPlot.Series.LineSeries { XAxisKey = "missing" });
            return model;
        });
        Assert.Throws<InvalidOperationException>(() => picture.ToSvg());
        Assert.Throws<InvalidOperationException>(() => picture.ToPng());
    }
}
