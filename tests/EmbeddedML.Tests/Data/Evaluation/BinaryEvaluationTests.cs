using Microsoft.ML;
using Microsoft.ML.Data;

namespace EmbeddedML.Tests.Data.Evaluation;

public class BinaryEvaluationTests
{
    private readonly BinaryClassificationCatalog _catalog = new MLContext().BinaryClassification;

    private static ArrayView View(bool[] labels, float[] scores, float[] probabilities) => new ArrayView()
        .Add("Label", BooleanDataViewType.Instance, labels)
        .Add("Score", NumberDataViewType.Single, scores)
        .Add("Probability", NumberDataViewType.Single, probabilities)
        .Add("PredictedLabel", BooleanDataViewType.Instance, new bool[labels.Length]);

    // By score: +2 positive, +1 negative, +0.5 positive, -1 negative, -2 positive.
    private static ArrayView FiveRows() => View([true, false, true, false, true], [2, -1, 0.5f, 1, -2], [0.5f, 0.5f, 0.25f, 0.75f, 0.125f]);

    [Fact]
    public void Counts_and_shares_follow_from_the_sign_of_the_score()
    {
        BinaryClassificationMetrics metrics = _catalog.EvaluateNonCalibrated(FiveRows());

        // Predicted positive: 2 positive rows and 1 negative one. Predicted negative: 1 of each.
        Assert.Equal([[2, 1], [1, 1]], metrics.ConfusionMatrix.Counts);
        Assert.Equal(3.0 / 5, metrics.Accuracy);
        Assert.Equal(2.0 / 3, metrics.PositivePrecision);
        Assert.Equal(2.0 / 3, metrics.PositiveRecall);
        Assert.Equal(1.0 / 2, metrics.NegativePrecision);
        Assert.Equal(1.0 / 2, metrics.NegativeRecall);
        Assert.Equal(2.0 / 3, metrics.F1Score, 1e-15);
        Assert.Equal([2.0 / 3, 1.0 / 2], metrics.ConfusionMatrix.PerClassPrecision);
        Assert.Equal([2.0 / 3, 1.0 / 2], metrics.ConfusionMatrix.PerClassRecall);
    }

    [Fact]
    public void Areas_follow_from_the_order_of_the_scores()
    {
        BinaryClassificationMetrics metrics = _catalog.EvaluateNonCalibrated(FiveRows());

        // Of the 6 pairs of a positive and a negative row, the positive is higher in 2 (for score 2) + 1 (for 0.5) + 0.
        Assert.Equal(3.0 / 6, metrics.AreaUnderRocCurve);
        // Recall and precision from the highest score on: (1/3, 1), then precision 1/2, (2/3, 2/3), precision 1/2, (1, 3/5).
        // Trapezoids of width 1/3: (1 + 1)/2 + (1/2 + 2/3)/2 + (1/2 + 3/5)/2.
        Assert.Equal((1 + 7.0 / 12 + 11.0 / 20) / 3, metrics.AreaUnderPrecisionRecallCurve, 1e-15);
    }

    [Fact]
    public void Pairs_of_equal_scores_count_half()
    {
        ArrayView view = View([true, false, true, false], [1, 1, 0f, -0f], new float[4]);
        BinaryClassificationMetrics metrics = _catalog.EvaluateNonCalibrated(view);

        // Pairs: 1 with 1 half, 1 with 0 one, 0 with 1 none, 0 with -0 half.
        Assert.Equal(2.0 / 4, metrics.AreaUnderRocCurve);
    }

    [Fact]
    public void Losses_are_in_bits()
    {
        CalibratedBinaryClassificationMetrics metrics = _catalog.Evaluate(FiveRows());

        // The true classes were given the probabilities 1/2, 1/2, 1/4, 1/4 and 1/8: 1, 1, 2, 2 and 3 bits.
        Assert.Equal(9.0 / 5, metrics.LogLoss, 1e-15);
        double entropy = -(0.6 * Math.Log2(0.6)) - 0.4 * Math.Log2(0.4);
        Assert.Equal(entropy, metrics.Entropy, 1e-15);
        Assert.Equal((entropy - 9.0 / 5) / entropy, metrics.LogLossReduction, 1e-14);
    }

    [Fact]
    public void Rows_without_a_label_or_a_finite_score_are_left_out()
    {
        ArrayView view = new ArrayView()
            .Add("Label", NumberDataViewType.Single, 1f, 0f, float.NaN, 1f, 0f)
            .Add("Score", NumberDataViewType.Single, 1f, -1f, 1f, float.NaN, float.PositiveInfinity)
            .Add("PredictedLabel", BooleanDataViewType.Instance, new bool[5]);

        Assert.Equal([[1, 0], [0, 1]], _catalog.EvaluateNonCalibrated(view).ConfusionMatrix.Counts);
    }

    [Fact]
    public void Both_classes_must_occur()
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(
            () => _catalog.Evaluate(View([true, true], [1, 2], [1, 1])));

        Assert.Contains("2 positive and 0 negative", exception.Message);
    }

    [Fact]
    public void Evaluation_is_one_pass_over_the_columns_that_it_needs()
    {
        ArrayView view = FiveRows();

        _catalog.Evaluate(view);
        Assert.Equal(1, view.CursorsOpened);
        Assert.Equal(["Label", "Score", "Probability"], view.LastColumnsNeeded);

        _catalog.EvaluateNonCalibrated(view);
        Assert.Equal(2, view.CursorsOpened);
        Assert.Equal(["Label", "Score"], view.LastColumnsNeeded);
    }

    [Fact]
    public void Messages_name_the_column_what_it_is_and_what_is_accepted()
    {
        ArrayView view = FiveRows();

        var missing = Assert.Throws<ArgumentOutOfRangeException>(() => _catalog.Evaluate(view, probabilityColumnName: "P"));
        Assert.Contains("Could not find probability column 'P'", missing.Message);
        var score = Assert.Throws<ArgumentOutOfRangeException>(() => _catalog.Evaluate(view, scoreColumnName: "Label"));
        Assert.Contains("score column 'Label': expected Single, got Boolean", score.Message);
    }

    [Fact]
    public void A_key_label_must_have_two_values()
    {
        ArrayView view = new ArrayView()
            .Add("Label", ArrayView.Key(3), 1u)
            .Add("Score", NumberDataViewType.Single, 1f)
            .Add("PredictedLabel", BooleanDataViewType.Instance, true);

        var label = Assert.Throws<ArgumentOutOfRangeException>(() => _catalog.EvaluateNonCalibrated(view));
        Assert.Contains("label column 'Label': expected Single, Double, Boolean, or a Key with cardinality 2, got Key<UInt32, 0-2>",
            label.Message);
    }
}
