using System.Collections.Immutable;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Neural;
using MLNetDeep.Tests.Support;
using MLNetDeep.Trainers;

namespace MLNetDeep.Tests.Trainers;

/// <summary>The metrics of a training's last epoch are those that ML.NET's evaluators find for the trained model.</summary>
public class TrainingMetricsTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void Binary_metrics_equal_those_of_the_evaluator()
    {
        (IDataView training, IDataView validation) = Rows();
        NetworkTransformer model = _ml.BinaryClassification.Trainers.LogisticRegression(new LogisticRegressionOptions
        {
            LabelColumnName = "IsLarge", Optimizer = new Adam(0.05), Epochs = 3, Seed = 1, ValidationData = validation,
            Metrics =
            [
                TrainingMetric.ValidationPrecision, TrainingMetric.ValidationRecall, TrainingMetric.ValidationF1Score,
                TrainingMetric.ValidationAreaUnderRocCurve,
            ],
        }).Fit(training);
        CalibratedBinaryClassificationMetrics expected = _ml.BinaryClassification.Evaluate(model.Transform(validation), "IsLarge");
        MetricValues actual = model.History!.Epochs[^1].ValidationMetrics!;
        Assert.InRange(expected.F1Score, 0.3, 0.95);
        Assert.Equal(expected.PositivePrecision, actual.Precision, 1e-9);
        Assert.Equal(expected.PositiveRecall, actual.Recall, 1e-9);
        Assert.Equal(expected.F1Score, actual.F1Score, 1e-9);
        Assert.Equal(expected.AreaUnderRocCurve, actual.AreaUnderRocCurve, 1e-6);
    }

    [Fact]
    public void The_top_k_accuracy_equals_that_of_the_evaluator()
    {
        (IDataView training, IDataView validation) = Rows();
        ITransformer keys = _ml.Transforms.Conversion.MapValueToKey("Label", "Class").Fit(training);
        NetworkTransformer model = _ml.MulticlassClassification.Trainers.SoftmaxRegression(new SoftmaxRegressionOptions
        {
            Optimizer = new Adam(), Epochs = 3, Seed = 1, StandardizeFeatures = false, ValidationData = keys.Transform(validation), TopK = 2, Metrics = [TrainingMetric.ValidationTopKAccuracy],
        }).Fit(keys.Transform(training));
        IDataView scored = model.Transform(keys.Transform(validation));
        double expected = _ml.MulticlassClassification.Evaluate(scored, topKPredictionCount: 2).TopKAccuracy;
        Assert.InRange(expected, 0.3, 0.99);
        Assert.Equal(expected, model.History!.Epochs[^1].ValidationMetrics!.TopKAccuracy, 1e-12);
    }

    [Fact]
    public void RSquared_equals_that_of_the_evaluator()
    {
        (IDataView training, IDataView validation) = Rows();
        NetworkTransformer model = _ml.Regression.Trainers.LinearRegression(new LinearRegressionOptions
        {
            LabelColumnName = "Sum", Optimizer = new Adam(0.05), Epochs = 3, Seed = 1, ValidationData = validation,
            Metrics = [TrainingMetric.RSquared, TrainingMetric.ValidationRSquared],
        }).Fit(training);
        EpochResult last = model.History!.Epochs[^1];
        Assert.Equal(_ml.Regression.Evaluate(model.Transform(validation), "Sum").RSquared, last.ValidationMetrics!.RSquared, 1e-6);
        Assert.Equal(_ml.Regression.Evaluate(model.Transform(training), "Sum").RSquared, last.TrainingMetrics!.RSquared, 1e-6);
    }

    [Fact]
    public void The_log_has_losses_and_metrics_of_training_and_validation_and_the_rows_that_are_trained_on()
    {
        List<string> log = [];
        _ml.Log += (_, e) => log.Add(e.RawMessage ?? "");
        NetworkTransformer model = _ml.MulticlassClassification.Trainers.SoftmaxRegression(new SoftmaxRegressionOptions
        {
            Epochs = 2, Seed = 1, ValidationSplit = 0.3, Metrics = [TrainingMetric.ValidationF1Score, TrainingMetric.TopKAccuracy], TopK = 2,
        }).Fit(Flowers.View(_ml, 60));
        Assert.Contains("Training 9 parameters on 42 rows; 18 rows are for validation.", log);
        foreach (EpochResult epoch in model.History!.Epochs)
        {
            EvaluationResult validation = epoch.Validation!.Value;
            Assert.Contains(FormattableString.Invariant(
                $"Epoch {epoch.Epoch} of 2: loss {epoch.Training.Loss:G4}, accuracy {epoch.Training.Accuracy:F4}, top-2 accuracy ")
                + FormattableString.Invariant($"{epoch.TrainingMetrics!.TopKAccuracy:F4}; validation: loss {validation.Loss:G4}, ")
                + FormattableString.Invariant($"accuracy {validation.Accuracy:F4}, F1 score {epoch.ValidationMetrics!.F1Score:F4}."), log);
        }

        log.Clear();
        (IDataView training, IDataView other) = Rows();
        LinearRegressionOptions options = new() { LabelColumnName = "Sum", Epochs = 1, Seed = 1 };
        EpochResult plain = _ml.Regression.Trainers.LinearRegression(options).Fit(training).History!.Epochs[0];
        Assert.Contains(FormattableString.Invariant(
            $"Epoch 1 of 1: loss {plain.Training.Loss:G4}, mean absolute error {plain.Training.MeanAbsoluteError:G4}."), log);
        EpochResult both = _ml.Regression.Trainers.LinearRegression(options with { ValidationData = other }).Fit(training).History!.Epochs[0];
        Assert.Contains(log, line => line.EndsWith(
            FormattableString.Invariant(
                $"; validation: loss {both.Validation!.Value.Loss:G4}, mean absolute error {both.Validation.Value.MeanAbsoluteError:G4}."),
            StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(32)]
    public void A_stop_token_ends_the_training_and_keeps_the_model(int? pool)
    {
        List<string> log = [];
        _ml.Log += (_, e) => log.Add($"{e.Kind} {e.RawMessage}");
        using CancellationTokenSource source = new();
        (IDataView training, IDataView validation) = Rows();
        LogisticRegressionOptions options = new()
        {
            LabelColumnName = "IsLarge", Epochs = 9, Seed = 1, BatchSize = 16, StreamingPoolSize = pool, Shuffle = false,
        };
        NetworkTransformer stopped = _ml.BinaryClassification.Trainers.LogisticRegression(options with
        {
            StopToken = source.Token,
            Progress = new SynchronousProgress<TrainingProgress>(report =>
            {
                if (report.Batch == 3)
                {
                    source.Cancel();
                }
            }),
        }).Fit(training);
        NetworkTransformer expected = _ml.BinaryClassification.Trainers.LogisticRegression(options with { Iterations = 3 }).Fit(training);
        Assert.Contains("Info Stopped within epoch 1, after 3 batches of it.", log);
        Assert.True(Assert.Single(stopped.History!.Epochs).IsPartial);
        Assert.Equal(
            expected.Transform(validation).GetColumn<float>("Score"), stopped.Transform(validation).GetColumn<float>("Score"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(32)]
    public void A_token_that_is_signalled_before_is_a_warning(int? pool)
    {
        List<string> log = [];
        _ml.Log += (_, e) => log.Add($"{e.Kind} {e.RawMessage}");
        NetworkTransformer model = _ml.BinaryClassification.Trainers.LogisticRegression(new LogisticRegressionOptions
        {
            LabelColumnName = "IsLarge", StreamingPoolSize = pool, StopToken = new CancellationToken(canceled: true),
        }).Fit(Rows().Training);
        Assert.Empty(model.History!.Epochs);
        Assert.Contains("Warning Stopped before the first batch: the model is not trained.", log);
    }

    // The rates with the callback are half of those without it, whatever the trainer's optimizer is, from the second epoch on.
    [Theory]
    [InlineData("linear")]
    [InlineData("logistic")]
    [InlineData("softmax")]
    [InlineData("perceptron")]
    public void Callbacks_change_the_rate_of_every_trainer(string name)
    {
        (IDataView training, _) = Rows();
        double[] plain = Rates([]);
        double[] halved = Rates([new LambdaCallback((context, epoch) => context.LearningRateFactor = 0.5)]);
        Assert.Equal([plain[0], .. plain.Skip(1).Select(rate => rate / 2)], halved, (a, b) => Math.Abs(a - b) <= 1e-15);

        double[] Rates(ImmutableArray<TrainingCallback> callbacks) =>
            [.. Create(callbacks).Fit(training).History!.Epochs.Select(epoch => epoch.LearningRate)];

        NetworkTrainer Create(ImmutableArray<TrainingCallback> callbacks) => name switch
        {
            "linear" => _ml.Regression.Trainers.LinearRegression(
                new LinearRegressionOptions { LabelColumnName = "Sum", Epochs = 3, Seed = 1, Callbacks = callbacks }),
            "logistic" => _ml.BinaryClassification.Trainers.LogisticRegression(
                new LogisticRegressionOptions { LabelColumnName = "IsLarge", Epochs = 3, Seed = 1, Callbacks = callbacks }),
            "softmax" => _ml.MulticlassClassification.Trainers.SoftmaxRegression(
                new SoftmaxRegressionOptions { LabelColumnName = "OneHot", Epochs = 3, Seed = 1, Callbacks = callbacks }),
            _ => _ml.Regression.Trainers.MultilayerPerceptron(
                new MultilayerPerceptronOptions { LabelColumnName = "Sum", Epochs = 3, Seed = 1, Callbacks = callbacks }),
        };
    }

    // Validation data that cannot be read show that nothing is read before the refusal.
    [Fact]
    public void A_metric_that_cannot_be_measured_throws_before_any_row_is_read()
    {
        IDataView unreadable = _ml.Data.LoadFromEnumerable(
            Enumerable.Range(0, 5).Select<int, Row>(_ => throw new InvalidOperationException("A row was read.")));
        foreach ((LinearRegressionOptions options, string message) in new[]
        {
            (new LinearRegressionOptions { Metrics = [TrainingMetric.ValidationRSquared] }, "needs ValidationData or ValidationSplit."),
            (new LinearRegressionOptions { Metrics = [TrainingMetric.F1Score] }, "needs a classification loss; the loss is MeanSquaredError"),
            (new LinearRegressionOptions { Callbacks = [new ReduceLearningRateOnPlateau()], StreamingPoolSize = 8 }, "needs ValidationData."),
            (new LinearRegressionOptions { Metrics = [TrainingMetric.RSquared], StreamingPoolSize = 8 }, "needs training data in memory"),
        })
        {
            ArgumentException exception = Assert.Throws<ArgumentException>(
                () => _ml.Regression.Trainers.LinearRegression(options with { LabelColumnName = "Sum" }).Fit(unreadable));
            Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        }
    }

    // 200 rows of which the first 150 are for training: numbers, their noisy sum, whether it is large, and one of four classes.
    private (IDataView Training, IDataView Validation) Rows()
    {
        Random random = new(3);
        Row[] rows = [.. Enumerable.Range(0, 200).Select(_ =>
        {
            float[] x = [.. Enumerable.Range(0, 3).Select(_ => (2 * random.NextSingle()) - 1)];
            float sum = x.Sum() + random.NextSingle() - 0.5f;
            return new Row
            {
                Features = x, Sum = sum, IsLarge = sum > 0.2f, OneHot = sum > 0.2f ? [0, 1] : [1, 0],
                Class = $"{(x[0] > 0 ? 1 : 0) + (x[1] + (random.NextSingle() / 2) > 0 ? 2 : 0)}",
            };
        })];
        return (_ml.Data.LoadFromEnumerable(rows[..150]), _ml.Data.LoadFromEnumerable(rows[150..]));
    }

    private sealed class Row
    {
        [VectorType(3)]
        public float[] Features { get; set; } = [];

        [VectorType(2)]
        public float[] OneHot { get; set; } = [];

        public float Sum { get; set; }

        public bool IsLarge { get; set; }

        public string Class { get; set; } = "";
    }
}
