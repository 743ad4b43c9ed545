using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Reports.Tests.Evaluation;

/// <summary>Columns of scored views: their types, and the names of classes.</summary>
public class ScoredColumnTests
{
    private static readonly EvaluationSettings s_settings = new() { Samples = 0 };

    private static readonly MLContext s_ml = new(seed: 0);

    [Fact]
    public void A_missing_column_is_named_with_those_that_are_there()
    {
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(
            () => MulticlassEvaluation.Compute(ScoredViews.SklearnMulticlass(s_ml), s_settings with { Label = "Digit" }));
        Assert.Contains(
            "Could not find label column 'Digit'; the input has 'Label', 'Score', 'PredictedLabel'",
            error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_of_the_wrong_type_is_named_with_the_accepted_types()
    {
        IDataView binary = ScoredViews.SklearnBinary(s_ml), numbers = ScoredViews.SklearnRegression(s_ml), texts = Named("a", "b");
        IDataView classes = ScoredViews.SklearnMulticlass(s_ml);
        AssertMessage(
            "score column 'Score': expected a vector of Single with a known size of 2 or more",
            "got Single",
            () => MulticlassEvaluation.Compute(binary, s_settings));
        AssertMessage("label column 'Label': expected Single", "got Boolean", () => RegressionEvaluation.Compute(binary, s_settings));
        AssertMessage(
            "score column 'Score': expected Single", "got Vector<Single, 4>", () => BinaryEvaluation.Compute(classes, s_settings));
        AssertMessage(
            "label column 'Text': expected a key, or a Single",
            "got String",
            () => MulticlassEvaluation.Compute(texts, s_settings with { Label = "Text" }));
        AssertMessage(
            "label column 'Text': expected a Boolean",
            "got String",
            () => BinaryEvaluation.Compute(texts, s_settings with { Label = "Text", Score = "Number" }));
        AssertMessage(
            "image column 'Score': expected a vector of Byte or Single with the dimensions",
            "got Single",
            () => RegressionEvaluation.Compute(numbers, s_settings with { Image = "Score" }));
        AssertMessage(
            "text column 'Score': expected Text",
            "got Single",
            () => RegressionEvaluation.Compute(numbers, s_settings with { Text = "Score" }));
    }

    [Fact]
    public void Classes_have_the_names_of_the_label()
    {
        MulticlassResults results = MulticlassEvaluation.Compute(Named("cat", "dog"), s_settings);
        Assert.Equal(["cat", "dog"], results.ClassNames);
        Assert.Equal(["cat", "dog", "average of the classes"], results.Roc.Select(curve => curve.Name));
    }

    [Fact]
    public void Classes_have_the_names_of_the_scores_if_these_have_names()
    {
        MulticlassResults results = MulticlassEvaluation.Compute(WithScoreNames(Named("cat", "dog"), "Katze", "Hund"), s_settings);
        Assert.Equal(["Katze", "Hund"], results.ClassNames);
    }

    [Fact]
    public void Labels_with_the_classes_in_another_order_are_refused()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(
            () => MulticlassEvaluation.Compute(WithScoreNames(Named("cat", "dog"), "dog", "cat"), s_settings));
        Assert.Contains("class 0 is 'cat' in the label and 'dog' in the scores", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_class_in_another_place_is_refused_though_others_are_missing_or_new()
    {
        AssertRefused("class 1 is 'dog' in the label and 'bird' in the scores", WithScoreNames(Named("cat", "dog"), "dog", "bird"));
        AssertRefused(
            "class 2 is 'bird' in the label and does not exist in the scores",
            WithScoreNames(Named("cat", "dog", "bird"), "cat", "bird"));

        static void AssertRefused(string expected, IDataView scored) => Assert.Contains(
            expected,
            Assert.Throws<ArgumentException>(() => MulticlassEvaluation.Compute(scored, s_settings)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_class_after_those_of_the_scores_is_unknown()
    {
        MulticlassResults results = MulticlassEvaluation.Compute(WithScoreNames(Named("cat", "dog", "bird"), "cat", "dog"), s_settings);
        Assert.Equal(["cat", "dog"], results.ClassNames);
        Assert.Equal((3, 1), (results.RowCount, results.UnknownClasses));
    }

    // The same rows with the label as a number, as a key or as a Boolean have the same results.
    [Fact]
    public void Labels_may_have_the_types_that_Evaluate_accepts()
    {
        IDataView rows = ScoredViews.SklearnBinary(s_ml);
        BinaryResults expected = BinaryEvaluation.Compute(rows, s_settings);
        IDataView number = s_ml.Transforms.Conversion.ConvertType("Label", outputKind: DataKind.Single).Fit(rows).Transform(rows);
        Assert.Equal(expected.Confusion.Cast<int>(), BinaryEvaluation.Compute(number, s_settings).Confusion.Cast<int>());
        IDataView key = s_ml.Transforms.Conversion.MapValueToKey(
            "Label", keyOrdinality: Microsoft.ML.Transforms.ValueToKeyMappingEstimator.KeyOrdinality.ByValue).Fit(rows).Transform(rows);
        Assert.Equal(expected.Confusion.Cast<int>(), BinaryEvaluation.Compute(key, s_settings).Confusion.Cast<int>());

        IDataView classes = ScoredViews.SklearnMulticlass(s_ml);
        IDataView indices = s_ml.Transforms.CustomMapping<Key, Index>((from, to) => to.Number = from.Label - 1f, null)
            .Fit(classes)
            .Transform(classes);
        Assert.Equal(
            MulticlassEvaluation.Compute(classes, s_settings).Confusion.Cast<int>(),
            MulticlassEvaluation.Compute(indices, s_settings with { Label = "Number" }).Confusion.Cast<int>());
    }

    [Fact]
    public void Classes_without_rows_have_no_curve()
    {
        MulticlassResults results = MulticlassEvaluation.Compute(
            ScoredViews.Multiclass(s_ml, [(0, [0.75f, 0.25f, 0]), (1, [0.25f, 0.75f, 0]), (0, [0.5f, 0.5f, 0])], 3, 3), s_settings);
        Assert.Equal([1, 1, double.NaN, 1], results.Roc.Select(curve => curve.Area));
        Assert.Empty(results.Roc[2].Points);
        Assert.Equal([1, 1, double.NaN], results.PrecisionRecall.Select(curve => curve.Area));
    }

    [Fact]
    public void A_view_without_rows_has_results()
    {
        EvaluationSettings settings = new();
        MulticlassResults multiclass = MulticlassEvaluation.Compute(ScoredViews.Multiclass(s_ml, [], 3, 3), settings);
        BinaryResults binary = BinaryEvaluation.Compute(ScoredViews.Binary(s_ml, []), settings);
        RegressionResults regression = RegressionEvaluation.Compute(ScoredViews.Regression(s_ml, []), settings);
        Assert.All((EvaluationResults[])[multiclass, binary, regression], results =>
        {
            Assert.Equal((0, 0), (results.RowCount, results.BootstrapSamples));
            Assert.Empty(results.FirstRows);
            Assert.All(results.Intervals, interval => Assert.Equal((double.NaN, double.NaN), (interval.Low, interval.High)));
        });
        Assert.Equal(double.NaN, multiclass.Roc[^1].Area);
        Assert.Equal(double.NaN, binary.Roc.Area);
        Assert.Equal(double.NaN, regression.Residuals.Median);
    }

    private static void AssertMessage(string expected, string actual, Action compute)
    {
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(compute);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains(actual, error.Message, StringComparison.Ordinal);
    }

    // Three rows of two or three classes with names.
    private static IDataView Named(string first, string second, string? third = null)
    {
        IDataView rows = s_ml.Data.LoadFromEnumerable((NamedRow[])
        [
            new() { Text = first, Score = [0.75f, 0.25f] },
            new() { Text = second, Score = [0.5f, 0.5f] },
            new() { Text = third ?? second, Score = [0.25f, 0.75f] },
        ]);
        return s_ml.Transforms.Conversion.MapValueToKey("Label", "Text").Fit(rows).Transform(rows);
    }

    private static IDataView WithScoreNames(IDataView rows, params string[] names)
    {
        IDataView parts = s_ml.Transforms
            .CustomMapping<NamedScores, TwoScores>((from, to) => (to.First, to.Second) = (from.Score[0], from.Score[1]), null)
            .Append(s_ml.Transforms.CopyColumns(names[0], nameof(TwoScores.First)))
            .Append(s_ml.Transforms.CopyColumns(names[1], nameof(TwoScores.Second)))
            .Append(s_ml.Transforms.Concatenate("Score", names))
            .Fit(rows)
            .Transform(rows);
        return parts;
    }

    private sealed class NamedRow
    {
        public string Text { get; set; } = "";

        public float Number { get; set; }

        [VectorType(2)]
        public float[] Score { get; set; } = [];
    }

    private sealed class NamedScores
    {
        [VectorType(2)]
        public float[] Score { get; set; } = [];
    }

    private sealed class TwoScores
    {
        public float First { get; set; }

        public float Second { get; set; }
    }

    private sealed class Key
    {
        [KeyType(4)]
        public uint Label { get; set; }
    }

    private sealed class Index
    {
        public float Number { get; set; }
    }
}
