using System.Text.Json;

namespace MLNetDeep.Reports.Tests.Evaluation;

/// <summary>The metrics that scikit-learn computed (Fixtures/make_metrics.py).</summary>
internal static class SklearnMetrics
{
    private static readonly JsonElement s_root = Load();

    public static JsonElement Multiclass => s_root.GetProperty("multiclass");

    public static JsonElement Binary => s_root.GetProperty("binary");

    public static JsonElement Regression => s_root.GetProperty("regression");

    public static double Number(this JsonElement element, string name) => element.GetProperty(name).GetDouble();

    public static double[] Numbers(this JsonElement element, string name) => Numbers(element.GetProperty(name));

    public static double[] Numbers(JsonElement element) => [.. element.EnumerateArray().Select(value => value.GetDouble())];

    public static float[] Singles(this JsonElement element, string name) => Array.ConvertAll(element.Numbers(name), value => (float)value);

    public static int[] Integers(this JsonElement element, string name) => Array.ConvertAll(element.Numbers(name), value => (int)value);

    /// <summary>Compares points with a list of their X and a list of their Y.</summary>
    public static void AssertPoints(JsonElement expected, IReadOnlyList<ChartPoint> points)
    {
        (double[] x, double[] y) = (Numbers(expected[0]), Numbers(expected[1]));
        Assert.Equal(x.Length, points.Count);
        for (int i = 0; i < x.Length; i++)
        {
            Assert.Equal(x[i], points[i].X, 1e-12);
            Assert.Equal(y[i], points[i].Y, 1e-12);
        }
    }

    /// <summary>Compares numbers.</summary>
    public static void AssertNumbers(double[] expected, IReadOnlyList<double> actual)
    {
        Assert.Equal(expected.Length, actual.Count);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], 1e-12);
        }
    }

    private static JsonElement Load()
    {
        using Stream stream = typeof(SklearnMetrics).Assembly.GetManifestResourceStream("metrics.json")!;
        return JsonDocument.Parse(stream).RootElement;
    }
}
