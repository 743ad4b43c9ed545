using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Training;

/// <summary>The metrics of a training are those of the network's predictions, computed a second time in the simplest form.</summary>
public class TrainingMetricsTests
{
    private static readonly TrainingData Data = Samples.Separable(2500, 20, 5);
    private static readonly TrainingMetric[] ClassMetrics =
        [TrainingMetric.TopKAccuracy, TrainingMetric.Precision, TrainingMetric.Recall, TrainingMetric.F1Score, TrainingMetric.AreaUnderRocCurve];

    private static readonly TrainingMetric[] ValidationClassMetrics =
    [
        TrainingMetric.ValidationTopKAccuracy, TrainingMetric.ValidationPrecision, TrainingMetric.ValidationRecall, TrainingMetric.ValidationF1Score,
        TrainingMetric.ValidationAreaUnderRocCurve,
    ];

    [Fact]
    public void Metrics_of_several_classes_are_those_of_the_predictions()
    {
        Network network = new(Samples.Mlp(dropout: 0.3));
        List<TrainingProgress> reports = [];
        FitOptions options = new()
        {
            Epochs = 2, ValidationSplit = 0.04, TopK = 2, Metrics = [.. ClassMetrics, .. ValidationClassMetrics],
        };
        TrainingHistory history = network.Fit(Data, options, new SynchronousProgress<TrainingProgress>(reports.Add));
        EpochResult last = history.Epochs[1];
        Check(network, Data.Slice(0, 2400), last.TrainingMetrics!);
        Check(network, Data.Slice(2400, 100), last.ValidationMetrics!);
        Assert.NotEqual(history.Epochs[0].TrainingMetrics, last.TrainingMetrics);
        Assert.Equal([false, true], reports.Select(report => report.TrainingMetrics is not null).Distinct());
        Assert.Equal((last.TrainingMetrics, last.ValidationMetrics), (reports[^1].TrainingMetrics, reports[^1].ValidationMetrics));
        Assert.Equal(ClassMetrics.Select(last.ValueOf), Values(last.TrainingMetrics!));
        Assert.Equal(ValidationClassMetrics.Select(last.ValueOf), Values(last.ValidationMetrics!));
        Assert.Equal(double.NaN, last.ValueOf(TrainingMetric.ValidationRSquared));
    }

    [Fact]
    public void The_metrics_do_not_change_the_training()
    {
        Network plain = new(Samples.Mlp(dropout: 0.3)), measured = new(Samples.Mlp(dropout: 0.3));
        TrainingHistory without = plain.Fit(Data, new FitOptions { Epochs = 2 });
        measured.Fit(Data, new FitOptions { Epochs = 2, Metrics = [.. ClassMetrics] });
        Close.SameBits(plain.GetWeights(), measured.GetWeights());
        Assert.All(without.Epochs, epoch => Assert.Null(epoch.TrainingMetrics));
        Assert.All(without.Epochs, epoch => Assert.Null(epoch.ValidationMetrics));
    }

    [Fact]
    public void Top_1_is_the_accuracy()
    {
        TrainingHistory history = new Network(Samples.Mlp()).Fit(
            Data, new FitOptions { ValidationSplit = 0.1, TopK = 1, Metrics = [TrainingMetric.ValidationTopKAccuracy] });
        Assert.Equal(history.Epochs[0].Validation!.Value.Accuracy, history.Epochs[0].ValidationMetrics!.TopKAccuracy);
        Assert.Equal(double.NaN, history.Epochs[0].ValidationMetrics!.Precision);
    }

    [Fact]
    public void RSquared_of_a_training_is_that_of_the_predictions()
    {
        float[] y = [.. Enumerable.Range(0, 2500).Select(row => Data.Labels.Span[row] + (0.1f * (row % 3)))];
        TrainingData data = new(Data.Features, new DenseTargets(y));
        Network network = new(new NetworkSpec([20], [new Dense(1)]));
        TrainingHistory history = network.Fit(data, new FitOptions
        {
            Optimizer = new Adam(0.05), Epochs = 3, ValidationSplit = 0.1, Metrics = [TrainingMetric.RSquared, TrainingMetric.ValidationRSquared],
        });
        foreach ((int first, int count, double actual) in new[]
        {
            (0, 2250, history.Epochs[2].TrainingMetrics!.RSquared), (2250, 250, history.Epochs[2].ValidationMetrics!.RSquared),
        })
        {
            float[] p = new float[count];
            network.Predict(data.Slice(first, count).Features, p);
            double mean = y.Skip(first).Take(count).Average(value => (double)value);
            double errors = Enumerable.Range(0, count).Sum(row => Math.Pow(y[first + row] - p[row], 2));
            double deviations = y.Skip(first).Take(count).Sum(value => Math.Pow(value - mean, 2));
            Assert.Equal(1 - (errors / deviations), actual, 1e-6);
            Assert.InRange(actual, 0.1, 0.99);
        }
    }

