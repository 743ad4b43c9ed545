using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Training;

public class LearningRateRangeTestTests
{
    [Fact]
    public void The_suggested_rate_trains_well_and_the_network_is_unchanged()
    {
        TrainingData data = Samples.Separable(600, 20, 5);
        Network network = new(Samples.Mlp());
        IReadOnlyList<NamedTensor> before = network.GetWeights();
        foreach (OptimizerSpec optimizer in new OptimizerSpec[] { new Sgd(), new Adam() })
        {
            LearningRateRangeResult result = LearningRateRangeTest.Run(network, data, new FitOptions { Optimizer = optimizer }, maximumRate: 100);
            Close.SameBits(before, network.GetWeights());
            Assert.True(result.HasDiverged);
            Assert.Equal(1e-7, result.Rates[0], 1e-15);
            Assert.Equal(result.Rates.Length, result.SmoothedLosses.Length);

            // The learning rates are equally spaced on a logarithmic scale.
            Assert.Equal(Math.Pow(1e9, 1 / 99.0), result.Rates[2] / result.Rates[1], 1e-9);
            Assert.NotNull(result.Suggestion);
            Network trained = new(network.Spec, before);
            trained.Fit(data, new FitOptions { Optimizer = optimizer with { LearningRate = result.Suggestion.Value }, Epochs = 5 });
            Assert.InRange(trained.Evaluate(data).Loss, 0, network.Evaluate(data).Loss / 2);
            Assert.StartsWith("learning_rate,loss,smoothed_loss\n1E-07,", result.ToCsv(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Tiny_learning_rates_do_not_diverge()
    {
        LearningRateRangeResult result = LearningRateRangeTest.Run(
            new Network(Samples.Mlp()), Samples.Separable(100, 20, 5), new FitOptions(), 1e-9, 1e-8, 10);
        Assert.False(result.HasDiverged);
        Assert.Equal(10, result.Rates.Length);
        Assert.Equal(1e-8, result.Rates[9], 1e-16);
    }

    // The test has no validation data, so it cannot measure metrics of them.
    [Fact]
    public void Validation_data_and_metrics_of_the_options_are_ignored()
    {
        TrainingData data = Samples.Separable(100, 20, 5);
        FitOptions options = new() { ValidationData = data, Metrics = [TrainingMetric.ValidationTopKAccuracy] };
        Network network = new(Samples.Mlp());
        Assert.Equal(
            LearningRateRangeTest.Run(network, data, new FitOptions(), 1e-4, 1e-3, 10).Losses,
            LearningRateRangeTest.Run(network, data, options, 1e-4, 1e-3, 10).Losses);
    }

    [Fact]
    public void Invalid_arguments_throw()
    {
        Network network = new(Samples.Mlp());
        TrainingData data = Samples.Data(20, 20, 5);
        Assert.Throws<ArgumentOutOfRangeException>(() => LearningRateRangeTest.Run(network, data, new FitOptions(), 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => LearningRateRangeTest.Run(network, data, new FitOptions(), 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => LearningRateRangeTest.Run(network, data, new FitOptions(), steps: 1));
    }
}
