namespace MLNetDeep.Reports.Tests;

public class PictureFontsTests
{
    [Fact]
    public void A_font_without_serifs_is_preferred() =>
        Assert.Equal("DejaVu Sans", PictureFonts.Choose(["Courier", "DejaVu Sans", "Times"]));

    [Fact]
    public void Without_one_the_first_font_is_taken() => Assert.Equal("Courier", PictureFonts.Choose(["Courier", "Times"]));

    [Theory]
    [InlineData]
    [InlineData("")]
    public void Without_fonts_the_exception_says_what_to_install(params string[] installed)
    {
        InvalidOperationException exception = Assert.Throws<InvalidOperationException>(() => PictureFonts.Choose(installed));
        Assert.Contains("fonts-dejavu-core", exception.Message, StringComparison.Ordinal);
    }
}
