using Microsoft.ML;
using Microsoft.ML.Data;

namespace EmbeddedML.Tests.Data.Evaluation;

/// <summary>Cases of binary evaluation, easy and awkward, each with and without probabilities. They use the public API only.</summary>
internal sealed class BinaryCases(BinaryClassificationCatalog catalog)
{
    public IEnumerable<(string Name, Func<string> Run)> All() => Views().SelectMany(Both).Concat(
    [
        ("an empty label name", () => MetricsText.Write(catalog.Evaluate(Rows([true], [1]), labelColumnName: ""))),
        ("a null score name", () => MetricsText.Write(catalog.Evaluate(Rows([true], [1]), scoreColumnName: null!))),
        ("an empty probability name", () => MetricsText.Write(catalog.Evaluate(Rows([true], [1]), probabilityColumnName: ""))),
        ("an empty predicted label name", () => MetricsText.Write(catalog.Evaluate(Rows([true], [1]), predictedLabelColumnName: ""))),
        ("a null score name, without probability", () =>
            MetricsText.Write(catalog.EvaluateNonCalibrated(Rows([true], [1]), scoreColumnName: null!))),
    ]);

    private static IEnumerable<(string Name, Func<IDataView> View)> Views() =>
    [
        ("five rows", () => Rows([true, false, true, false, true], [2, -1, 0.5f, 1, -2])),
        ("all scores equal", () => Rows([true, false, true, false, true, false], [1, 1, 1, 1, 1, 1])),
        ("ties between the classes", () => Rows([false, true, true, false, true, false], [1, 1, -1, -1, 0, 0])),
        ("zero and minus zero", () => Rows([false, true, true, false], [0f, -0f, 0f, -0f])),
        ("perfect", () => Rows([true, false], [1, -1], [1, 0])),
        ("perfectly wrong", () => Rows([true, false], [-1, 1], [0, 1])),
        ("none predicted positive", () => Rows([true, false, true], [-1, -2, -3])),
        ("all predicted positive", () => Rows([true, false, true], [1, 2, 3])),
        ("no positive", () => Rows([false, false], [1, 2])),
        ("no negative", () => Rows([true], [1])),
        ("no rows", () => Rows([], [])),
        ("scores that are not finite", () => Rows([true, false, true, false, true],
            [float.NaN, float.PositiveInfinity, float.NegativeInfinity, 1, -2])),
        ("a NaN probability", () => Rows([true, false, true], [1, 2, -1], [0.5f, float.NaN, 0.25f])),
        ("probabilities above one", () => Rows([true, false, true], [1, 2, -1], [1.5f, 1.25f, 0.25f])),
        ("a probability of zero", () => Rows([true, false, true], [1, 2, -1], [0, 0.25f, 0.25f])),
        ("20 rows", () => Random(0, 20, ties: false)),
        ("320 rows with ties", () => Random(1, 320, ties: true)),
        ("5000 rows", () => Random(2, 5000, ties: false)),
        ("5000 rows with ties", () => Random(3, 5000, ties: true)),
        ("as many rows as are not sampled", () => Random(4, 100_000, ties: true)),
        ("so many rows that they are sampled", () => Random(5, 130_000, ties: false)),
        ("a Single label", () => Base().Add("Label", NumberDataViewType.Single, 1f, 0f, -3f, float.NaN)),
        ("a Double label", () => Base().Add("Label", NumberDataViewType.Double, 1e-300, 0.0, -3.0, 5.0)),
        ("a key label", () => Base().Add("Label", ArrayView.Key(2), 2u, 1u, 0u, 2u)),
        ("a key label of bytes", () => Base().Add("Label", new KeyDataViewType(typeof(byte), 2), (byte)2, (byte)1, (byte)0, (byte)2)),
        ("a key label with names", () => Base().Add("Label", ArrayView.Key(2), [2u, 1u, 0u, 2u], KeyValues("bad", "good"))),
        ("a key label with long names", () => Base().Add("Label", ArrayView.Key(2), [2u, 1u, 0u, 2u], KeyValues("straße und so", "good"))),
        ("a key label of three values", () => Base().Add("Label", ArrayView.Key(3), 2u, 1u, 0u, 2u)),
        ("an Int32 label", () => Base().Add("Label", NumberDataViewType.Int32, 1, 0, 0, 1)),
        ("no label column", () => Base()),
        ("no score column", () => new ArrayView().Add("Label", BooleanDataViewType.Instance, true)
            .Add("PredictedLabel", BooleanDataViewType.Instance, true)),
        ("no predicted label column", () => new ArrayView().Add("Label", BooleanDataViewType.Instance, true)
            .Add("Score", NumberDataViewType.Single, 1f).Add("Probability", NumberDataViewType.Single, 1f)),
        ("a Double score", () => new ArrayView().Add("Label", BooleanDataViewType.Instance, true)
            .Add("Score", NumberDataViewType.Double, 1.0).Add("Probability", NumberDataViewType.Single, 1f)
            .Add("PredictedLabel", BooleanDataViewType.Instance, true)),
        ("a Double probability", () => new ArrayView().Add("Label", BooleanDataViewType.Instance, true, false)
            .Add("Score", NumberDataViewType.Single, 1f, -1f).Add("Probability", NumberDataViewType.Double, 1.0, 0.5)
            .Add("PredictedLabel", BooleanDataViewType.Instance, true, true)),
        ("no data", () => null!),
    ];

    private (string, Func<string>)[] Both((string Name, Func<IDataView> View) c) =>
    [
        (c.Name, () => MetricsText.Write(catalog.Evaluate(c.View()))),
        (c.Name + ", without probability", () => MetricsText.Write(catalog.EvaluateNonCalibrated(c.View()))),
    ];

    private static ArrayView Base() => new ArrayView()
        .Add("Score", NumberDataViewType.Single, 1f, -1f, 0.5f, 0.25f)
        .Add("Probability", NumberDataViewType.Single, 0.7f, 0.2f, 0.6f, 0.4f)
        .Add("PredictedLabel", BooleanDataViewType.Instance, new bool[4]);

    private static ArrayView Rows(bool[] labels, float[] scores, float[]? probabilities = null) => new ArrayView()
        .Add("Label", BooleanDataViewType.Instance, labels)
        .Add("Score", NumberDataViewType.Single, scores)
        .Add("Probability", NumberDataViewType.Single, probabilities ?? Array.ConvertAll(scores, score => score > 0 ? 0.75f : 0.375f))
        .Add("PredictedLabel", BooleanDataViewType.Instance, new bool[labels.Length]);

    private static ArrayView Random(int seed, int rows, bool ties)
    {
        var random = new Random(seed);
        var labels = new bool[rows];
        var scores = new float[rows];
        for (int i = 0; i < rows; i++)
        {
            labels[i] = random.Next(3) == 0;
            double shift = labels[i] ? 0.5 : 0;
            scores[i] = ties ? random.Next(7) - 3 + (float)shift * 2 : (float)(random.NextDouble() * 4 - 2 + shift);
        }
        return Rows(labels, scores, Array.ConvertAll(scores, score => (score + 4) / 8));
    }

    private static DataViewSchema.Annotations KeyValues(params string[] names)
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.Add("KeyValues", new VectorDataViewType(TextDataViewType.Instance, names.Length),
            (ref VBuffer<ReadOnlyMemory<char>> value)
            => value = new VBuffer<ReadOnlyMemory<char>>(names.Length, Array.ConvertAll(names, name => name.AsMemory())));
        return annotations.ToAnnotations();
    }
}
