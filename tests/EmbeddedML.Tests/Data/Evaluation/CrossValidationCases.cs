using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace EmbeddedML.Tests.Data.Evaluation;

/// <summary>Cases of cross-validation, over the public API and <see cref="MeanEstimator"/>.</summary>
internal sealed class CrossValidationCases(MLContext context)
{
    public IEnumerable<(string Name, Func<string> Run)> All() =>
    [
        ("regression", () => Write(context.Regression.CrossValidate(Rows(200), new MeanEstimator()), MetricsText.Write)),
        ("regression, three folds, seed", () => Write(context.Regression.CrossValidate(Rows(50), new MeanEstimator(), 3, seed: 17), MetricsText.Write)),
        ("regression, another label", () => Write(context.Regression.CrossValidate(Rows(50), new MeanEstimator(), 2, labelColumnName: "Target"), MetricsText.Write)),
        ("regression, a label made by a transformer for training and testing only", () => Write(
            context.Regression.CrossValidate(RowsWithoutLabel(50), Chain(TransformerScope.TrainTest), 2), MetricsText.Write)),
        ("regression, a label made by a transformer for training only", () => Write(
            context.Regression.CrossValidate(RowsWithoutLabel(50), Chain(TransformerScope.Training), 2), MetricsText.Write)),
        ("regression, a label made by a transformer for nothing", () => Write(
            context.Regression.CrossValidate(RowsWithoutLabel(50), Chain(TransformerScope.None), 2), MetricsText.Write)),
        ("binary", () => Write(context.BinaryClassification.CrossValidate(Classes(200), new MeanEstimator(), 4), MetricsText.Write)),
        ("binary without probability", () => Write(context.BinaryClassification.CrossValidateNonCalibrated(Classes(200), new MeanEstimator(), 4), MetricsText.Write)),
        ("binary, folds with one class", () => Write(context.BinaryClassification.CrossValidate(Classes(2), new MeanEstimator(), 4), MetricsText.Write)),
        ("multiclass", () => Write(context.MulticlassClassification.CrossValidate(Scores(100), new NothingEstimator(), 3), MetricsText.Write)),
        ("one fold", () => Write(context.Regression.CrossValidate(Rows(9), new MeanEstimator(), 1), MetricsText.Write)),
        ("an empty label name", () => Write(context.Regression.CrossValidate(Rows(9), new MeanEstimator(), labelColumnName: ""), MetricsText.Write)),
        ("no data", () => Write(context.Regression.CrossValidate(null!, new MeanEstimator()), MetricsText.Write)),
        ("no estimator", () => Write(context.Regression.CrossValidate(Rows(9), null!), MetricsText.Write)),
        ("no label", () => Write(context.Regression.CrossValidate(Rows(9), new MeanEstimator(), labelColumnName: "None"), MetricsText.Write)),
        // All the cases above draw from the context's randomness.
        ("the next random number", () => ((IHostEnvironment)context).Register("Next").Rand.Next().ToString(CultureInfo.InvariantCulture)),
    ];

    private static EstimatorChain<ITransformer> Chain(TransformerScope labelScope)
        => new EstimatorChain<ITransformer>().Append<ITransformer>(new LabelEstimator(), labelScope).Append<ITransformer>(new MeanEstimator());

    private static string Write<T>(IReadOnlyList<TrainCatalogBase.CrossValidationResult<T>> folds, Func<T, string> write) where T : class
        => string.Concat(folds.Select(fold => $"fold {fold.Fold}, {CountRows(fold.ScoredHoldOutSet)} rows\n{write(fold.Metrics)}"));

    private static int CountRows(IDataView view)
    {
        int rows = 0;
        using DataViewRowCursor cursor = view.GetRowCursor([]);
        while (cursor.MoveNext())
            rows++;
        return rows;
    }

    private static ArrayView Rows(int count) => RowsWithoutLabel(count).Add("Label", NumberDataViewType.Single, Sequence(count, i => i * 2 % 11 + i * 0.25f));

    private static ArrayView RowsWithoutLabel(int count) => new ArrayView()
        .Add("Feature", NumberDataViewType.Single, Sequence(count, i => i % 13 * 0.5f))
        .Add("Target", NumberDataViewType.Single, Sequence(count, i => i % 5));

    private static ArrayView Classes(int count) => new ArrayView()
        .Add("Feature", NumberDataViewType.Single, Sequence(count, i => i % 13 * 0.5f))
        .Add("Label", BooleanDataViewType.Instance, [.. Enumerable.Range(0, count).Select(i => i % 13 + i % 7 > 9)]);

    private static ArrayView Scores(int count) => new ArrayView()
        .Add("Label", ArrayView.Key(3), [.. Enumerable.Range(0, count).Select(i => (uint)(i % 7 % 3 + 1))])
        .AddScores("Score", 3, [.. Enumerable.Range(0, count).Select(i => new[] { 0.25f, i % 4 * 0.125f, i % 5 * 0.125f })])
        .Add("PredictedLabel", ArrayView.Key(3), new uint[count]);

    private static float[] Sequence(int count, Func<int, float> value) => [.. Enumerable.Range(0, count).Select(value)];

    private sealed class NothingEstimator : IEstimator<ITransformer>
    {
        public ITransformer Fit(IDataView input) => new TransformerChain<ITransformer>();

        public SchemaShape GetOutputSchema(SchemaShape inputSchema) => inputSchema;
    }
}
