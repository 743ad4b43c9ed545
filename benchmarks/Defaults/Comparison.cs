using System.Globalization;
using Microsoft.ML;

namespace MLNetDeep.Benchmarks.Defaults;

/// <summary>The results of all trainers on one data set.</summary>
/// <param name="Data">The data set.</param>
/// <param name="Before">Our trainer of one layer, with its earlier defaults.</param>
/// <param name="After">Our trainer of one layer, with its defaults.</param>
/// <param name="MLNet">The best of ML.NET's linear trainers.</param>
/// <param name="PerceptronBefore">Our multilayer perceptron, with its earlier defaults.</param>
/// <param name="PerceptronAfter">Our multilayer perceptron, with its defaults.</param>
internal sealed record Comparison(
    DataSet Data, Quality Before, Quality After, Quality MLNet, Quality PerceptronBefore, Quality PerceptronAfter)
{
    /// <summary>How far our trainer of one layer may be below the best of ML.NET's linear trainers.</summary>
    public const double Bound = 0.02;

    /// <summary>The lines above the rows of the table.</summary>
    public const string Header =
        """
        | data set | what it is | rows | before | after | ML.NET | after - ML.NET | seconds: before, after, ML.NET | perceptron: before, after |
        |---|---|---|---|---|---|---|---|---|
        """;

    /// <summary>Whether our trainer is within the bound.</summary>
    public bool IsWithinBound => After.Value >= MLNet.Value - Bound;

    /// <summary>Measures all trainers on a data set.</summary>
    public static Comparison Measure(DataSet data)
    {
        int peers = Trainers.MLNetLinear(new MLContext(), data).Count;
        return new Comparison(
            data,
            Quality.Measure(data, Trainers.EarlierOneLayer),
            Quality.Measure(data, Trainers.OneLayer),
            Quality.Best([.. Enumerable.Range(0, peers).Select(i => Quality.Measure(data, (ml, set) => Trainers.MLNetLinear(ml, set)[i]))]),
            Quality.Measure(data, Trainers.EarlierPerceptron),
            Quality.Measure(data, Trainers.Perceptron));
    }

    /// <summary>Returns the row of the table.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"| {Data.Name} | {Data.Description} | {Data.Training.Length:N0} | {Format(Before)} | {Format(After)} | {Format(MLNet)} | "
            + $"{After.Value - MLNet.Value:+0.0000;-0.0000;0.0000} | {Before.Seconds:F2}, {After.Seconds:F2}, {MLNet.Seconds:F2} | "
            + $"{Format(PerceptronBefore)}, {Format(PerceptronAfter)} |");

    private static string Format(Quality quality) => quality.Value.ToString(
        Math.Abs(quality.Value) < 1000 ? "F4" : "0.0E+0", CultureInfo.InvariantCulture);
}
