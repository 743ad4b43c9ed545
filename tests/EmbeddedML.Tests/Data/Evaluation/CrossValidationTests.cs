using Microsoft.ML;
using Microsoft.ML.Data;

namespace EmbeddedML.Tests.Data.Evaluation;

public class CrossValidationTests
{
    [Fact]
    public void Each_model_is_trained_on_the_rows_outside_its_fold()
    {
        float[] features = [.. Enumerable.Range(0, 40).Select(i => (float)i)];
        ArrayView view = new ArrayView().Add("Feature", NumberDataViewType.Single, features)
            .Add("Label", NumberDataViewType.Single, new float[40]);

        IReadOnlyList<TrainCatalogBase.CrossValidationResult<RegressionMetrics>> results =
            new MLContext(seed: 3).Regression.CrossValidate(view, new MeanEstimator(), numberOfFolds: 4);

        Assert.Equal([0, 1, 2, 3], results.Select(r => r.Fold));
        var held = new List<float>();
        foreach (TrainCatalogBase.CrossValidationResult<RegressionMetrics> result in results)
        {
            float[] fold = Read(result.ScoredHoldOutSet, "Feature");
            held.AddRange(fold);
            // The model subtracts the mean of what it was trained on: all features (their sum is 40 * 39 / 2) but the fold's.
            float mean = (float)((780.0 - fold.Sum()) / (40 - fold.Length));
            Assert.Equal(fold.Select(feature => feature - mean), Read(result.ScoredHoldOutSet, "Score"));
            // The labels are 0, so the errors are the scores.
            Assert.Equal(fold.Average(feature => Math.Abs((double)(feature - mean))), result.Metrics.MeanAbsoluteError, 1e-6);
            Assert.Equal(Read(result.ScoredHoldOutSet, "Score")[0], Read(result.Model.Transform(result.ScoredHoldOutSet), "Score")[0]);
        }
        Assert.Equal(features, held.Order());
    }

    [Fact]
    public void The_message_of_too_few_folds_names_the_argument_and_the_least()
    {
        ArrayView view = new ArrayView().Add("Feature", NumberDataViewType.Single, 1f).Add("Label", NumberDataViewType.Single, 1f);

        var exception = Assert.Throws<ArgumentOutOfRangeException>(
            "numberOfFolds", () => new MLContext().Regression.CrossValidate(view, new MeanEstimator(), numberOfFolds: 1));
        Assert.Contains("at least 2", exception.Message);
    }

    private static float[] Read(IDataView view, string column)
    {
        var values = new List<float>();
        using DataViewRowCursor cursor = view.GetRowCursor([view.Schema[column]]);
        ValueGetter<float> getter = cursor.GetGetter<float>(view.Schema[column]);
        float value = 0;
        while (cursor.MoveNext())
        {
            getter(ref value);
            values.Add(value);
        }
        return [.. values];
    }
}
