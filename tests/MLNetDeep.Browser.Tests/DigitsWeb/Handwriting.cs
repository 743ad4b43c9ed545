using System.Text.Json;
using Microsoft.Playwright;

namespace MLNetDeep.Browser.Tests.DigitsWeb;

/// <summary>A digit of strokes.json: its strokes are points (x, y) in a unit square.</summary>
internal sealed record Handwriting(string Name, int Digit, float[][][] Strokes)
{
    /// <summary>All digits of the file.</summary>
    public static IReadOnlyList<Handwriting> All { get; } = Read();

    /// <summary>Returns a digit of the file.</summary>
    public static Handwriting Get(string name, int digit) => All.Single(handwriting => handwriting.Name == name && handwriting.Digit == digit);

    /// <summary>Draws the digit on the drawing area with the mouse.</summary>
    public async Task DrawAsync(IPage page)
    {
        LocatorBoundingBoxResult box = (await page.Locator("#pad").BoundingBoxAsync())!;
        foreach (float[][] stroke in Strokes)
        {
            await page.Mouse.MoveAsync(box.X + (stroke[0][0] * box.Width), box.Y + (stroke[0][1] * box.Height));
            await page.Mouse.DownAsync();
            foreach (float[] point in stroke.Skip(1))
            {
                await page.Mouse.MoveAsync(box.X + (point[0] * box.Width), box.Y + (point[1] * box.Height));
            }

            await page.Mouse.UpAsync();
        }
    }

    private static Handwriting[] Read()
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "strokes.json")));
        return
        [
            .. document.RootElement.EnumerateArray().Select(digit => new Handwriting(
                digit.GetProperty("handwriting").GetString()!,
                digit.GetProperty("digit").GetInt32(),
                digit.GetProperty("strokes").Deserialize<float[][][]>()!)),
        ];
    }
}
