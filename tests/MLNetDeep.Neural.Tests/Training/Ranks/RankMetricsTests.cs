using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Training.Ranks;

/// <summary>Each rank evaluates its part of the rows; all ranks get the values of all rows.</summary>
public class RankMetricsTests
{
    private const int Rows = 61;

    // Steps that change no weight: what is measured does not depend on the order of sums in training.
    private static readonly FitOptions s_options = new() { Optimizer = new Sgd(1e-30), BatchSize = 20, Threads = 1 };

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Metrics_of_classes_are_those_of_one_process(int ranks)
    {
        NetworkSpec spec = Samples.Mlp();
        FitOptions options = s_options with
        {
            TopK = 2, ValidationData = Samples.Separable(40, 20, 5),
            Metrics =
            [
                TrainingMetric.TopKAccuracy, TrainingMetric.Precision, TrainingMetric.Recall, TrainingMetric.F1Score, TrainingMetric.AreaUnderRocCurve,
                TrainingMetric.ValidationTopKAccuracy, TrainingMetric.ValidationPrecision, TrainingMetric.ValidationRecall,
                TrainingMetric.ValidationF1Score, TrainingMetric.ValidationAreaUnderRocCurve,
            ],
        };
        TrainingData data = Samples.Separable(Rows, 20, 5);
        EpochResult plain = RankRun.Plain(spec, data, options).History!.Epochs[0];
        RankRun[] runs = RankRun.Fit(ranks, spec, data, options);
        RankRun.AllSame(runs);
        EpochResult shared = runs[0].History!.Epochs[0];
        Assert.Equal(plain.TrainingMetrics, shared.TrainingMetrics);
        Assert.Equal(plain.ValidationMetrics, shared.ValidationMetrics);
        AssertSame(plain.Validation!.Value, shared.Validation!.Value);

        // The values are neither trivial nor those of a part.
        Assert.InRange(shared.ValidationMetrics!.AreaUnderRocCurve, 0.3, 0.99);
        Assert.Equal(40, shared.Validation.Value.RowCount);
    }

    [Fact]
    public void Metrics_of_numbers_are_those_of_one_process()
    {
        NetworkSpec spec = new([4], [new Dense(8, Activation.Tanh), new Dense(2, kernelRegularizer: new(l2: 0.1))]);
        TrainingData data = new(new DenseFeatures(Samples.Floats(Rows * 4), 4), new DenseTargets(Samples.Floats(Rows * 2, key: 5), 2));
        FitOptions options = s_options with { ValidationSplit = 0.2, Metrics = [TrainingMetric.RSquared, TrainingMetric.ValidationRSquared] };
        EpochResult plain = RankRun.Plain(spec, data, options).History!.Epochs[0];
        RankRun[] runs = RankRun.Fit(3, spec, data, options);
        RankRun.AllSame(runs);
        EpochResult shared = runs[0].History!.Epochs[0];
        Assert.Equal(plain.TrainingMetrics!.RSquared, shared.TrainingMetrics!.RSquared, 1e-12);
        Assert.Equal(plain.ValidationMetrics!.RSquared, shared.ValidationMetrics!.RSquared, 1e-12);
        AssertSame(plain.Validation!.Value, shared.Validation!.Value);
    }

    // Three ranks and two rows: one rank has none.
    [Fact]
    public void A_rank_may_have_no_validation_rows()
    {
        NetworkSpec spec = Samples.Mlp();
        FitOptions options = s_options with
        {
            ValidationData = Samples.Separable(2, 20, 5), Metrics = [TrainingMetric.ValidationAreaUnderRocCurve, TrainingMetric.ValidationRecall],
        };
        RankRun plain = RankRun.Plain(spec, Samples.Separable(Rows, 20, 5), options);
        RankRun[] runs = RankRun.Fit(3, spec, Samples.Separable(Rows, 20, 5), options);
        RankRun.AllSame(runs);
        Assert.Equal(plain.History!.Epochs[0].ValidationMetrics, runs[0].History!.Epochs[0].ValidationMetrics);
        AssertSame(plain.History.Epochs[0].Validation!.Value, runs[0].History!.Epochs[0].Validation!.Value);
    }

    [Fact]
    public void Early_stopping_restores_the_same_best_weights_in_every_rank()
    {
        FitOptions options = new()
        {
            Optimizer = new Sgd(0.5), Epochs = 40, Seed = 2, ValidationData = Samples.Data(30, 20, 5, key: 7),
            EarlyStopping = new() { Patience = 3, RestoreBestWeights = true },
        };
        RankRun plain = RankRun.Plain(Samples.Mlp(), Samples.Separable(Rows, 20, 5), options);
        RankRun[] runs = RankRun.Fit(2, Samples.Mlp(), Samples.Separable(Rows, 20, 5), options);
        RankRun.AllSame(runs);
        Assert.Equal(plain.History!.KeptEpoch, runs[0].History!.KeptEpoch);
        Assert.InRange(runs[1].History!.Epochs.Length, 4, 39);
        Assert.Equal(plain.History.Epochs.Length, runs[1].History!.Epochs.Length);
    }

    private static void AssertSame(EvaluationResult expected, EvaluationResult actual)
    {
        Assert.Equal(expected.LossSum, actual.LossSum, 1e-5);
        Assert.Equal(expected.AbsoluteErrorSum, actual.AbsoluteErrorSum, 1e-5);
        Assert.Equal(
            (expected.CorrectCount, expected.RowCount, expected.PredictionCount), (actual.CorrectCount, actual.RowCount, actual.PredictionCount));
    }
}
