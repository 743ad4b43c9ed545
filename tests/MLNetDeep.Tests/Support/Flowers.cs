using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Tests.Support;

/// <summary>A small set that softmax regression can tell apart without an error: three classes around three corners.</summary>
internal static class Flowers
{
    public static readonly string[] Names = ["setosa", "virginica", "versicolor"];

    private static readonly float[][] s_centres = [[0, 0], [1, 0], [0, 1]];

    /// <summary>Rows of the classes in turn, each at its corner plus an offset that repeats every seven rows.</summary>
    public static IReadOnlyList<Flower> Rows(int count) => Enumerable.Range(0, count)
        .Select(i => new Flower
        {
            Features = [s_centres[i % 3][0] + (0.04f * ((i * 5 % 7) - 3)), s_centres[i % 3][1] + (0.04f * ((i * 3 % 7) - 3))],
            Name = Names[i % 3],
            Number = i % 3,
            Weight = 1,
        })
        .ToArray();

    /// <summary>The rows as a view with the label as a key over the names.</summary>
    public static IDataView View(MLContext ml, int count = 63)
    {
        IDataView rows = ml.Data.LoadFromEnumerable(Rows(count));
        return ml.Transforms.Conversion.MapValueToKey("Label", "Name").Fit(rows).Transform(rows);
    }

    internal sealed class Flower
    {
        [VectorType(2)]
        public float[] Features { get; set; } = [];

        public string Name { get; set; } = "";

        public int Number { get; set; }

        public float Weight { get; set; }
    }
}
