using MLNetDeep.Browser.Tests.Browsers;

namespace MLNetDeep.Browser.Tests.DigitsWeb;

/// <summary>Draws the committed digits in the page and reads what it says they are.</summary>
public class DrawingTests(BrowserFixture browser, DigitsWebFixture server)
{
    private const int Required = 27;

    [Fact]
    public async Task Of_thirty_drawn_digits_at_least_27_are_recognised()
    {
        string[][] results = await Task.WhenAll(Handwriting.All.GroupBy(digit => digit.Name).Select(DrawAllAsync));
        string[] wrong = [.. results.SelectMany(errors => errors)];
        Assert.Equal(30, Handwriting.All.Count);
        TestContext.Current.TestOutputHelper!.WriteLine($"{30 - wrong.Length} of 30 recognised. {string.Join(", ", wrong)}");
        Assert.True(wrong.Length <= 30 - Required, string.Join(", ", wrong));
    }

    // Returns the digits that are not recognised.
    private async Task<string[]> DrawAllAsync(IEnumerable<Handwriting> digits)
    {
        await using BrowserPage page = await server.OpenAsync(browser, width: 600, height: 600);
        List<string> wrong = [];
        foreach (Handwriting digit in digits)
        {
            await digit.DrawAsync(page.Page);
            string prediction = await DigitsWebFixture.ReadPredictionAsync(page.Page);
            if (prediction != $"{digit.Digit}")
            {
                wrong.Add($"{digit.Name} {digit.Digit} is taken for {prediction}");
            }

            await page.Page.Keyboard.PressAsync("Delete");
            Assert.Equal("?", await DigitsWebFixture.ReadPredictionAsync(page.Page));
        }

        Assert.Empty(page.Messages);
        return [.. wrong];
    }
}
