using Microsoft.ML;
using Microsoft.ML.Data;

namespace EmbeddedML.Tests.Data.Evaluation;

public class MulticlassEvaluationTests
{
    private static readonly float[] s_first = [0.7f, 0.2f, 0.1f];
    private static readonly float[] s_second = [0.1f, 0.6f, 0.3f];
    private static readonly float[] s_third = [0.3f, 0.3f, 0.4f];

    private readonly MulticlassClassificationCatalog _catalog = new MLContext().MulticlassClassification;

    // Rows (true class -> predicted class): 0 -> 0, 1 -> 1, 2 -> 2, 0 -> 1.
    private static ArrayView FourRows() => new ArrayView()
        .Add("Label", ArrayView.Key(3), 1u, 2u, 3u, 1u)
        .AddScores("Score", 3, [s_first, s_second, s_third, s_second], "a", "b", "c")
        .Add("PredictedLabel", ArrayView.Key(3), new uint[4]);

    [Fact]
    public void Metrics_follow_the_formulas()
    {
        MulticlassClassificationMetrics metrics = _catalog.Evaluate(FourRows(), topKPredictionCount: 3);

        // Right: rows 1 to 3. Class 0 has 1 of 2 right, the others all.
        Assert.Equal(3.0 / 4, metrics.MicroAccuracy);
        Assert.Equal((0.5 + 1 + 1) / 3, metrics.MacroAccuracy, 1e-15);
        // The scores of the true classes are 0.7, 0.6, 0.4 and 0.1, each the nearest Single.
        double logLoss = -(Math.Log(0.7f) + Math.Log(0.6f) + Math.Log(0.4f) + Math.Log(0.1f)) / 4;
        Assert.Equal(logLoss, metrics.LogLoss, 1e-15);
        // The shares of the labels are 1/2, 1/4 and 1/4: an entropy of 1/2 ln 2 + 2 * 1/4 ln 4 = 1.5 ln 2.
        double entropy = 1.5 * Math.Log(2);
        Assert.Equal((entropy - logLoss) / entropy, metrics.LogLossReduction, 1e-15);
        Assert.Equal([-(Math.Log(0.7f) + Math.Log(0.1f)) / 2, -Math.Log(0.6f), -Math.Log(0.4f)], metrics.PerClassLogLoss);
        // The true class is first in rows 1 to 3 and last of three in row 4.
        Assert.Equal([0.75, 0.75, 1], metrics.TopKAccuracyForAllK);
        Assert.Equal(1, metrics.TopKAccuracy);
        Assert.Equal(3, metrics.TopKPredictionCount);
    }

    [Fact]
    public void Confusion_matrix_counts_true_by_predicted_class()
    {
        ConfusionMatrix matrix = _catalog.Evaluate(FourRows()).ConfusionMatrix;

        Assert.Equal(3, matrix.NumberOfClasses);
        Assert.Equal([[1, 1, 0], [0, 1, 0], [0, 0, 1]], matrix.Counts);
        Assert.Equal([0.5, 1, 1], matrix.PerClassRecall);
        Assert.Equal([1, 0.5, 1], matrix.PerClassPrecision);
        Assert.Equal(1, matrix.GetCountForClassPair(predictedClassIndicatorIndex: 1, actualClassIndicatorIndex: 0));
        Assert.Equal(0, matrix.GetCountForClassPair(predictedClassIndicatorIndex: 0, actualClassIndicatorIndex: 1));
        Assert.Throws<ArgumentOutOfRangeException>("predictedClassIndicatorIndex", () => matrix.GetCountForClassPair(3, 0));
        Assert.Throws<ArgumentOutOfRangeException>("actualClassIndicatorIndex", () => matrix.GetCountForClassPair(0, -1));
    }

    [Fact]
    public void Without_a_top_k_count_there_are_no_top_k_accuracies()
    {
        MulticlassClassificationMetrics metrics = _catalog.Evaluate(FourRows());

        Assert.Null(metrics.TopKAccuracyForAllK);
        Assert.Equal(0, metrics.TopKAccuracy);
        Assert.Equal(0, metrics.TopKPredictionCount);
    }

    [Fact]
    public void Of_equal_scores_the_first_class_is_the_higher()
    {
        float[] equal = [0.5f, 0.5f];
        ArrayView view = new ArrayView().Add("Label", ArrayView.Key(2), 1u, 2u).AddScores("Score", 2, [equal, equal])
            .Add("PredictedLabel", ArrayView.Key(2), 1u, 1u);

        MulticlassClassificationMetrics metrics = _catalog.Evaluate(view, topKPredictionCount: 2);

        Assert.Equal([0.5, 1], metrics.TopKAccuracyForAllK);
        Assert.Equal([[1, 0], [1, 0]], metrics.ConfusionMatrix.Counts);
    }

    [Fact]
    public void A_label_beyond_the_classes_is_wrong_with_the_loss_of_the_smallest_probability()
    {
        ArrayView view = new ArrayView()
            .Add("Label", NumberDataViewType.Single, 0f, 5f)
            .AddScores("Score", 2, [[1, 0], [1, 0]])
            .Add("PredictedLabel", ArrayView.Key(2), 1u, 1u);

        MulticlassClassificationMetrics metrics = _catalog.Evaluate(view);

        Assert.Equal(0.5, metrics.MicroAccuracy);
        Assert.Equal(1, metrics.MacroAccuracy);
        Assert.Equal(-Math.Log(1e-15f) / 2, metrics.LogLoss);
    }

    [Fact]
    public void Evaluation_is_one_pass_over_the_label_and_the_scores()
    {
        ArrayView view = FourRows();

        _catalog.Evaluate(view);

        Assert.Equal(1, view.CursorsOpened);
        Assert.Equal(["Label", "Score"], view.LastColumnsNeeded);
    }

    [Fact]
    public void Messages_name_the_column_what_it_is_and_what_is_accepted()
    {
        ArrayView view = new ArrayView()
            .Add("Label", NumberDataViewType.UInt32, 1u)
            .AddScores("Score", 3, [s_first])
            .Add("Flat", NumberDataViewType.Single, 1f)
            .Add("PredictedLabel", ArrayView.Key(3), 1u);

        var missing = Assert.Throws<ArgumentOutOfRangeException>(() => _catalog.Evaluate(view, scoreColumnName: "Scores"));
        Assert.Contains("Could not find score column 'Scores'", missing.Message);
        var label = Assert.Throws<ArgumentOutOfRangeException>(() => _catalog.Evaluate(view));
        Assert.Contains("label column 'Label': expected Single or a key, got UInt32", label.Message);
        var score = Assert.Throws<ArgumentOutOfRangeException>(() => _catalog.Evaluate(view, scoreColumnName: "Flat"));
        Assert.Contains("score column 'Flat': expected a vector of Single with a known size of at least 2, got Single", score.Message);
    }
}
