using System.Collections.Immutable;
using OxyPlot;

namespace MLNetDeep.Reports;

/// <summary>The colours that a picture is drawn with.</summary>
/// <remarks>
/// <see cref="Placeholder"/> has a colour of its own for each role. <see cref="PictureSvg"/> replaces these colours by CSS variables, so
/// that one drawing in an HTML page shows both themes.
/// </remarks>
/// <param name="Background">The colour behind the picture.</param>
/// <param name="Text">The colour of titles and labels.</param>
/// <param name="Axis">The colour of axis lines and ticks.</param>
/// <param name="Grid">The colour of grid lines.</param>
/// <param name="Series">The colours of curves and bars, in the order of use.</param>
/// <param name="Scale">The colours of a heat map, from its least value to its greatest.</param>
/// <param name="TextOnLow">The colour of text on the lower half of <paramref name="Scale"/>, its middle included.</param>
/// <param name="TextOnHigh">The colour of text on the upper half of <paramref name="Scale"/>.</param>
internal sealed record PicturePalette(
    OxyColor Background, OxyColor Text, OxyColor Axis, OxyColor Grid, ImmutableArray<OxyColor> Series,
    ImmutableArray<OxyColor> Scale, OxyColor TextOnLow, OxyColor TextOnHigh)
{
    private const int HalfScale = 10;

    // Black and white text have the same contrast with this blue, 4.6 to 1. So text changes its colour at the middle of the scale in
    // both themes.
    private const string MiddleOfScale = "#2378c6";

    // The categorical colours of Okabe and Ito (2008), which people with any colour vision tell apart, darker or lighter as the
    // background needs.
    public static PicturePalette Light { get; } = new(
        OxyColor.Parse("#ffffff"), OxyColor.Parse("#1f2328"), OxyColor.Parse("#57606a"), OxyColor.Parse("#d0d7de"),
        Colours("#0072b2", "#d55e00", "#007a5a", "#a8467e", "#8a6d00", "#3b7ea1"),
        MakeScale("#f3f6fa", "#08264d"), OxyColors.Black, OxyColors.White);

    public static PicturePalette Dark { get; } = new(
        OxyColor.Parse("#0d1117"), OxyColor.Parse("#e6edf3"), OxyColor.Parse("#9198a1"), OxyColor.Parse("#30363d"),
        Colours("#56b4e9", "#ff9248", "#2fc593", "#e48bc0", "#e6c94c", "#8ccbe8"),
        MakeScale("#1b2230", "#d9eaff"), OxyColors.White, OxyColors.Black);

    // Colours that nothing else has: the last digits count the roles.
    public static PicturePalette Placeholder { get; } = new(
        OxyColor.Parse("#fdfe01"), OxyColor.Parse("#fdfe02"), OxyColor.Parse("#fdfe03"), OxyColor.Parse("#fdfe04"),
        Colours("#fdfe05", "#fdfe06", "#fdfe07", "#fdfe08", "#fdfe09", "#fdfe0a"),
        [.. Enumerable.Range(0, (2 * HalfScale) + 1).Select(level => OxyColor.FromRgb(0xfd, 0xfd, (byte)level))],
        OxyColor.Parse("#fdfe0b"), OxyColor.Parse("#fdfe0c"));

    /// <summary>The colours with the names of their CSS variables.</summary>
    public IEnumerable<(string Variable, OxyColor Colour)> Variables =>
    [
        ("--picture-background", Background), ("--picture-text", Text), ("--picture-axis", Axis), ("--picture-grid", Grid),
        .. Series.Select((colour, index) => ($"--picture-series-{index + 1}", colour)),
        .. Scale.Select((colour, level) => ($"--picture-scale-{level}", colour)),
        ("--picture-text-on-low", TextOnLow), ("--picture-text-on-high", TextOnHigh),
    ];

    public static PicturePalette Of(PictureTheme theme) => theme switch
    {
        PictureTheme.Light => Light,
        PictureTheme.Dark => Dark,
        _ => throw new ArgumentOutOfRangeException(nameof(theme), theme, "The theme must be Light or Dark."),
    };

    /// <summary>Returns the colour of <see cref="Scale"/> for a fraction of the way from the least value to the greatest.</summary>
    /// <param name="fraction">The fraction. Below 0 it counts as 0, above 1 as 1.</param>
    public OxyColor ScaleColour(double fraction) => Scale[Level(fraction)];

    /// <summary>Returns the colour of text on <see cref="ScaleColour"/>.</summary>
    /// <param name="fraction">The fraction of the way from the least value to the greatest.</param>
    public OxyColor TextColour(double fraction) => Level(fraction) <= HalfScale ? TextOnLow : TextOnHigh;

    private int Level(double fraction) => (int)Math.Round(Math.Clamp(fraction, 0, 1) * (Scale.Length - 1));

    private static ImmutableArray<OxyColor> Colours(params ReadOnlySpan<string> colours)
    {
        ImmutableArray<OxyColor>.Builder parsed = ImmutableArray.CreateBuilder<OxyColor>(colours.Length);
        foreach (string colour in colours)
        {
            parsed.Add(OxyColor.Parse(colour));
        }

        return parsed.MoveToImmutable();
    }

    private static ImmutableArray<OxyColor> MakeScale(string low, string high)
    {
        OxyColor middle = OxyColor.Parse(MiddleOfScale);
        IEnumerable<double> fractions = Enumerable.Range(0, HalfScale).Select(i => (double)i / HalfScale);
        return
        [
            .. fractions.Select(fraction => OxyColor.Interpolate(OxyColor.Parse(low), middle, fraction)),
            .. fractions.Select(fraction => OxyColor.Interpolate(middle, OxyColor.Parse(high), fraction)),
            OxyColor.Parse(high),
        ];
    }
}
