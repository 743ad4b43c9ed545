using System.Collections.Immutable;
using OxyPlot;

namespace MLNetDeep.Reports;

/// <summary>The colours that a picture is drawn with.</summary>
/// <remarks>
/// <see cref="Placeholder"/> has a colour of its own for each role. <see cref="Picture"/> replaces these colours by CSS variables, so that one
/// drawing in an HTML page shows both themes.
/// </remarks>
/// <param name="Background">The colour behind the picture.</param>
/// <param name="Text">The colour of titles and labels.</param>
/// <param name="Axis">The colour of axis lines and ticks.</param>
/// <param name="Grid">The colour of grid lines.</param>
/// <param name="Series">The colours of curves and bars, in the order of use.</param>
internal sealed record PicturePalette(
    OxyColor Background, OxyColor Text, OxyColor Axis, OxyColor Grid, ImmutableArray<OxyColor> Series)
{
    // The categorical colours of Okabe and Ito (2008), which people with any colour vision tell apart, darker or lighter as the background needs.
    public static PicturePalette Light { get; } = new(
        OxyColor.Parse("#ffffff"), OxyColor.Parse("#1f2328"), OxyColor.Parse("#57606a"), OxyColor.Parse("#d0d7de"),
        [OxyColor.Parse("#0072b2"), OxyColor.Parse("#d55e00"), OxyColor.Parse("#007a5a"), OxyColor.Parse("#a8467e"),
            OxyColor.Parse("#8a6d00"), OxyColor.Parse("#3b7ea1")]);

    public static PicturePalette Dark { get; } = new(
        OxyColor.Parse("#0d1117"), OxyColor.Parse("#e6edf3"), OxyColor.Parse("#9198a1"), OxyColor.Parse("#30363d"),
        [OxyColor.Parse("#56b4e9"), OxyColor.Parse("#ff9248"), OxyColor.Parse("#2fc593"), OxyColor.Parse("#e48bc0"),
            OxyColor.Parse("#e6c94c"), OxyColor.Parse("#8ccbe8")]);

    // Colours that nothing else has: the last digits count the roles.
    public static PicturePalette Placeholder { get; } = new(
        OxyColor.Parse("#fdfe01"), OxyColor.Parse("#fdfe02"), OxyColor.Parse("#fdfe03"), OxyColor.Parse("#fdfe04"),
        [OxyColor.Parse("#fdfe05"), OxyColor.Parse("#fdfe06"), OxyColor.Parse("#fdfe07"), OxyColor.Parse("#fdfe08"),
            OxyColor.Parse("#fdfe09"), OxyColor.Parse("#fdfe0a")]);

    /// <summary>The colours with the names of their CSS variables.</summary>
    public IEnumerable<(string Variable, OxyColor Colour)> Variables =>
    [
        ("--picture-background", Background), ("--picture-text", Text), ("--picture-axis", Axis), ("--picture-grid", Grid),
        .. Series.Select((colour, index) => ($"--picture-series-{index + 1}", colour)),
    ];

    public static PicturePalette Of(PictureTheme theme) => theme switch
    {
        PictureTheme.Light => Light,
        PictureTheme.Dark => Dark,
        _ => throw new ArgumentOutOfRangeException(nameof(theme), theme, "The theme must be Light or Dark."),
    };
}
