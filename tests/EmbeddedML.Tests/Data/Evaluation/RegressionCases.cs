using Microsoft.ML;
using Microsoft.ML.Data;

namespace EmbeddedML.Tests.Data.Evaluation;

/// <summary>Cases of the evaluation of predicted numbers, easy and awkward. They use the public API only.</summary>
internal sealed class RegressionCases(RegressionCatalog catalog)
{
    public IEnumerable<(string Name, Func<string> Run)> All() =>
    [
        Case("four rows", () => Rows([1, 2, 3, 4], [1.5f, 2, 2, 5])),
        Case("perfect", () => Rows([1, 2], [1, 2])),
        Case("equal labels", () => Rows([2, 2], [1, 2])),
        Case("equal labels that are not exact", () => Rows([0.1f, 0.1f, 0.1f], [1, 2, 3])),
        Case("one row", () => Rows([2], [1])),
        Case("no rows", () => Rows([], [])),
        Case("NaN", () => Rows([1, float.NaN, 3, 4], [1, 2, float.NaN, 5])),
        Case("NaN only", () => Rows([float.NaN], [1])),
        Case("an infinite score", () => Rows([1, 2], [1, float.PositiveInfinity])),
        Case("an infinite label", () => Rows([1, float.PositiveInfinity], [1, 2])),
        Case("both infinite", () => Rows([1, float.PositiveInfinity], [1, float.PositiveInfinity])),
        Case("squares beyond Single", () => Rows([1e30f, -1e30f], [1, 2])),
        Case("1000 rows", () => Random(1, 1000)),
        Case("5000 rows", () => Random(2, 5000)),
        Case("a Double label", () => new ArrayView().Add("Label", NumberDataViewType.Double, 1.0)
            .Add("Score", NumberDataViewType.Single, 1f)),
        Case("a Double score", () => new ArrayView().Add("Label", NumberDataViewType.Single, 1f)
            .Add("Score", NumberDataViewType.Double, 1.0)),
        Case("a key label", () => new ArrayView().Add("Label", ArrayView.Key(2), 1u).Add("Score", NumberDataViewType.Single, 1f)),
        Case("a vector score", () => new ArrayView().Add("Label", NumberDataViewType.Single, 1f).AddScores("Score", 2, [[1, 2]])),
        Case("no label column", () => new ArrayView().Add("Score", NumberDataViewType.Single, 1f)),
        Case("no score column", () => new ArrayView().Add("Label", NumberDataViewType.Single, 1f)),
        Case("no data", () => null!),
        ("an empty label name", () => MetricsText.Write(catalog.Evaluate(Rows([1], [1]), labelColumnName: ""))),
        ("a null score name", () => MetricsText.Write(catalog.Evaluate(Rows([1], [1]), scoreColumnName: null!))),
    ];

    private (string, Func<string>) Case(string name, Func<IDataView> view) => (name, () => MetricsText.Write(catalog.Evaluate(view())));

    private static ArrayView Rows(float[] labels, float[] scores)
        => new ArrayView().Add("Label", NumberDataViewType.Single, labels).Add("Score", NumberDataViewType.Single, scores);

    private static ArrayView Random(int seed, int rows)
    {
        var random = new Random(seed);
        float[] labels = [.. Enumerable.Range(0, rows).Select(_ => (float)(random.NextDouble() * 1000))];
        return Rows(labels, Array.ConvertAll(labels, label => label + (float)random.NextDouble() - 0.3f));
    }
}