    // Only early stopping asks for F1, and only the callback for the area: both are computed.
    [Fact]
    public void A_monitored_metric_is_computed_without_being_listed()
    {
        Network network = new(Samples.Mlp(dropout: 0.5));
        TrainingHistory history = network.Fit(Data.Slice(0, 300), new FitOptions
        {
            Optimizer = new Adam(0.005),
            Epochs = 60,
            ValidationSplit = 0.3,
            EarlyStopping = new() { Monitor = TrainingMetric.ValidationF1Score, Patience = 3, RestoreBestWeights = true },
            Callbacks = [new ReduceLearningRateOnPlateau { Monitor = TrainingMetric.AreaUnderRocCurve, Patience = 100 }],
        });
        double[] scores = [.. history.Epochs.Select(epoch => epoch.ValidationMetrics!.F1Score)];
        Assert.InRange(scores.Length, 5, 59);
        Assert.Equal(scores.Length - 4, Array.IndexOf(scores, scores.Max()));
        Assert.Equal(scores.Max(), Reference(network, Data.Slice(210, 90)).F1Score, 1e-12);
        Assert.All(history.Epochs, epoch => Assert.InRange(epoch.TrainingMetrics!.AreaUnderRocCurve, 0.3, 1));
    }

    [Fact]
    public void A_stream_measures_validation_data_and_refuses_metrics_of_training_data()
    {
        FitOptions options = new() { ValidationData = Data.Slice(0, 100), Metrics = [TrainingMetric.ValidationRecall] };
        TrainingHistory history = new Network(Samples.Mlp()).Fit(Stream(), options);
        Assert.InRange(history.Epochs[0].ValidationMetrics!.Recall, 0.1, 1);
        ArgumentException exception = Assert.Throws<ArgumentException>(
            () => new Network(Samples.Mlp()).Fit(Stream(), options with { Metrics = [TrainingMetric.Recall] }));
        Assert.Contains("Metrics has Recall, which needs training data in memory; a stream has ValidationRecall", exception.Message, StringComparison.Ordinal);
    }

    public static TheoryData<FitOptions, string> Impossible => new()
    {
        { new FitOptions { Metrics = [TrainingMetric.RSquared] }, "Metrics has RSquared, which needs a regression loss; the loss is CategoricalCrossEntropy" },
        { new FitOptions { Metrics = [TrainingMetric.ValidationRecall] }, "Metrics has ValidationRecall, which needs ValidationData or ValidationSplit" },
        { new FitOptions { TopK = 6, Metrics = [TrainingMetric.TopKAccuracy] }, "needs a TopK of at most 5, the number of classes; TopK is 6" },
        {
            new FitOptions { Callbacks = [new ReduceLearningRateOnPlateau()] },
            "ReduceLearningRateOnPlateau monitors ValidationLoss, which needs ValidationData or ValidationSplit"
        },
        {
            new FitOptions { Callbacks = [new CheckpointSaver("best") { BestOf = TrainingMetric.MeanAbsoluteError }] },
            "CheckpointSaver monitors MeanAbsoluteError, which needs a regression loss"
        },
        {
            new FitOptions { ValidationData = Data.Slice(0, 0), Metrics = [TrainingMetric.ValidationRecall] },
            "which needs ValidationData or ValidationSplit; ValidationData has 0 rows"
        },
    };

    [Theory]
    [MemberData(nameof(Impossible))]
    public void A_metric_that_cannot_be_measured_throws(FitOptions options, string message) => Assert.Contains(
        message, Assert.Throws<ArgumentException>(() => new Network(Samples.Mlp()).Fit(Data, options)).Message, StringComparison.Ordinal);

