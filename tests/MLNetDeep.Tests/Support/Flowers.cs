using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Tests.Support;

/// <summary>A small linearly separable data set: three classes around three centres.</summary>
internal static class Flowers
{
    public static readonly string[] Names = ["setosa", "virginica", "versicolor"];

    private static readonly float[][] s_centres = [[0, 0], [1, 0], [0, 1]];

    /// <summary>Creates rows whose classes alternate. Each lies at its class centre plus an offset that repeats every seven rows.</summary>
    public static IReadOnlyList<Flower> Rows(int count) => Enumerable.Range(0, count)
        .Select(i => new Flower
        {
            Features = [s_centres[i % 3][0] + (0.04f * ((i * 5 % 7) - 3)), s_centres[i % 3][1] + (0.04f * ((i * 3 % 7) - 3))],
            Name = Names[i % 3],
            ClassIndex = i % 3,
            Weight = 1,
        })
        .ToArray();

    /// <summary>Returns the rows as a view with an added key column Label, whose key values are the names.</summary>
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

        public int ClassIndex { get; set; }

        public float Weight { get; set; }
    }
}
