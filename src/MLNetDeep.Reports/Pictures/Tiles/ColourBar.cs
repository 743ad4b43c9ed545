using System.Globalization;
using OxyPlot;
using SkiaSharp;

namespace MLNetDeep.Reports;

/// <summary>The scale of weights: blue below 0, white at 0, red above 0, with the same range on both sides.</summary>
/// <param name="maximum">The greatest absolute value: the ends of the scale.</param>
internal sealed class ColourBar(double maximum)
{
    /// <summary>The width in CSS pixels: odd, so that white has a pixel of its own in the middle.</summary>
    public const int Width = 241;

    /// <summary>The height with the labels in CSS pixels.</summary>
    public const int Height = BarHeight + 20;

    private const int BarHeight = 12;

    // The ends of ColorBrewer's scale RdBu, which people with any colour vision tell apart.
    private static readonly SKColor s_negative = new(0x21, 0x66, 0xac);
    private static readonly SKColor s_positive = new(0xb2, 0x18, 0x2b);
    private static readonly SKColor s_notFinite = new(0x80, 0x80, 0x80);

    /// <summary>Returns the colour of a value; grey for NaN and infinities.</summary>
    public SKColor Colour(double value)
    {
        if (!double.IsFinite(value))
        {
            return s_notFinite;
        }

        double share = maximum > 0 ? Math.Min(1, Math.Abs(value) / maximum) : 0;
        SKColor end = value < 0 ? s_negative : s_positive;
        return new SKColor(Mix(end.Red), Mix(end.Green), Mix(end.Blue));

        byte Mix(byte part) => (byte)Math.Round(255 + (share * (part - 255)));
    }

    /// <summary>Draws the bar with labels at its ends and its middle.</summary>
    public void Draw(IRenderContext rc, PicturePalette palette, string font, double left, double top)
    {
        PixelImage gradient = new(BarHeight, Width, Width, (_, column) => Colour(maximum * ((2.0 * column / (Width - 1)) - 1)));
        rc.DrawImage(gradient.Image, left, top, Width, BarHeight, opacity: 1, interpolate: false);
        OxyRect place = new(left, top, Width, BarHeight);
        rc.DrawRectangle(place, OxyColors.Undefined, palette.Axis, 1, EdgeRenderingMode.PreferGeometricAccuracy);
        Label(-maximum, 0, HorizontalAlignment.Left);
        Label(0, 0.5, HorizontalAlignment.Center);
        Label(maximum, 1, HorizontalAlignment.Right);

        void Label(double value, double share, HorizontalAlignment alignment) => rc.DrawText(
            new ScreenPoint(left + (share * Width), top + BarHeight + 4), Format(value), palette.Text, font, Plot.FontSize,
            FontWeights.Normal, 0, alignment, VerticalAlignment.Top);
    }

    /// <summary>Returns a value with three significant digits and a true minus sign.</summary>
    public static string Format(double value) =>
        value == 0 ? "0" : value.ToString("G3", CultureInfo.InvariantCulture).Replace('-', '\u2212');
}
