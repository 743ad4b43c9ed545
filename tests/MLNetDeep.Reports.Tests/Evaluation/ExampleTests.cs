using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Reports.Tests.Evaluation;

/// <summary>The rows that are shown, their images and their texts.</summary>
public class ExampleTests
{
    private static readonly MLContext s_ml = new(seed: 0);

    // Rows 1, 3 and 5 are wrong, with the confidences 0.5, 0.75 and 0.75. Row 0 has no label.
    [Fact]
    public void The_most_confident_mistakes_come_first_and_ties_in_the_order_of_the_rows()
    {
        IDataView scored = ScoredViews.Multiclass(
            s_ml,
            [(null, [1, 0, 0]), (1, [0.5f, 0.25f, 0.25f]), (0, [1, 0, 0]), (0, [0.25f, 0.75f, 0]), (2, [0, 0, 1]), (2, [0, 0.75f, 0.25f])],
            labelClasses: 3,
            scoreClasses: 3);
        MulticlassResults results = MulticlassEvaluation.Compute(scored, new EvaluationSettings { FirstRows = 3, Mistakes = 2 });
        Assert.Equal(
            [new Example(3, "0", "1", 0.75, false, null, null), new Example(5, "2", "1", 0.75, false, null, null)], results.Mistakes);
        Assert.Equal(
            [
                new Example(1, "1", "0", 0.5, false, null, null),
                new Example(2, "0", "0", 1, true, null, null),
                new Example(3, "0", "1", 0.75, false, null, null),
            ],
            results.FirstRows);
    }

    [Fact]
    public void Two_classes_have_the_probability_of_the_predicted_one()
    {
        BinaryResults results = BinaryEvaluation.Compute(
            ScoredViews.Binary(s_ml, [(true, 1, 0.75f), (true, -2, 0.125f), (false, 0.5f, 0.625f), (false, -1, 0.25f)]),
            new EvaluationSettings());
        Assert.Equal(
            [new Example(1, "true", "false", 0.875, false, null, null), new Example(2, "false", "true", 0.625, false, null, null)],
            results.Mistakes);
        Assert.Equal([0.75, 0.875, 0.625, 0.75], results.FirstRows.Select(example => example.Confidence!.Value));
        Assert.Equal([new ScoreGroup("false", [0.625, 0.25]), new ScoreGroup("true", [0.75, 0.125])], results.Scores);
        Assert.Equal(0.5, results.PositiveShare);
    }

    [Fact]
    public void The_largest_errors_of_numbers_come_first()
    {
        RegressionResults results = RegressionEvaluation.Compute(
            ScoredViews.Regression(s_ml, [(1, 1.5f), (2, -1), (3, 3), (4, 5.25f)]), new EvaluationSettings { Mistakes = 2 });
        Assert.Equal(
            [new Example(1, "2", "-1", null, null, null, null), new Example(3, "4", "5.25", null, null, null, null)], results.Mistakes);
        Assert.Equal(("MeanAbsoluteError", 4.75 / 4), (results.Intervals[2].Name, results.Intervals[2].Value));
    }

    [Fact]
    public void All_numbers_are_kept()
    {
        RegressionResults results = RegressionEvaluation.Compute(
            ScoredViews.Regression(s_ml, Enumerable.Range(0, 5000).Select(i => ((float)i, i + 1f))),
            new EvaluationSettings { Samples = 0 });
        Assert.Equal(Enumerable.Range(0, 5000).Select(i => (double)i), results.Actual);
        Assert.Equal(results.Actual.Select(value => value + 1), results.Predicted);
    }

    [Fact]
    public void Scores_that_are_no_probabilities_are_not_shown()
    {
        IDataView scored = ScoredViews.Multiclass(s_ml, [(0, [2.5f, -1, 0]), (1, [0.75f, 0.25f, -3])], 3, 3);
        MulticlassResults results = MulticlassEvaluation.Compute(scored, new EvaluationSettings());
        Assert.Null(results.Calibration);
        Assert.Equal(
            [new Example(0, "0", "0", null, true, null, null), new Example(1, "1", "0", null, false, null, null)], results.FirstRows);
        Assert.Equal([new Example(1, "1", "0", null, false, null, null)], results.Mistakes);
    }

