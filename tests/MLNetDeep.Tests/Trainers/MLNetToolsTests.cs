using System.Collections.Immutable;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using Microsoft.ML.Transforms;
using MLNetDeep.Neural;
using MLNetDeep.Tests.Support;
using MLNetDeep.Trainers;

namespace MLNetDeep.Tests.Trainers;

/// <summary>ML.NET's tools that look into a pipeline find our trainers in it, also in a pipeline that was loaded from a file.</summary>
public sealed class MLNetToolsTests : IDisposable
{
    private const int RowCount = 200;

    private readonly MLContext _ml = new(seed: 1);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // The label is the column Used. With the weights 1 and 0 the error is 0, and is still 0 if Unused is permuted. If Used is permuted to
    // x', the mean squared error is mean((x' - x)^2) = 2 (variance(x) - covariance(x, x')), which is about twice the variance.
    [Fact]
    public void PermutationFeatureImportance_of_a_regression_pipeline_matches_a_hand_calculation()
    {
        EstimatorChain<ITransformer> pipeline = Features().Append<ITransformer>(_ml.Regression.Trainers.NeuralNetwork(
            new NetworkSpec([2], [new Dense(1)]), new NeuralNetworkOptions { LabelColumnName = "Used", Iterations = 0, Seed = 1 }));
        TransformerChain<ITransformer> fitted = pipeline.Fit(Data());
        ((NetworkTransformer)fitted.LastTransformer).Model.SetWeights([new NamedTensor("0.weight", [1, 2], [1, 0]), new NamedTensor("0.bias", [1], [0])]);
        double[] used = Rows().Select(row => (double)row.Used).ToArray();
        double variance = used.Sum(x => Math.Pow(x - used.Average(), 2)) / RowCount;
        foreach (ITransformer model in InMemoryAndLoaded(fitted))
        {
            IDataView features = Features().Fit(Data()).Transform(Data());
            ImmutableDictionary<string, RegressionMetricsStatistics> importance =
                new MLContext(seed: 3).Regression.PermutationFeatureImportance(model, features, "Used", permutationCount: 20);
            Assert.Equal(["Unused", "Used"], importance.Keys.Order());
            Assert.Equal(0, importance["Unused"].MeanSquaredError.Mean);
            Assert.InRange(importance["Used"].MeanSquaredError.Mean, 1.9 * variance, 2.1 * variance);
        }
    }

    [Fact]
    public void PermutationFeatureImportance_of_a_pipeline_equals_that_of_its_transformer_for_each_task()
    {
        IDataView data = Data();
        IDataView features = Features().Fit(data).Transform(data);
        EqualImportance(
            _ml.BinaryClassification.Trainers.LogisticRegression(new LogisticRegressionOptions { LabelColumnName = "IsLarge", Seed = 1, Optimizer = new Adam(0.1) }),
            model => new MLContext(seed: 3).BinaryClassification.PermutationFeatureImportanceNonCalibrated(model, features, "IsLarge")
                .ToDictionary(entry => entry.Key, entry => entry.Value.Accuracy.Mean),
            model => new MLContext(seed: 3).BinaryClassification.PermutationFeatureImportance(model, features, "IsLarge").Select(entry => entry.Accuracy.Mean));
        EqualImportance(
            _ml.MulticlassClassification.Trainers.SoftmaxRegression(new SoftmaxRegressionOptions { LabelColumnName = "Class", Seed = 1, Optimizer = new Adam(0.1) }),
            model => new MLContext(seed: 3).MulticlassClassification.PermutationFeatureImportance(model, features, "Class")
                .ToDictionary(entry => entry.Key, entry => entry.Value.MicroAccuracy.Mean),
            model => new MLContext(seed: 3).MulticlassClassification.PermutationFeatureImportance(model, features, "Class").Select(entry => entry.MicroAccuracy.Mean));
    }

    // A calibrator with a given slope and offset gives the probability 1 / (1 + e^(slope * score + offset)).
    [Fact]
    public void A_calibrator_of_ML_NET_takes_our_scores()
    {
        IDataView data = Data();
        NetworkTrainer trainer = _ml.BinaryClassification.Trainers.LogisticRegression("IsLarge", epochs: 1);
        ITransformer fitted = Features().Append(trainer).Append(_ml.BinaryClassification.Calibrators.Platt(slope: -2, offset: 0.5)).Fit(data);
        foreach (ITransformer model in InMemoryAndLoaded(fitted))
        {
            IDataView scored = model.Transform(data);
            float[] scores = scored.GetColumn<float>("Score").ToArray();
            Assert.All(
                scored.GetColumn<float>("Probability").Zip(scores),
                row => Assert.Equal(1 / (1 + Math.Exp((-2 * row.Second) + 0.5)), row.First, 1e-6));
        }
    }

