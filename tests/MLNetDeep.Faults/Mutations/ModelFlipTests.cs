using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Faults.Support;
using MLNetDeep.Trainers;
using MLNetDeep.Transforms;

namespace MLNetDeep.Faults.Mutations;

/// <summary>
/// Flips single bits of a model file that is not compressed, so that each flip is one of a stored value. Whatever a flip does, the model
/// must not load and compute something else. ML.NET checks its own parts in its own way, so exceptions of every type are accepted.
/// </summary>
public sealed class ModelFlipTests
{
    private static readonly MLContext s_ml = new(seed: 1);
    private static readonly IDataView s_rows = CreateRows();

    [Fact]
    public void No_flipped_bit_changes_a_bag_of_words() => Attack("BagOfWords",
        s_ml.Transforms.Text.BagOfWords("Out", "Text", new BagOfWordsOptions { MaxNGram = 2, StopWords = ["un"] }), Vectors<float>);

    [Fact]
    public void No_flipped_bit_changes_a_hashed_bag_of_words() =>
        Attack("HashedBagOfWords", s_ml.Transforms.Text.HashedBagOfWords("Out", "Text"), Vectors<float>);

    [Fact]
    public void No_flipped_bit_changes_word_indices() =>
        Attack("WordIndices", s_ml.Transforms.Text.WordIndices("Out", "Text", length: 3), Vectors<uint>);

    [Fact]
    public void No_flipped_bit_changes_a_text_of_indices() => Attack("IndicesToText",
        s_ml.Transforms.Text.IndicesToText("Out", "Indices"), rows => string.Join(" | ", rows.GetColumn<string>("Out")));

    [Fact]
    public void No_flipped_bit_changes_a_one_hot_label() =>
        Attack("OneHotLabel", s_ml.Transforms.Conversion.OneHotLabel("Out", "Class"), Vectors<float>);

    [Fact]
    public void No_flipped_bit_changes_a_flattened_image() =>
        Attack("FlattenImage", s_ml.Transforms.FlattenImage("Out", "Image", scale: 1 / 255f), Vectors<float>);

    [Fact]
    public void No_flipped_bit_changes_a_multiclass_network() => Attack("a multiclass network",
        s_ml.MulticlassClassification.Trainers.MultilayerPerceptron(hiddenUnits: [3], labelColumnName: "Key", epochs: 1),
        rows => $"{Scores<float[]>(rows, scores => string.Join(' ', scores))} of {KeyValues(rows.Schema["PredictedLabel"])}");

    [Fact]
    public void No_flipped_bit_changes_a_binary_network() => Attack("a binary network",
        s_ml.BinaryClassification.Trainers.MultilayerPerceptron(hiddenUnits: [3], labelColumnName: "IsGood", epochs: 1),
        rows => $"{Scores<float>(rows, score => $"{score}")} {string.Join(' ', rows.GetColumn<float>("Probability"))}");

    [Fact]
    public void No_flipped_bit_changes_a_regression_network() => Attack("a regression network",
        s_ml.Regression.Trainers.MultilayerPerceptron(hiddenUnits: [3], labelColumnName: "Number", epochs: 1), rows => Scores<float>(rows, score => $"{score}"));

    private static void Attack(string name, IEstimator<ITransformer> estimator, Func<IDataView, string> read)
    {
        using MemoryStream saved = new();

        // Without the schema of the input: ML.NET reads it in an endless loop after some flips, such as one in the name of a type.
        s_ml.Model.Save(estimator.Fit(s_rows), inputSchema: null, saved);
        BitFlips.Attack(
            $"stored model file with {name}",
            StoredZip.Create(saved.ToArray()),
            file => read(s_ml.Model.Load(new MemoryStream(file), out _).Transform(s_rows)),
            exception => exception is not OutOfMemoryException,
            Effort.Factor);
    }

    private static string Vectors<T>(IDataView rows) => string.Join(" | ", rows.GetColumn<T[]>("Out").Select(values => string.Join(' ', values)));

    private static string Scores<T>(IDataView rows, Func<T, string> format) => string.Join(" | ", rows.GetColumn<T>("Score").Select(format));

    private static string KeyValues(DataViewSchema.Column column)
    {
        VBuffer<ReadOnlyMemory<char>> values = default;
        column.GetKeyValues(ref values);
        return string.Join(' ', values.DenseValues());
    }

    // The components under attack are fitted to these rows alone, so that no part of ML.NET is in their models.
    private static IDataView CreateRows()
    {
        IDataView rows = s_ml.Data.LoadFromEnumerable(
            new[] { "un bon film", "un film très bon, L'ÉTÉ", "voir un film" }.Select((text, i) => new Row
            {
                Text = text,
                Class = i,
                Image = [1, 2, 3, (byte)(40 * i)],
                Features = [i, i * i],
                IsGood = i > 0,
                Number = 3 - i,
            }).ToArray());
        return s_ml.Transforms.Conversion.MapValueToKey("Key", "Text").Append(s_ml.Transforms.Text.WordIndices("Indices", "Text", length: 3))
            .Fit(rows).Transform(rows);
    }

    private sealed class Row
    {
        public string Text { get; set; } = "";

        public int Class { get; set; }

        [VectorType(2, 2)]
        public byte[] Image { get; set; } = [];

        [VectorType(2)]
        public float[] Features { get; set; } = [];

        public bool IsGood { get; set; }

        public float Number { get; set; }
    }
}