    // The columns have the values 0, 1, 2, ... in their order, or parts of the range from 0, -1 or -2 to 1 or 3.
    [Theory]
    [InlineData("Grey", 1, "0 51 102 153 204 255 0 0 0 0")]
    [InlineData("Rounded", 1, "0 51 102 153 204 255 0 0 0 0")]
    [InlineData("Standardized", 1, "0 51 102 153 204 255 102 102 102 102")]
    [InlineData("Signed", 1, "0 64 128 191 255 128 128 128 128 128")]
    [InlineData("Interleaved", 3, "0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29")]
    [InlineData("Planes", 3, "0 10 20 1 11 21 2 12 22 3 13 23 4 14 24 5 15 25 6 16 26 7 17 27 8 18 28 9 19 29")]
    [InlineData("WithAlpha", 3, "1 2 3 5 6 7 9 10 11 13 14 15 17 18 19 21 22 23 25 26 27 29 30 31 33 34 35 37 38 39")]
    public void Images_are_bytes_row_by_row_with_their_channels_together(string column, int channels, string expected)
    {
        RegressionResults results = RegressionEvaluation.Compute(ImageView(2), new EvaluationSettings { Image = column, Text = "Text" });
        Assert.Equal(["row 0", "row 1"], results.FirstRows.Select(example => example.Text));
        Assert.All(results.FirstRows, example =>
        {
            Assert.Equal((2, 5, channels), (example.Image!.Height, example.Image.Width, example.Image.Channels));
            Assert.Equal(expected, string.Join(' ', example.Image.Pixels));
        });
    }

    // Images of 4 x 4 are found. Those of 2 x 5 pixels and two-dimensional numbers may be something else.
    [Fact]
    public void A_column_of_images_is_found()
    {
        Assert.Null(ImageShape.FindName(ImageView(1).Schema));
        SchemaDefinition schema = SchemaDefinition.Create(typeof(BytesRow));
        schema["Bytes"].ColumnType = new VectorDataViewType(NumberDataViewType.Byte, 4, 4);
        IDataView view = s_ml.Data.LoadFromEnumerable<BytesRow>([new() { Bytes = new byte[16] }], schema);
        Assert.Equal("Bytes", ImageShape.FindName(view.Schema));
        Assert.Equal(new ImageShape(4, 4, 1, HasPlanes: false), ImageShape.Find(view.Schema, "Bytes").Shape);
    }

    [Fact]
    public void Texts_are_those_of_the_shown_rows()
    {
        EvaluationSettings settings = new() { Text = "Text", FirstRows = 2, Mistakes = 1 };
        RegressionResults results = RegressionEvaluation.Compute(ImageView(50), settings);
        Assert.Equal(["row 0", "row 1"], results.FirstRows.Select(example => example.Text));
        Assert.Equal("row 49", Assert.Single(results.Mistakes).Text);
    }

    private static IDataView ImageView(int rows)
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(ImageRow));
        schema["Grey"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 2, 5);
        schema["Rounded"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 2, 5);
        schema["Standardized"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 2, 5);
        schema["Signed"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 2, 5, 1);
        schema["Interleaved"].ColumnType = new VectorDataViewType(NumberDataViewType.Byte, 2, 5, 3);
        schema["Planes"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 3, 2, 5);
        schema["WithAlpha"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 2, 5, 4);
        return s_ml.Data.LoadFromEnumerable(
            Enumerable.Range(0, rows).Select(i => new ImageRow { Text = $"row {i}", Score = i }).ToArray(), schema);
    }

    private sealed class BytesRow
    {
        public byte[] Bytes { get; set; } = [];
    }

    private sealed class ImageRow
    {
        public float Label { get; set; }

        public float Score { get; set; }

        public string Text { get; set; } = "";

        public float[] Grey { get; set; } = [0, 0.2f, 0.4f, 0.6f, 0.8f, 1, 0, 0, 0, 0];

        public float[] Rounded { get; set; } = [-0.0001f, 0.2f, 0.4f, 0.6f, 0.8f, 1.0001f, 0, 0, 0, 0];

        public float[] Standardized { get; set; } = [-2, -1, 0, 1, 2, 3, 0, 0, 0, 0];

        public float[] Signed { get; set; } = [-1, -0.5f, 0, 0.5f, 1, 0, 0, 0, 0, 0];

        public byte[] Interleaved { get; set; } = [.. Enumerable.Range(0, 30).Select(i => (byte)i)];

        public float[] Planes { get; set; } = [.. Enumerable.Range(0, 30).Select(i => (float)i)];

        public float[] WithAlpha { get; set; } = [.. Enumerable.Range(0, 40).Select(i => (float)i)];
    }
}
