using OxyPlot;

namespace MLNetDeep.Reports.Tests;

public class PicturePaletteTests
{
    public static TheoryData<PictureTheme> Themes => [PictureTheme.Light, PictureTheme.Dark];

    // The guidelines ask for 4.5 to 1 for text and 3 to 1 for graphics.
    [Theory]
    [MemberData(nameof(Themes))]
    public void Text_and_lines_can_be_told_from_the_background(PictureTheme theme)
    {
        PicturePalette palette = PicturePalette.Of(theme);
        Assert.InRange(Colours.Contrast(palette.Text, palette.Background), 4.5, 21);
        Assert.InRange(Colours.Contrast(palette.Axis, palette.Background), 3, 21);
        Assert.All(palette.Series, colour => Assert.InRange(Colours.Contrast(colour, palette.Background), 3, 21));
    }

    [Theory]
    [MemberData(nameof(Themes))]
    public void Every_cell_colour_has_a_text_colour_that_can_be_read_on_it(PictureTheme theme)
    {
        PicturePalette palette = PicturePalette.Of(theme);
        for (double fraction = -0.1; fraction <= 1.1; fraction += 0.001)
        {
            Assert.InRange(Colours.Contrast(palette.ScaleColour(fraction), palette.TextColour(fraction)), 4.5, 21);
        }
    }

    [Theory]
    [MemberData(nameof(Themes))]
    public void The_colours_of_the_scale_run_from_its_low_end_to_its_high_end(PictureTheme theme)
    {
        PicturePalette palette = PicturePalette.Of(theme);
        double[] contrasts =
            [.. Enumerable.Range(0, 21).Select(level => Colours.Contrast(palette.ScaleColour(level / 20.0), palette.Background))];
        Assert.Equal(contrasts.Order(), contrasts);
        Assert.Equal(21, palette.Scale.Distinct().Count());
        Assert.Equal((palette.Scale[0], palette.Scale[20]), (palette.ScaleColour(-1), palette.ScaleColour(2)));
    }

    [Fact]
    public void Placeholders_are_distinct_and_stand_for_the_variables_of_both_themes()
    {
        (string Variable, OxyColor Colour)[] placeholders = [.. PicturePalette.Placeholder.Variables];
        Assert.Equal(placeholders.Length, placeholders.Select(item => item.Colour).Distinct().Count());
        Assert.Equal(placeholders.Select(item => item.Variable), PicturePalette.Light.Variables.Select(item => item.Variable));
        Assert.Equal(placeholders.Select(item => item.Variable), PicturePalette.Dark.Variables.Select(item => item.Variable));
    }
}
