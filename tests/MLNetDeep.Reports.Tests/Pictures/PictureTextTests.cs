namespace MLNetDeep.Reports.Tests;

public class PictureTextTests
{
    [Theory]
    [InlineData("plain <b> & \"so\"", "plain <b> & \"so\"")]
    [InlineData("a\tb\r\nc", "a b  c")]
    [InlineData("\u0001a\uFFFEb", "\uFFFDa\uFFFDb")]
    public void Characters_that_XML_cannot_hold_are_replaced(string text, string expected) =>
        Assert.Equal(expected, PictureText.Clean(text));

    [Fact]
    public void Half_a_pair_of_surrogates_is_replaced() =>
        Assert.Equal("\uD83D\uDE00\uFFFD", PictureText.Clean("\uD83D\uDE00" + '\uD83D'));

    [Theory]
    [InlineData("abcdef", 6, "abcdef")]
    [InlineData("abcdefg", 6, "abcde\u2026")]
    [InlineData("abcd efg", 6, "abcd\u2026")]
    [InlineData("\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00", 2, "\uD83D\uDE00\u2026")]
    [InlineData("e\u0301e\u0301e\u0301", 2, "e\u0301\u2026")]
    public void Long_labels_are_shortened_between_letters(string text, int length, string expected) =>
        Assert.Equal(expected, PictureText.Label(text, length));

    // OxyPlot would lower "{i}" and raise "{2}".
    [Fact]
    public void Braces_after_a_sign_are_not_taken_for_raised_text()
    {
        Picture picture = Pictures.ConfusionMatrix(["x_{i}", "y^{2}"], new[,] { { 1, 0 }, { 0, 1 } });
        string[] labels = [.. new DrawnPicture(picture).Labels.Select(label => label.Replace("\u2060", "", StringComparison.Ordinal))];
        Assert.Equal(2, labels.Count(label => label == "x_{i}"));
        Assert.Equal(2, labels.Count(label => label == "y^{2}"));
    }

    [Theory]
    [InlineData(0, "")]
    [InlineData(1, " 1 value that is not finite is left out.")]
    [InlineData(1200, " 1,200 values that are not finite are left out.")]
    public void What_is_left_out_is_said(int count, string sentence) => Assert.Equal(sentence, PictureText.LeftOut(count));
}
