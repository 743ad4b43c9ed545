using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Trainers;

namespace MLNetDeep.Tests.Rows;

/// <summary>
/// A row's vector may have another length than its column's type. Checks that trainers and models throw then, and name column and row.
/// </summary>
public class RowLengthTests
{
    private const int BadRow = 5;

    private readonly MLContext _ml = new(seed: 1);

    /// <summary>Each task with each kind of vector that does not fit a column of 4 values.</summary>
    public static TheoryData<string, string> Cases()
    {
        TheoryData<string, string> cases = [];
        foreach (string task in new[] { "multiclass", "binary", "regression" })
        {
            foreach (string vector in new[] { "null", "short", "long", "sparse", "sparse short", "beyond", "order", "negative" })
            {
                cases.Add(task, vector);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Scoring_throws_at_that_row_and_scores_the_others(string task, string vector)
    {
        ITransformer model = Trainer(task).Fit(Data(Rows(12)));
        float[] expected = Scores(model.Transform(Data(Rows(12))));
        IDataView scored = model.Transform(Data(Rows(12, vector)));
        AssertMessage(vector, $"column 'Features' (row {BadRow})", () => Scores(scored));

        // The cursor of a set computes the scores itself and reads ahead.
        using DataViewRowCursor cursor = scored.GetRowCursorSet([scored.Schema["Score"]], 1)[0];
        Func<float> score = ScoreGetter(cursor);
        for (int row = 0; cursor.MoveNext(); row++)
        {
            if (row == BadRow)
            {
                AssertMessage(vector, $"column 'Features' (row {BadRow})", () => score());
                AssertMessage(vector, $"column 'Features' (row {BadRow})", () => score());
            }
            else
            {
                Assert.Equal(expected[row], score());
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_prediction_engine_throws_and_then_predicts_the_next_row(string task, string vector)
    {
        ITransformer model = Trainer(task).Fit(Data(Rows(12)));
        float[] expected = Scores(model.Transform(Data(Rows(12))));
        Func<Row, float> predict = Engine(task, model);
        AssertMessage(vector, "column 'Features'", () => predict(new Row { Features = Vector(vector) }));
        Assert.Equal(expected[0], predict(Rows(12)[0]));
        AssertMessage(vector, "column 'Features'", () => predict(new Row { Features = Vector(vector) }));
        Assert.Equal(expected[1], predict(Rows(12)[1]));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Training_throws(string task, string vector)
    {
        IDataView bad = Data(Rows(12, vector));
        AssertMessage(vector, $"column 'Features' (row {BadRow})", () => Trainer(task).Fit(bad));
        AssertMessage(vector, $"column 'Features' (row {BadRow})", () => Trainer(task, poolSize: 4).Fit(bad));
        AssertMessage(vector, "ValidationData: ", () => Trainer(task, validation: bad).Fit(Data(Rows(12))));
    }

    // LoadFromEnumerable gives a null array as a vector of length 0.
    [Fact]
    public void A_null_array_throws()
    {
        ITransformer model = Trainer("regression").Fit(Data(Rows(12)));
        using PredictionEngine<ArrayRow, NumberScore> engine = _ml.Model.CreatePredictionEngine<ArrayRow, NumberScore>(model);
        Assert.Equal(Scores(model.Transform(Data(Rows(12))))[1], engine.Predict(new ArrayRow { Features = [1, 3, 1, 0] }).Score);
        AssertMessage("null", "column 'Features'", () => engine.Predict(new ArrayRow { Features = null! }));
        IDataView view = _ml.Data.LoadFromEnumerable([new ArrayRow { Features = [1, 2, 3, 4] }, new ArrayRow { Features = null! }]);
        AssertMessage("null", "column 'Features' (row 1)", () => Scores(model.Transform(view)));
        AssertMessage("null", "column 'Features' (row 1)", () => Trainer("regression").Fit(view));
    }

    [Fact]
    public void A_one_hot_label_of_the_wrong_length_throws()
    {
        VBuffer<float>[] labels = [.. Enumerable.Range(0, 12).Select(i => new VBuffer<float>(4, [.. Enumerable.Range(0, 4).Select(c => c == i % 4 ? 1f : 0)]))];
        IDataView View(VBuffer<float> last) => _ml.Data.LoadFromEnumerable(
            Rows(12).Select((row, i) => new Row { Features = row.Features, OneHot = i == 11 ? last : labels[i] }).ToArray());
        void Fit(VBuffer<float> last) => _ml.MulticlassClassification.Trainers.SoftmaxRegression("OneHot", epochs: 1).Fit(View(last));
        Fit(labels[11]);
        AssertMessage("short", "column 'OneHot' (row 11)", () => Fit(Vector("short")));
        AssertMessage("sparse", "column 'OneHot' (row 11)", () => Fit(Vector("sparse")));
        AssertMessage("null", "column 'OneHot' (row 11)", () => Fit(default));
    }

    // Row.Features[0] is 1, 2, 3, ...; a view may leave a value as it is in place of writing it.
    [Fact]
    public void A_value_that_a_view_does_not_write_is_not_taken_from_the_row_before()
    {
        ITransformer model = Trainer("regression").Fit(Data(Rows(12)));
        IDataView scored = model.Transform(new ForgetfulView(Data(Rows(12)), forgotten: BadRow));
        AssertMessage("null", $"column 'Features' (row {BadRow})", () => Scores(scored));
        using DataViewRowCursor cursor = scored.GetRowCursorSet([scored.Schema["Number"], scored.Schema["Score"]], 1)[0];
        ValueGetter<float> getNumber = cursor.GetGetter<float>(scored.Schema["Number"]);
        float[] numbers = new float[12];
        for (int row = 0; cursor.MoveNext(); row++)
        {
            getNumber(ref numbers[row]);
        }

        Assert.Equal([0, 1, 2, 3, 4, 0, 6, 7, 8, 9, 10, 11], numbers);
    }

    [Fact]
    public void The_message_about_features_of_varying_size_says_so_and_names_the_cure()
    {
        IDataView view = _ml.Data.LoadFromEnumerable([new VaryingRow { Features = [1, 2] }]);
        string message = Assert.Throws<ArgumentOutOfRangeException>(() => Trainer("regression").Fit(view)).Message;
        Assert.Contains("column 'Features': expected Vector<Single> or Vector<Byte> of known size, got Vector<Single> of varying size", message, StringComparison.Ordinal);
        Assert.Contains("[VectorType(4)]", message, StringComparison.Ordinal);
        ITransformer model = Trainer("regression").Fit(Data(Rows(12)));
        Assert.Contains("got Vector<Single> of varying size", Assert.Throws<ArgumentOutOfRangeException>(() => model.Transform(view)).Message, StringComparison.Ordinal);
    }

    private static VBuffer<float> Vector(string kind) => kind switch
    {
        "null" => default,
        "short" => new VBuffer<float>(3, [1f, 0, 0]),
        "long" => new VBuffer<float>(8, [1f, 2, 3, 4, 5, 6, 7, 8]),
        "sparse" => new VBuffer<float>(100, 1, [1f], [0]),
        "sparse short" => new VBuffer<float>(2, 1, [1f], [0]),
        "beyond" => new VBuffer<float>(4, 2, [1f, 1], [1, 4]),
        "order" => new VBuffer<float>(4, 2, [1f, 1], [2, 1]),
        _ => new VBuffer<float>(4, 1, [1f], [-1]),
    };

    private static void AssertMessage(string vector, string place, Action action)
    {
        string problem = vector switch
        {
            "null" => "has 0 values, but the column's type, Vector<Single, 4>, has 4.",
            "short" => "has 3 values, but the column's type, Vector<Single, 4>, has 4.",
            "long" => "has 8 values, but the column's type, Vector<Single, 4>, has 4.",
            "sparse" => "has 100 values, but the column's type, Vector<Single, 4>, has 4.",
            "sparse short" => "has 2 values, but the column's type, Vector<Single, 4>, has 4.",
            "beyond" => "has the index 4 after 1; accepted: ascending indices from 0 to 3.",
            "order" => "has the index 1 after 2; accepted: ascending indices from 0 to 3.",
            _ => "has the index -1; accepted: ascending indices from 0 to 3.",
        };
        string message = Assert.Throws<InvalidOperationException>(action).Message;
        Assert.Contains(place, message, StringComparison.Ordinal);
        Assert.Contains(problem, message, StringComparison.Ordinal);
    }

    private static Row[] Rows(int count, string? badVector = null) =>
    [
        .. Enumerable.Range(0, count).Select(i => new Row
        {
            Features = badVector is not null && i == BadRow ? Vector(badVector) : i % 3 == 2
                ? new VBuffer<float>(4, 2, [i, 1f], [0, 3])
                : new VBuffer<float>(4, [i, 3f, 1, 0]),
            Name = $"{i % 3}",
            IsEven = i % 2 == 0,
            Number = i,
        }),
    ];

    private IDataView Data(Row[] rows)
    {
        IDataView view = _ml.Data.LoadFromEnumerable(rows);
        return _ml.Transforms.Conversion.MapValueToKey("Key", "Name").Fit(_ml.Data.LoadFromEnumerable(Rows(3))).Transform(view);
    }

    private IEstimator<ITransformer> Trainer(string task, int? poolSize = null, IDataView? validation = null) => task switch
    {
        "multiclass" => _ml.MulticlassClassification.Trainers.SoftmaxRegression(
            new SoftmaxRegressionOptions { LabelColumnName = "Key", Epochs = 1, StreamingPoolSize = poolSize, ValidationData = validation }),
        "binary" => _ml.BinaryClassification.Trainers.LogisticRegression(
            new LogisticRegressionOptions { LabelColumnName = "IsEven", Epochs = 1, StreamingPoolSize = poolSize, ValidationData = validation }),
        _ => _ml.Regression.Trainers.LinearRegression(
            new LinearRegressionOptions { LabelColumnName = "Number", Epochs = 1, StreamingPoolSize = poolSize, ValidationData = validation }),
    };

    private Func<Row, float> Engine(string task, ITransformer model)
    {
        if (task == "multiclass")
        {
            PredictionEngine<Row, VectorScore> classes = _ml.Model.CreatePredictionEngine<Row, VectorScore>(model);
            return row => classes.Predict(row).Score[0];
        }

        PredictionEngine<Row, NumberScore> numbers = _ml.Model.CreatePredictionEngine<Row, NumberScore>(model);
        return row => numbers.Predict(row).Score;
    }

    // Returns the score of each row; of several scores, the first.
    private static float[] Scores(IDataView view)
    {
        using DataViewRowCursor cursor = view.GetRowCursor([view.Schema["Score"]]);
        Func<float> score = ScoreGetter(cursor);
        List<float> scores = [];
        while (cursor.MoveNext())
        {
            scores.Add(score());
        }

        return [.. scores];
    }

    private static Func<float> ScoreGetter(DataViewRow row)
    {
        DataViewSchema.Column column = row.Schema["Score"];
        if (column.Type is VectorDataViewType)
        {
            ValueGetter<VBuffer<float>> getVector = row.GetGetter<VBuffer<float>>(column);
            VBuffer<float> vector = default;
            return () =>
            {
                getVector(ref vector);
                return vector.GetItemOrDefault(0);
            };
        }

        ValueGetter<float> getNumber = row.GetGetter<float>(column);
        float number = 0;
        return () =>
        {
            getNumber(ref number);
            return number;
        };
    }

    private sealed class Row
    {
        [VectorType(4)]
        public VBuffer<float> Features { get; set; }

        [VectorType(4)]
        public VBuffer<float> OneHot { get; set; } = new(4, [1f, 0, 0, 0]);

        public string Name { get; set; } = "";

        public bool IsEven { get; set; }

        public float Number { get; set; }
    }

    private sealed class ArrayRow
    {
        [VectorType(4)]
        public float[] Features { get; set; } = [];

        public float Number { get; set; }
    }

    private sealed class VaryingRow
    {
        public float[] Features { get; set; } = [];

        public float Number { get; set; }
    }

    private sealed class VectorScore
    {
        public float[] Score { get; set; } = [];
    }

    private sealed class NumberScore
    {
        public float Score { get; set; }
    }

    // A view whose getters leave the values of one row as they are in place of writing them.
    private sealed class ForgetfulView(IDataView inner, long forgotten) : IDataView
    {
        public DataViewSchema Schema => inner.Schema;

        public bool CanShuffle => false;

        public long? GetRowCount() => inner.GetRowCount();

        public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
            new Cursor(inner.GetRowCursor(columnsNeeded, rand), forgotten);

        public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
            [GetRowCursor(columnsNeeded, rand)];

        private sealed class Cursor(DataViewRowCursor cursor, long forgotten) : DataViewRowCursor
        {
            public override DataViewSchema Schema => cursor.Schema;

            public override long Position => cursor.Position;

            public override long Batch => cursor.Batch;

            public override bool MoveNext() => cursor.MoveNext();

            public override bool IsColumnActive(DataViewSchema.Column column) => cursor.IsColumnActive(column);

            public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
            {
                ValueGetter<TValue> getter = cursor.GetGetter<TValue>(column);
                return (ref TValue value) =>
                {
                    if (cursor.Position != forgotten)
                    {
                        getter(ref value);
                    }
                };
            }

            public override ValueGetter<DataViewRowId> GetIdGetter() => cursor.GetIdGetter();

            protected override void Dispose(bool disposing)
            {
                cursor.Dispose();
                base.Dispose(disposing);
            }
        }
    }
}
