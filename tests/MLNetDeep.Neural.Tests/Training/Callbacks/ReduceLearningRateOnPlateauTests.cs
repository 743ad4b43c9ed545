using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Training;

/// <summary>The rate of each epoch, worked out by the rule of Keras's ReduceLROnPlateau from prescribed losses, one per epoch.</summary>
public class ReduceLearningRateOnPlateauTests
{
    // 20 rows in a batch of 32 make one step per epoch.
    private static readonly TrainingData Data = Samples.Data(20, 20, 5);

    // Epochs 4, 6 and 9 are the second ones without improvement.
    [Fact]
    public void The_rate_is_reduced_after_Patience_epochs_without_improvement() => Assert.Equal(
        [1, 1, 1, 1, 0.5, 0.5, 0.25, 0.25, 0.25, 0.125],
        Rates([5, 4, 4, 4, 4, 4, 3, 3, 3, 1], new() { Factor = 0.5, Patience = 2 }));

    // Epoch 2 reduces the rate. Epoch 3 is within the cooldown; epoch 4 ends it, and counts.
    [Fact]
    public void Epochs_of_the_cooldown_do_not_count() => Assert.Equal(
        [1, 1, 0.5, 0.5, 0.25, 0.25, 0.125], Rates([5, 5, 5, 5, 5, 5, 5], new() { Factor = 0.5, Patience = 1, Cooldown = 2 }));

    [Fact]
    public void The_rate_does_not_fall_below_the_minimum() => Assert.Equal(
        [1, 1, 0.5, 0.3, 0.3, 0.3], Rates([5, 5, 5, 5, 5, 5], new() { Factor = 0.5, Patience = 1, MinLearningRate = 0.3 }));

    // 4.6 does not improve 5 by more than 0.5; 4.2 does; 3.8 and 3.7 do not improve 4.2 by more than 0.5.
    [Fact]
    public void An_improvement_must_exceed_MinDelta() => Assert.Equal(
        [1, 1, 1, 1, 1, 0.5], Rates([5, 4.6, 4.2, 3.8, 3.7, 1], new() { Factor = 0.5, Patience = 2, MinDelta = 0.5 }));

    // Defaults: improvements of 0.0001 do not count, and the tenth epoch after the best divides the rate by 10.
    [Fact]
    public void The_defaults_are_those_of_Keras()
    {
        ReduceLearningRateOnPlateau plateau = new();
        Assert.Equal(
            (TrainingMetric.ValidationLoss, 0.1, 10, 1e-4, 0, 0.0),
            (plateau.Monitor, plateau.Factor, plateau.Patience, plateau.MinDelta, plateau.Cooldown, plateau.MinLearningRate));
        Assert.Equal([.. Enumerable.Repeat(1.0, 11), 0.1], Rates([5, .. Enumerable.Repeat(4.99995, 11)], plateau));
    }

    // Losses 5, 4, 5, 3 are accuracies 1/5, 1/4, 1/5, 1/3: only the third is worse than the best.
    [Fact]
    public void Higher_accuracies_are_better() => Assert.Equal(
        [1, 1, 1, 0.5], Rates([5, 4, 5, 3], new() { Monitor = TrainingMetric.ValidationAccuracy, Factor = 0.5, Patience = 1 }));

    [Fact]
    public void A_schedule_is_multiplied() => Assert.Equal(
        [1, 0.5, 0.5 / 3, 0.5 / 4],
        Rates([5, 5, 4, 3], new() { Factor = 0.5, Patience = 1 }, new Sgd(new TimeDecay(1, 1))), (a, b) => Math.Abs(a - b) < 1e-15);

    [Fact]
    public void An_instance_begins_anew_with_each_training()
    {
        ReduceLearningRateOnPlateau plateau = new() { Factor = 0.5, Patience = 2 };
        double[] losses = [5, 5, 5, 5];
        Assert.Equal(Rates(losses, plateau), Rates(losses, plateau));
    }

    [Fact]
    public void Options_out_of_range_throw()
    {
        Assert.Throws<ArgumentOutOfRangeException>("Factor", () => new ReduceLearningRateOnPlateau { Factor = 1 });
        Assert.Throws<ArgumentOutOfRangeException>("Factor", () => new ReduceLearningRateOnPlateau { Factor = 0 });
        Assert.Throws<ArgumentOutOfRangeException>("Patience", () => new ReduceLearningRateOnPlateau { Patience = -1 });
        Assert.Throws<ArgumentOutOfRangeException>("MinDelta", () => new ReduceLearningRateOnPlateau { MinDelta = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>("Cooldown", () => new ReduceLearningRateOnPlateau { Cooldown = -1 });
        Assert.Throws<ArgumentOutOfRangeException>("MinLearningRate", () => new ReduceLearningRateOnPlateau { MinLearningRate = -1 });
        Assert.Throws<ArgumentOutOfRangeException>("Monitor", () => new ReduceLearningRateOnPlateau { Monitor = (TrainingMetric)99 });
    }

    private static IEnumerable<double> Rates(double[] losses, ReduceLearningRateOnPlateau callback, OptimizerSpec? optimizer = null) =>
        new Network(Samples.Mlp()).Fit(Data, new FitOptions
        {
            Backend = new ScriptedLosses(losses),
            Optimizer = optimizer ?? new Sgd(1),
            Epochs = losses.Length,
            ValidationData = Data,
            Callbacks = [callback],
        }).Epochs.Select(epoch => epoch.LearningRate);
}
