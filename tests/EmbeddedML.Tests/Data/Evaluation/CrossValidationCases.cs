using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace EmbeddedML.Tests.Data.Evaluation;

/// <summary>Cases of cross-validation, over the public API and <see cref="MeanEstimator"/>.</summary>
internal sealed class CrossValidationCases(MLContext context)
{
    private readonly RegressionCatalog _regression = context.Regression;
    private readonly BinaryClassificationCatalog _binary = context.BinaryClassification;
    private readonly MulticlassClassificationCatalog _multiclass = context.MulticlassClassification;
    private readonly MeanEstimator _trainer = new();

    public IEnumerable<(string Name, Func<string> Run)> All() =>
    [
        ("regression", () => Write(_regression.CrossValidate(Rows(200), _trainer))),
        ("regression, three folds, seed", () => Write(_regression.CrossValidate(Rows(50), _trainer, 3, seed: 17))),
        ("regression, another label", () => Write(_regression.CrossValidate(Rows(50), _trainer, 2, "Target"))),
        ("a label for training and testing only", () => Write(
            _regression.CrossValidate(Features(50), Chain(TransformerScope.TrainTest), 2))),
        ("a label for training only", () => Write(_regression.CrossValidate(Features(50), Chain(TransformerScope.Training), 2))),
        ("a label for nothing", () => Write(_regression.CrossValidate(Features(50), Chain(TransformerScope.None), 2))),
        ("binary", () => Write(_binary.CrossValidate(Classes(200), _trainer, 4))),
        ("binary without probability", () => Write(_binary.CrossValidateNonCalibrated(Classes(200), _trainer, 4))),
        ("binary, folds with one class", () => Write(_binary.CrossValidate(Classes(2), _trainer, 4))),
        ("multiclass", () => Write(_multiclass.CrossValidate(Scores(100), new NothingEstimator(), 3))),
        ("one fold", () => Write(_regression.CrossValidate(Rows(9), _trainer, 1))),
        ("an empty label name", () => Write(_regression.CrossValidate(Rows(9), _trainer, labelColumnName: ""))),
        ("no data", () => Write(_regression.CrossValidate(null!, _trainer))),
        ("no estimator", () => Write(_regression.CrossValidate(Rows(9), null!))),
        ("no label", () => Write(_regression.CrossValidate(Rows(9), _trainer, labelColumnName: "None"))),
        // All the cases above draw from the context's randomness.
        ("the next random number", () => ((IHostEnvironment)context).Register("Next").Rand.Next().ToString(CultureInfo.InvariantCulture)),
    ];

    private static EstimatorChain<ITransformer> Chain(TransformerScope labelScope)
        => new EstimatorChain<ITransformer>()
            .Append<ITransformer>(new LabelEstimator(), labelScope)
            .Append<ITransformer>(new MeanEstimator());

    private static string Write(IReadOnlyList<TrainCatalogBase.CrossValidationResult<RegressionMetrics>> folds)
        => Write(folds, MetricsText.Write);

    private static string Write(IReadOnlyList<TrainCatalogBase.CrossValidationResult<MulticlassClassificationMetrics>> folds)
        => Write(folds, MetricsText.Write);

    private static string Write(IReadOnlyList<TrainCatalogBase.CrossValidationResult<BinaryClassificationMetrics>> folds)
        => Write(folds, MetricsText.Write);

    private static string Write(IReadOnlyList<TrainCatalogBase.CrossValidationResult<CalibratedBinaryClassificationMetrics>> folds)
        => Write(folds, MetricsText.Write);

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

    private static ArrayView Rows(int count) => Features(count)
        .Add("Label", NumberDataViewType.Single, Sequence(count, i => i * 2 % 11 + i * 0.25f));

    private static ArrayView Features(int count) => new ArrayView()
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
