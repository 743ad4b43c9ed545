using Microsoft.ML;
using Microsoft.ML.Data;

namespace EmbeddedML.Tests.Data.Evaluation;

public class RegressionEvaluationTests
{
    private readonly RegressionCatalog _catalog = new MLContext().Regression;

    private static ArrayView View(float[] labels, float[] scores)
        => new ArrayView().Add("Label", NumberDataViewType.Single, labels).Add("Score", NumberDataViewType.Single, scores);

    [Fact]
    public void Metrics_follow_the_formulas()
    {
        RegressionMetrics metrics = _catalog.Evaluate(View([1, 2, 3, 4], [1.5f, 2, 2, 5]));

        // Errors 0.5, 0, 1 and 1; squared 0.25, 0, 1 and 1.
        Assert.Equal(2.5 / 4, metrics.MeanAbsoluteError);
        Assert.Equal(2.25 / 4, metrics.MeanSquaredError);
        Assert.Equal(0.75, metrics.RootMeanSquaredError);
        Assert.Equal(2.25 / 4, metrics.LossFunction);
        // The labels lie 1.5, 0.5, 0.5 and 1.5 from their mean 2.5: 5 in squares.
        Assert.Equal(1 - 2.25 / 5, metrics.RSquared, 1e-15);
    }

    [Fact]
    public void Rows_with_a_NaN_are_left_out()
    {
        RegressionMetrics metrics = _catalog.Evaluate(View([1, float.NaN, 3], [2, 2, float.NaN]));

        Assert.Equal(1, metrics.MeanAbsoluteError);
        // One label has no spread.
        Assert.Equal(double.NaN, metrics.RSquared);
    }

    [Fact]
    public void Evaluation_is_one_pass()
    {
        ArrayView view = View([1], [2]);

        _catalog.Evaluate(view);

        Assert.Equal(1, view.CursorsOpened);
    }

    [Fact]
    public void Messages_name_the_column_what_it_is_and_what_is_accepted()
    {
        ArrayView view = View([1], [2]).Add("Count", NumberDataViewType.Int32, 1);

        var missing = Assert.Throws<ArgumentOutOfRangeException>(() => _catalog.Evaluate(view, labelColumnName: "Y"));
        Assert.Contains("Could not find label column 'Y'", missing.Message);
        var label = Assert.Throws<ArgumentOutOfRangeException>(() => _catalog.Evaluate(view, labelColumnName: "Count"));
        Assert.Contains("label column 'Count': expected Single, got Int32", label.Message);
    }
}
