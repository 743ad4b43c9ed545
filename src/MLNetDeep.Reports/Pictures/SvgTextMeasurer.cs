using OxyPlot;

namespace MLNetDeep.Reports;

/// <summary>Measures texts of an SVG in CSS pixels, with the widths of Arial.</summary>
/// <remarks>
/// The context for PDF, which OxyPlot measures with unless it is told otherwise, has these widths, but takes a font's size as points and
/// returns points: a quarter too few. It also gives no width to letters outside of Latin 1. They get the font's height here.
/// </remarks>
internal sealed class SvgTextMeasurer(double width, double height) : PdfRenderContext(width, height, OxyColors.Transparent)
{
    private const double PixelsPerPoint = 96.0 / 72;
    private const char LastLatin = '\u00FF';

    public override OxySize MeasureText(string text, string fontFamily, double fontSize, double fontWeight)
    {
        if (string.IsNullOrEmpty(text))
        {
            return OxySize.Empty;
        }

        OxySize size = base.MeasureText(text, fontFamily, fontSize * PixelsPerPoint, fontWeight);
        return new OxySize(size.Width + (fontSize * text.Count(letter => letter > LastLatin)), size.Height);
    }
}
