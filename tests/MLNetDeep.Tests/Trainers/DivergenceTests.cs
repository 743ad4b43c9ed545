using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Neural;
using MLNetDeep.Trainers;

namespace MLNetDeep.Tests.Trainers;

/// <summary>A trainer that diverges throws or says so in the log.</summary>
public class DivergenceTests
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly List<string> _log = [];

    public DivergenceTests()
    {
        _ml.Log += (_, e) => _log.Add($"{e.Kind} {e.RawMessage}");
    }

    [Theory]
    [InlineData(null)]
    [InlineData(64)]
    public void Huge_features_throw_in_regression(int? pool)
    {
        LinearRegressionOptions options = new() { Optimizer = new Sgd(0.01), Epochs = 4, StreamingPoolSize = pool, StandardizeFeatures = false };
        Assert.Throws<TrainingDivergedException>(() => _ml.Regression.Trainers.LinearRegression(options).Fit(Rows(1.7e9f)));

        // Standardized, the same features are fitted.
        NetworkTransformer model = _ml.Regression.Trainers.LinearRegression(options with { StandardizeFeatures = true, Epochs = 1000 }).Fit(Rows(1.7e9f));
        Assert.InRange(_ml.Regression.Evaluate(model.Transform(Rows(1.7e9f))).RSquared, 0.99, 1);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(64)]
    public void Infinite_weights_after_the_last_step_throw_for_classes(int? pool)
    {
        LogisticRegressionOptions binary = new()
        {
            LabelColumnName = "IsLarge", Optimizer = new Sgd(10), Epochs = 1, StreamingPoolSize = pool, StandardizeFeatures = false,
        };
        Assert.Throws<TrainingDivergedException>(() => _ml.BinaryClassification.Trainers.LogisticRegression(binary).Fit(Rows(3e38f)));
        SoftmaxRegressionOptions softmax = new()
        {
            LabelColumnName = "Key", Optimizer = new Sgd(10), Epochs = 1, StreamingPoolSize = pool, StandardizeFeatures = false,
        };
        IDataView keyed = _ml.Transforms.Conversion.MapValueToKey("Key", "IsLarge").Fit(Rows(3e38f)).Transform(Rows(3e38f));
        Assert.Throws<TrainingDivergedException>(() => _ml.MulticlassClassification.Trainers.SoftmaxRegression(softmax).Fit(keyed));
    }

    [Theory]
    [InlineData(1, null, true)]
    [InlineData(1, 64, true)]
    [InlineData(0.05, null, false)]
    public void A_loss_that_rises_is_a_warning_in_the_log(double rate, int? pool, bool warns)
    {
        LinearRegressionOptions options = new() { Optimizer = new Sgd(rate), Epochs = 50, StreamingPoolSize = pool };
        _ml.Regression.Trainers.LinearRegression(options).Fit(Rows(1));
        Assert.Equal(warns, _log.Any(line => line.StartsWith("Warning The loss rose from ", StringComparison.Ordinal)
            && line.Contains("Try a smaller learning rate, scale the features to about -1 to 1, or clip the gradients", StringComparison.Ordinal)));
    }

    // The rate grows by a factor of 1e15 per epoch, so that only the first epoch is good.
    [Fact]
    public void RestoreBestWeights_gives_the_best_model_and_a_warning()
    {
        IDataView data = Rows(1);
        LinearRegressionOptions options = new()
        {
            Optimizer = new Sgd(new ExponentialDecay(0.1, 1, 1e15)), BatchSize = 32, Epochs = 20, Seed = 1, ValidationData = data,
            EarlyStopping = new() { Patience = 10, RestoreBestWeights = true },
        };
        NetworkTransformer model = _ml.Regression.Trainers.LinearRegression(options).Fit(data);
        NetworkTransformer best = _ml.Regression.Trainers.LinearRegression(options with { Epochs = 1 }).Fit(data);
        Assert.Equal(best.Transform(data).GetColumn<float>("Score"), model.Transform(data).GetColumn<float>("Score"));
        Assert.Contains(_log, line => line.StartsWith("Warning The weights or the optimizer's state became NaN or infinite by epoch 3", StringComparison.Ordinal)
            && line.EndsWith("The training ended early, and the weights of its best epoch were restored.", StringComparison.Ordinal));
    }

    [Fact]
    public void Early_stopping_on_a_metric_of_another_task_throws_before_the_training()
    {
        LinearRegressionOptions options = new() { EarlyStopping = new() { Monitor = TrainingMetric.Accuracy } };
        ArgumentException exception = Assert.Throws<ArgumentException>(() => _ml.Regression.Trainers.LinearRegression(options).Fit(Rows(1)));
        Assert.Contains("EarlyStopping monitors Accuracy, which needs a classification loss", exception.Message, StringComparison.Ordinal);
    }

    // 32 rows, which are one batch, of four features in [0, scale] and their sum as the label.
    private IDataView Rows(float scale) => _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 32).Select(i =>
    {
        float[] features = [.. Enumerable.Range(0, 4).Select(j => scale * ((((i * 7) + (j * 13)) % 32) / 32f))];
        return new Row { Features = features, Label = features.Sum(value => value / scale), IsLarge = features[0] > scale / 2 };
    }));

    private sealed class Row
    {
        [VectorType(4)]
        public float[] Features { get; set; } = [];

        public float Label { get; set; }

        public bool IsLarge { get; set; }
    }
}
