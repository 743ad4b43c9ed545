using System.Globalization;
using OxyPlot;

namespace MLNetDeep.Reports.Tests;

/// <summary>Colours as an SVG names them.</summary>
internal static class Colours
{
    public static string Name(OxyColor colour) =>
        colour == OxyColors.Black ? "black" : string.Create(CultureInfo.InvariantCulture, $"rgb({colour.R},{colour.G},{colour.B})");

    /// <summary>The name of a colour of curves and bars, counted from 0, in the light theme.</summary>
    public static string Series(int number) => Name(PicturePalette.Light.Series[number]);

    public static string Axis => Name(PicturePalette.Light.Axis);

    /// <summary>The contrast of two colours, from 1 to 21, by the Web Content Accessibility Guidelines 2.2.</summary>
    public static double Contrast(OxyColor first, OxyColor second)
    {
        double[] luminances = [.. new[] { Luminance(first), Luminance(second) }.Order()];
        return (luminances[1] + 0.05) / (luminances[0] + 0.05);
    }

    private static double Luminance(OxyColor colour) =>
        (0.2126 * Linear(colour.R / 255.0)) + (0.7152 * Linear(colour.G / 255.0)) + (0.0722 * Linear(colour.B / 255.0));

    private static double Linear(double part) => part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4);
}
