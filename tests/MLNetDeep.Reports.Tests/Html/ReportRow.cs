using Microsoft.ML.Data;

namespace MLNetDeep.Reports.Tests.Html;

/// <summary>A row of the reports' examples.</summary>
internal sealed class ReportRow
{
    /// <summary>Two features.</summary>
    [VectorType(2)]
    public float[] Features { get; set; } = [];

    /// <summary>The name of the class.</summary>
    public string Class { get; set; } = "";

    /// <summary>Whether the sum of the features is above 1.</summary>
    public bool IsLarge { get; set; }

    /// <summary>The first feature minus the second.</summary>
    public float Difference { get; set; }

    /// <summary>A text about the row.</summary>
    public string Text { get; set; } = "";

    /// <summary>A coloured image of 4 x 5 pixels: dark where the first feature is small, with the row's number in one of them.</summary>
    [VectorType(4, 5, 3)]
    public byte[] Image { get; set; } = [];

    /// <summary>Makes rows whose features are spread over the unit square, with a wrong label in every ninth row.</summary>
    /// <param name="count">The number of rows.</param>
    /// <param name="classes">The names of three classes.</param>
    public static IReadOnlyList<ReportRow> Rows(int count, params string[] classes) => [.. Enumerable.Range(0, count).Select(i =>
    {
        float x = i * 0.618034f % 1, y = i * 0.754878f % 1;
        int kind = x + y < 0.7f ? 0 : x > y ? 1 : 2;
        return new ReportRow
        {
            Features = [x, y],
            Class = classes[(i % 9 == 8 ? kind + 1 : kind) % 3],
            IsLarge = x + y > 1 != (i % 9 == 8),
            Difference = x - y + (i % 9 == 8 ? 0.25f : 0),
            Image = [.. Enumerable.Range(0, 60).Select(value => (byte)(value == 7 ? i % 256 : 250 * x))],
            Text = $"row {i} has {(x + y > 1 ? "large" : "small")} features & a <b>tag</b>",
        };
    })];
}
