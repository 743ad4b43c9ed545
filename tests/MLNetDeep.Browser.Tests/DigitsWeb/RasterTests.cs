using System.Text.Json;
using Microsoft.Playwright;
using MLNetDeep.Browser.Tests.Browsers;

namespace MLNetDeep.Browser.Tests.DigitsWeb;

/// <summary>The pixels that the page makes of strokes.</summary>
public class RasterTests(BrowserFixture browser, DigitsWebFixture server)
{
    private const int Side = 28;

    // A pen of 2 pixels: the ink ends 1 pixel from the line, and falls from 1 to 0 within half a pixel to either side of there. The line is
    // 20 - 2 = 18 pixels long, from 5 to 23, at 14. The centres of the pixels beside it are 0.5 from it: 1 + 0.5 - 0.5 = 1. Beyond its ends,
    // the centre is sqrt(0.5) from it: 1.5 - 0.7071 = 0.7929, of 255: 202. The next are 1.5 or more from it: 0.
    private const byte End = 202;

    [Fact]
    public async Task A_line_has_the_pixels_of_the_formula_wherever_and_however_long_it_is()
    {
        await using BrowserPage page = await server.OpenAsync(browser);
        byte[] expected = new byte[Side * Side];
        foreach (int row in new[] { 13, 14 })
        {
            expected.AsSpan((row * Side) + 5, 18).Fill(255);
            expected[(row * Side) + 4] = expected[(row * Side) + 23] = End;
        }

        byte[] transposed = [.. Enumerable.Range(0, Side * Side).Select(i => expected[(i % Side * Side) + (i / Side)])];
        Assert.Equal(expected, await RasterAsync(page.Page, [[[0.2f, 0.5f], [0.8f, 0.5f]]], pen: 2));
        Assert.Equal(expected, await RasterAsync(page.Page, [[[0.125f, 0.875f], [0.25f, 0.875f]]], pen: 2));
        Assert.Equal(transposed, await RasterAsync(page.Page, [[[0.75f, 0.125f], [0.75f, 0.625f]]], pen: 2));

        byte[] dot = new byte[Side * Side];
        foreach (int at in new[] { (13 * Side) + 13, (13 * Side) + 14, (14 * Side) + 13, (14 * Side) + 14 })
        {
            dot[at] = End;
        }

        Assert.Equal(dot, await RasterAsync(page.Page, [[[0.3f, 0.9f]]], pen: 2));
        Assert.Equal(new byte[Side * Side], await RasterAsync(page.Page, [], pen: 2));
    }

    [Fact]
    public async Task Digits_fit_twenty_pixels_around_their_centre_of_mass_and_have_as_much_ink_as_those_of_MNIST()
    {
        await using BrowserPage page = await server.OpenAsync(browser);
        double ink = 0;
        foreach (Handwriting digit in Handwriting.All)
        {
            byte[] pixels = await RasterAsync(page.Page, digit.Strokes);
            double sum = pixels.Sum(value => value);
            Assert.Equal(14, pixels.Select((value, i) => value * ((i % Side) + 0.5)).Sum() / sum, 0.1);
            Assert.Equal(14, pixels.Select((value, i) => value * ((i / Side) + 0.5)).Sum() / sum, 0.1);
            int[] inked = [.. Enumerable.Range(0, pixels.Length).Where(i => pixels[i] >= 128)];
            int width = inked.Max(i => i % Side) - inked.Min(i => i % Side) + 1, height = inked.Max(i => i / Side) - inked.Min(i => i / Side) + 1;
            Assert.InRange(Math.Max(width, height), 19, 21);
            float[][] points = [.. digit.Strokes.SelectMany(stroke => stroke)];
            Assert.Equal(Extent(points, 0) > Extent(points, 1), width > height);
            ink += sum / 255 / Handwriting.All.Count;
        }

        // The mean pixel of MNIST's training set is 0.1307: 102.5 of 784 pixels are ink.
        Assert.Equal(102.5, ink, 10.0);
    }

    private static float Extent(float[][] points, int axis) => points.Max(point => point[axis]) - points.Min(point => point[axis]);

    private static async Task<byte[]> RasterAsync(IPage page, float[][][] strokes, double? pen = null)
    {
        int[] pixels = await page.EvaluateAsync<int[]>(
            "async ([strokes, pen]) => (await import('/js/raster.js')).toPixels(JSON.parse(strokes), pen ?? undefined)",
            new object?[] { JsonSerializer.Serialize(strokes), pen });
        return [.. pixels.Select(pixel => checked((byte)pixel))];
    }
}
