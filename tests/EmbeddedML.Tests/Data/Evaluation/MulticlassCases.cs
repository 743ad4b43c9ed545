using Microsoft.ML;
using Microsoft.ML.Data;

namespace EmbeddedML.Tests.Data.Evaluation;

/// <summary>Cases of multiclass evaluation, easy and awkward. They use the public API only.</summary>
internal sealed class MulticlassCases(MulticlassClassificationCatalog catalog)
{
    private static readonly float[] s_a = [0.7f, 0.2f, 0.1f];
    private static readonly float[] s_b = [0.1f, 0.6f, 0.3f];
    private static readonly float[] s_c = [0.3f, 0.3f, 0.4f];

    public IEnumerable<(string Name, Func<string> Run)> All() =>
    [
        Keys("four rows", [1, 2, 3, 1], [s_a, s_b, s_c, s_b], topK: 2),
        Keys("names that fit", [1, 2, 3, 1], [s_a, s_b, s_c, s_b], topK: 3, names: ["a", "bb", "ccccc"]),
        Keys("as many ranks as there are", [1, 2, 3, 1], [s_a, s_b, s_c, s_b], topK: 4),
        Keys("more ranks than there are", [1, 2, 3, 1], [s_a, s_b, s_c, s_b], topK: 5),
        Keys("a negative rank", [1, 2, 3, 1], [s_a, s_b, s_c, s_b], topK: -1),
        Keys("two classes", [1, 2, 1], [[0.2f, 0.8f], [0.4f, 0.6f], [0.5f, 0.5f]], names: ["yes", "no"]),
        Keys("two classes, long name", [1, 2, 1], [[0.2f, 0.8f], [0.4f, 0.6f], [0.5f, 0.5f]], names: ["affirmative", "no"]),
        Keys("two classes, longest name that fits, empty name", [1, 2, 1], [[0.2f, 0.8f], [0.4f, 0.6f], [0.5f, 0.5f]],
            names: ["12345678", ""]),
        Keys("missing label, label beyond the key's count", [0, 2, 3, 4], [s_a, s_b, s_c, s_b], topK: 2),
        Keys("no rows", [], [], topK: 2, classes: 3),
        Keys("no labels", [0, 0], [s_a, s_b], topK: 2),
        Keys("labels of one class", [2, 2, 2], [s_a, s_b, s_c], topK: 2),
        Keys("labels of one class, perfect", [2, 2], [[0, 1, 0], [0, 1, 0]], topK: 2),
        Keys("perfect", [1, 2, 3], [[1, 0, 0], [0, 1, 0], [0, 0, 1]], topK: 1),
        Keys("probability zero", [1, 2, 3], [[0, 1, 0], [1, 0, 0], [0, 1, 0]], topK: 1),
        Keys("scores above one and below zero", [1, 2, 3], [[3, 1, 0], [-1, -2, -3], [0, -1, -0.5f]], topK: 3),
        Keys("all equal", [1, 2, 3], [[1, 1, 1], [1, 1, 1], [1, 1, 1]], topK: 3),
        Keys("scores that are not finite", [1, 2, 3, 1],
            [[float.NaN, 0, 0], [float.PositiveInfinity, 0, 0], s_c, [float.NegativeInfinity, 1, 1]], topK: 2),
        Numbers("number labels", [0, 1, 2, 0.5f, -1, float.NaN, 3, float.PositiveInfinity, 2147483648f, -0f],
            [s_a, s_b, s_c, s_a, s_b, s_c, s_a, s_b, s_c, s_a]),
        Numbers("unknown label, some scores negative", [7], [[-1, 1, -1]]),
        Numbers("unknown label, all scores negative", [7], [[-1, -1, -1]]),
        Random("9 classes", seed: 9, rows: 60, classes: 9, ties: false),
        Random("12 classes with ties", seed: 12, rows: 60, classes: 12, ties: true),
        Random("27 classes", seed: 27, rows: 200, classes: 27, ties: false),
        Random("27 classes, long names", seed: 28, rows: 200, classes: 27, ties: true,
            names: [.. Enumerable.Range(0, 27).Select(i => "class " + i)]),
        Random("12 classes, names of all lengths", seed: 5, rows: 200, classes: 12, ties: true,
            names: [.. Enumerable.Range(0, 12).Select(i => new string('x', i))]),
        Random("non-ASCII names", seed: 7, rows: 5000, classes: 3, ties: false, names: ["Äpfel", "日本語", "x"]),
        Random("long non-ASCII names", seed: 7, rows: 5000, classes: 3, ties: false,
            names: ["Öffentlichkeit", "日本語のテキスト", "x😀"]),
        Random("thousands in a cell", seed: 8, rows: 30000, classes: 3, ties: false),
        Keys("names with braces", [1, 2, 3, 1], [s_a, s_b, s_c, s_b], names: ["{0}", "b}", "{c"]),
        Keys("fewer names than scores", [1], [s_a], names: ["a", "b"]),
        Keys("more names than scores", [1], [s_a], names: ["a", "b", "c", "d"]),
        Case("slot names that are not text", () => WithSlotNumbers()),
        Case("sparse scores", () => Base(2).Add("Label", ArrayView.Key(3), 1u, 3u)
            .Add("Score", new VectorDataViewType(NumberDataViewType.Single, 3),
                [new VBuffer<float>(3, 1, [0.5f], [1]), new VBuffer<float>(3, 1, [1], [2])])),
        Case("a row of the wrong length", () => Base(1).Add("Label", ArrayView.Key(3), 1u).AddScores("Score", 3, [[1, 2]])),
        Case("a key of more values than scores", () => Base(4).Add("Label", ArrayView.Key(10), 1u, 5u, 10u, 11u)
            .AddScores("Score", 3, [s_a, s_b, s_c, s_c])),
        Case("a key of bytes", () => Base(3).Add("Label", new KeyDataViewType(typeof(byte), 3), (byte)1, (byte)3, (byte)0)
            .AddScores("Score", 3, [s_a, s_b, s_c])),
        Case("a key of UInt16", () => Base(3).Add("Label", new KeyDataViewType(typeof(ushort), 3), (ushort)1, (ushort)3, (ushort)0)
            .AddScores("Score", 3, [s_a, s_b, s_c])),
        Case("a key of UInt64", () => Base(3).Add("Label", new KeyDataViewType(typeof(ulong), 3), 1ul, 3ul, 0ul)
            .AddScores("Score", 3, [s_a, s_b, s_c])),
        Case("a Double label", () => Base(1).Add("Label", NumberDataViewType.Double, 1.0).AddScores("Score", 3, [s_a])),
        Case("a Boolean label", () => Base(1).Add("Label", BooleanDataViewType.Instance, true).AddScores("Score", 3, [s_a])),
        Case("a UInt32 label", () => Base(1).Add("Label", NumberDataViewType.UInt32, 1u).AddScores("Score", 3, [s_a])),
        Case("a vector label", () => Base(1).AddScores("Label", 3, [s_a]).AddScores("Score", 3, [s_a])),
        Case("a scalar score", () => Base(1).Add("Label", ArrayView.Key(3), 1u).Add("Score", NumberDataViewType.Single, 1f)),
        Case("one score", () => Base(1).Add("Label", ArrayView.Key(1), 1u).AddScores("Score", 1, [[1]])),
        Case("scores of unknown size", () => Base(1).Add("Label", ArrayView.Key(3), 1u).AddScores("Score", 0, [s_a])),
        Case("Double scores", () => Base(1).Add("Label", ArrayView.Key(3), 1u)
            .Add("Score", new VectorDataViewType(NumberDataViewType.Double, 3), [new VBuffer<double>(3, new double[3])])),
        Case("no label column", () => Base(1).AddScores("Score", 3, [s_a])),
        Case("no score column", () => Base(1).Add("Label", ArrayView.Key(3), 1u)),
        Case("no predicted label column", () => new ArrayView().Add("Label", ArrayView.Key(3), 1u).AddScores("Score", 3, [s_a])),
        Case("no data", () => null!),
        ("an empty label name", () => MetricsText.Write(catalog.Evaluate(Base(1), labelColumnName: ""))),
        ("a null score name", () => MetricsText.Write(catalog.Evaluate(Base(1), scoreColumnName: null!))),
        ("an empty predicted label name", () => MetricsText.Write(catalog.Evaluate(Base(1), predictedLabelColumnName: ""))),
    ];

