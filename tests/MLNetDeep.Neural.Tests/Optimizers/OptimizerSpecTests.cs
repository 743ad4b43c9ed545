namespace MLNetDeep.Neural.Tests.Optimizers;

public class OptimizerSpecTests
{
    public static TheoryData<string, Func<OptimizerSpec>> Invalid => new()
    {
        { "LearningRate is 0; accepted: above 0, finite.", () => new Sgd(0) },
        { "LearningRate is -1; accepted: above 0, finite.", () => new Sgd(-1) },
        { "LearningRate is NaN; accepted: above 0, finite.", () => new Sgd { LearningRate = double.NaN } },
        { "LearningRate is Infinity; accepted: above 0, finite.", () => new Adam(double.PositiveInfinity) },
        { "LearningRate is 0; accepted: above 0, finite.", () => new Adam { LearningRate = 0 } },
        { "Momentum is 1; accepted: 0 or more, below 1.", () => new Sgd(momentum: 1) },
        { "Momentum is -0.1; accepted: 0 or more, below 1.", () => new Sgd { Momentum = -0.1 } },
        { "Decay is -1; accepted: 0 or more, finite.", () => new Sgd(decay: -1) },
        { "Beta1 is 1; accepted: 0 or more, below 1.", () => new Adam(beta1: 1) },
        { "Beta2 is -1; accepted: 0 or more, below 1.", () => new Adam { Beta2 = -1 } },
        { "Epsilon is 0; accepted: 1e-30 to 1.", () => new Adam(epsilon: 0) },
        { "Epsilon is 2; accepted: 1e-30 to 1.", () => new Adam { Epsilon = 2 } },
    };

    [Theory]
    [MemberData(nameof(Invalid))]
    public void Out_of_range_values_throw(string message, Func<OptimizerSpec> make) =>
        Assert.StartsWith(message, Assert.Throws<ArgumentOutOfRangeException>(make).Message, StringComparison.Ordinal);

    [Fact]
    public void Defaults_are_those_of_Keras()
    {
        Assert.Equal(new Sgd(0.01, 0, false, 0), new Sgd());
        Assert.Equal(new Adam(0.001, 0.9, 0.999, 1e-7), new Adam());
    }

    [Fact]
    public void Range_limits_are_accepted()
    {
        Assert.Equal(0, new Adam(beta1: 0, beta2: 0).Beta1);
        Assert.Equal(1, new Adam(epsilon: 1).Epsilon);
        Assert.Equal(double.MaxValue, new Sgd(double.MaxValue).LearningRate);
    }

    // At step 2, decay 0.5 divides 0.1 by 1 + 0.5 * 2. At step 4, StepDecay has halved 0.2 twice, and decay 0.25 divides by 1 + 0.25 * 4.
    [Fact]
    public void Learning_rate_of_a_step_includes_decay()
    {
        Assert.Equal(0.1, new Sgd(0.1, decay: 0.5).RateAt(0));
        Assert.Equal(0.05, new Sgd(0.1, decay: 0.5).RateAt(2));
        Assert.Equal(0.05, new Adam(new StepDecay(0.2, 2, 0.5)).RateAt(4), 1e-12);
        Assert.Equal(0.025, new Sgd(new StepDecay(0.2, 2, 0.5), decay: 0.25).RateAt(4), 1e-12);
    }
}