    // The area of rows of one class, and R squared of equal targets, are NaN: listed they are reported so, monitored they never improve.
    [Fact]
    public void A_monitored_metric_that_is_not_defined_on_the_rows_throws()
    {
        TrainingData oneClass = new(Data.Features.Slice(0, 3), new ClassTargets(new[] { 2, 2, 2 }));
        FitOptions options = new() { ValidationData = oneClass, Metrics = [TrainingMetric.ValidationAreaUnderRocCurve] };
        TrainingHistory history = new Network(Samples.Mlp()).Fit(Data, options);
        Assert.Equal(double.NaN, history.Epochs[0].ValidationMetrics!.AreaUnderRocCurve);
        EarlyStopping stopping = new() { Monitor = TrainingMetric.ValidationAreaUnderRocCurve };
        Assert.Contains(
            "EarlyStopping monitors ValidationAreaUnderRocCurve, which is not defined: all validation rows have the same class.",
            Message(Samples.Mlp(), Data, options with { EarlyStopping = stopping }), StringComparison.Ordinal);

        NetworkSpec binary = new([20], [new Dense(1, Activation.Sigmoid)]);
        TrainingData negative = new(Data.Features.Slice(0, 3), new DenseTargets(new float[] { 0, 0, 0.2f }));
        Assert.Contains(
            "CheckpointSaver monitors AreaUnderRocCurve, which is not defined: all training rows have the same class.",
            Message(binary, negative, new FitOptions { Callbacks = [new CheckpointSaver("none") { BestOf = TrainingMetric.AreaUnderRocCurve }] }),
            StringComparison.Ordinal);

        TrainingData equal = new(Data.Features.Slice(0, 3), new DenseTargets(new float[] { 7, 7, 7 }));
        ReduceLearningRateOnPlateau plateau = new() { Monitor = TrainingMetric.RSquared };
        Assert.Contains(
            "ReduceLearningRateOnPlateau monitors RSquared, which is not defined: all training rows have the same target.",
            Message(new([20], [new Dense(1)]), equal, new FitOptions { Callbacks = [plateau] }), StringComparison.Ordinal);

        static string Message(NetworkSpec spec, TrainingData data, FitOptions options) =>
            Assert.Throws<ArgumentException>(() => new Network(spec).Fit(data, options)).Message;
    }

    [Fact]
    public void Class_metrics_need_a_classification_loss()
    {
        TrainingData data = new(Data.Features, new DenseTargets(Samples.Floats(2500)));
        foreach ((TrainingMetric metric, string needed) in new[]
        {
            (TrainingMetric.Precision, "a classification loss"), (TrainingMetric.Recall, "a classification loss"), (TrainingMetric.F1Score, "a classification loss"),
            (TrainingMetric.AreaUnderRocCurve, "a classification loss"), (TrainingMetric.TopKAccuracy, "CategoricalCrossEntropy"),
        })
        {
            ArgumentException exception = Assert.Throws<ArgumentException>(
                () => new Network(new NetworkSpec([20], [new Dense(1)])).Fit(data, new FitOptions { Metrics = [metric] }));
            Assert.Contains($"Metrics has {metric}, which needs {needed}; the loss is MeanSquaredError", exception.Message, StringComparison.Ordinal);
            Assert.Contains("Accepted: Loss, MeanAbsoluteError, RSquared, ", exception.Message, StringComparison.Ordinal);
        }

        Assert.Throws<ArgumentOutOfRangeException>("Metrics", () => new FitOptions { Metrics = [(TrainingMetric)99] });
        Assert.Throws<ArgumentOutOfRangeException>("TopK", () => new FitOptions { TopK = 0 });
    }

    private static InMemoryTrainingStream Stream() => new(Samples.Floats(100 * 20), 20, Samples.Labels(100, 5));

    private static double[] Values(MetricValues values) =>
        [values.TopKAccuracy, values.Precision, values.Recall, values.F1Score, values.AreaUnderRocCurve];

    private static void Check(Network network, TrainingData data, MetricValues actual)
    {
        foreach ((double expected, double value) in Values(Reference(network, data)).Zip(Values(actual)))
        {
            Assert.Equal(expected, value, 1e-9);
        }
    }

    // All pairs of rows for the area, one loop per class for the rest; k is 2.
    private static MetricValues Reference(Network network, TrainingData data)
    {
        int classes = network.Spec.OutputSize, rows = data.RowCount;
        float[] outputs = new float[rows * classes];
        network.Predict(data.Features, outputs);
        float[][] scores = [.. outputs.Chunk(classes)];
        int[] labels = data.Labels.ToArray(), predicted = [.. scores.Select(row => Array.IndexOf(row, row.Max()))];
        List<double> precisions = [], recalls = [], f1Scores = [], areas = [];
        for (int c = 0; c < classes; c++)
        {
            double hits = Enumerable.Range(0, rows).Count(row => labels[row] == c && predicted[row] == c);
            double precision = hits / predicted.Count(p => p == c), recall = hits / labels.Count(l => l == c);
            precisions.Add(precision);
            recalls.Add(recall);
            f1Scores.Add(2 * precision * recall / (precision + recall));
            double[] positives = [.. Enumerable.Range(0, rows).Where(row => labels[row] == c).Select(row => (double)scores[row][c])];
            double[] negatives = [.. Enumerable.Range(0, rows).Where(row => labels[row] != c).Select(row => (double)scores[row][c])];
            areas.Add(positives.Average(p => negatives.Average(n => p > n ? 1 : p == n ? 0.5 : 0)));
        }

        return new MetricValues
        {
            TopKAccuracy = Enumerable.Range(0, rows).Average(row => scores[row].OrderDescending().Take(2).Contains(scores[row][labels[row]]) ? 1 : 0),
            Precision = precisions.Average(),
            Recall = recalls.Average(),
            F1Score = f1Scores.Average(),
            AreaUnderRocCurve = areas.Average(),
        };
    }
}