    private static ArrayView Base(int rows) => new ArrayView().Add("PredictedLabel", ArrayView.Key(3), new uint[rows]);

    private static ArrayView WithSlotNumbers()
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.Add(
            "SlotNames", new VectorDataViewType(NumberDataViewType.Single, 3),
                (ref VBuffer<float> value) => value = new VBuffer<float>(3, [5, 6, 7]));
        return Base(1).Add("Label", ArrayView.Key(3), 1u).Add(
            "Score", new VectorDataViewType(NumberDataViewType.Single, 3), [new VBuffer<float>(3, [1, 2, 3])], annotations.ToAnnotations());
    }

    private (string, Func<string>) Case(string name, Func<IDataView> view, int topK = 0)
        => (name, () => MetricsText.Write(catalog.Evaluate(view(), topKPredictionCount: topK)));

    private (string, Func<string>) Keys(string name, uint[] labels, float[][] scores, int topK = 0, int classes = 0, string[]? names = null)
    {
        int size = classes > 0 ? classes : scores[0].Length;
        return Case(name, () => Base(labels.Length).Add("Label", ArrayView.Key(size), labels)
            .AddScores("Score", size, scores, names ?? []), topK);
    }

    private (string, Func<string>) Numbers(string name, float[] labels, float[][] scores)
        => Case(name, () => Base(labels.Length).Add("Label", NumberDataViewType.Single, labels).AddScores("Score", 3, scores), topK: 4);

    private (string, Func<string>) Random(string name, int seed, int rows, int classes, bool ties, string[]? names = null)
    {
        var random = new Random(seed);
        var labels = new uint[rows];
        var scores = new float[rows][];
        for (int i = 0; i < rows; i++)
        {
            labels[i] = (uint)random.Next(classes + 1);
            float[] row = [.. Enumerable.Range(0, classes).Select(_ => ties ? random.Next(4) : (float)random.NextDouble())];
            float sum = row.Sum();
            scores[i] = Array.ConvertAll(row, score => sum == 0 ? 0 : score / sum);
        }
        return Keys(name, labels, scores, topK: 3, names: names);
    }
}