    [Theory]
    [InlineData("Platt")]
    [InlineData("Naive")]
    [InlineData("Isotonic")]
    public void A_calibrator_of_ML_NET_is_fitted_to_our_scores(string name)
    {
        IDataView data = Data();
        IDataView scored = Features().Append(_ml.BinaryClassification.Trainers.LogisticRegression("IsLarge", epochs: 1)).Fit(data).Transform(data);
        double before = _ml.BinaryClassification.Evaluate(scored, "IsLarge").LogLoss;
        BinaryClassificationCatalog.CalibratorsCatalog calibrators = _ml.BinaryClassification.Calibrators;
        IEstimator<ITransformer> calibrator = name switch
        {
            "Platt" => calibrators.Platt("IsLarge"),
            "Naive" => calibrators.Naive("IsLarge"),
            _ => calibrators.Isotonic("IsLarge"),
        };
        IDataView calibrated = calibrator.Fit(scored).Transform(scored);
        Assert.True(_ml.BinaryClassification.Evaluate(calibrated, "IsLarge").LogLoss < before);
    }

    [Fact]
    public void CrossValidate_returns_a_model_and_metrics_of_each_fold()
    {
        NetworkTrainer trainer = _ml.Regression.Trainers.LinearRegression(
            new LinearRegressionOptions { LabelColumnName = "Used", Optimizer = new Adam(0.05), Epochs = 50, Seed = 1 });
        IReadOnlyList<TrainCatalogBase.CrossValidationResult<RegressionMetrics>> folds =
            _ml.Regression.CrossValidate(Data(), Features().Append(trainer), numberOfFolds: 3, labelColumnName: "Used");
        Assert.Equal(3, folds.Count);
        Assert.All(folds, fold => Assert.InRange(fold.Metrics.RSquared, 0.99, 1));
        Assert.All(folds, fold => Assert.IsType<NetworkTransformer>(((IEnumerable<ITransformer>)fold.Model).Last()));
    }

    // OneVersusAll and Platt-scaling of it need a trainer of ML.NET's own model types. That our trainers are not ITrainerEstimator makes
    // such a call an error of the compiler, rather than of a running program.
    [Fact]
    public void Our_trainer_is_not_one_that_OneVersusAll_accepts() =>
        Assert.DoesNotContain(
            typeof(NetworkTrainer).GetInterfaces(), type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ITrainerEstimator<,>));

    private static IEnumerable<Row> Rows() => Enumerable.Range(0, RowCount).Select(i => new Row
    {
        Used = i * 37 % RowCount / (float)RowCount,
        Unused = i * 11 % 17,
        IsLarge = i * 37 % RowCount > RowCount / 2,
        ClassIndex = i * 37 % RowCount * 3 / RowCount,
    });

    private void EqualImportance(
        NetworkTrainer trainer, Func<ITransformer, Dictionary<string, double>> byName, Func<NetworkTransformer, IEnumerable<double>> bySlot)
    {
        TransformerChain<NetworkTransformer> fitted = Features().Append(trainer).Fit(Data());
        double[] expected = bySlot(fitted.LastTransformer).ToArray();
        Assert.NotEqual(0, expected[0]);
        foreach (ITransformer model in InMemoryAndLoaded(fitted))
        {
            Dictionary<string, double> importance = byName(model);
            Assert.Equal(expected, new[] { importance["Used"], importance["Unused"] });
        }
    }

    private ITransformer[] InMemoryAndLoaded(ITransformer model)
    {
        _ml.Model.Save(model, null, _folder.File("model.zip"));
        return [model, _ml.Model.Load(_folder.File("model.zip"), out _)];
    }

    private EstimatorChain<ColumnConcatenatingTransformer> Features() =>
        _ml.Transforms.Conversion.MapValueToKey("Class", "ClassIndex").Append(_ml.Transforms.Concatenate("Features", "Used", "Unused"));

    private IDataView Data() => _ml.Data.LoadFromEnumerable(Rows());

    private sealed class Row
    {
        public float Used { get; set; }

        public float Unused { get; set; }

        public bool IsLarge { get; set; }

        public int ClassIndex { get; set; }
    }
}
