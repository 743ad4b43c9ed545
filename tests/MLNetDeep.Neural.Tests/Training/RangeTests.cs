using System.Collections.Immutable;

namespace MLNetDeep.Neural.Tests.Training;

/// <summary>Checks that every option accepts the limits of its documented range and throws for values outside.</summary>
public class RangeTests
{
    private static readonly double[] NotFinite = [double.NaN, double.PositiveInfinity, double.NegativeInfinity];

    // Each entry has the option's name, an action that sets the option, accepted values at the range limits, and invalid values outside.
    public static TheoryData<string, Action<double>, double[], double[]> Ranges => new()
    {
        { "LearningRate", value => _ = new ConstantRate(value), [1e-300, double.MaxValue], [0, -1, .. NotFinite] },
        { "LearningRate", value => _ = new Adagrad(value), [0.1], [0, -1, .. NotFinite] },
        { "LearningRate", value => _ = new Adam { LearningRate = value }, [0.1], [0, -1, .. NotFinite] },
        { "ClipValue", value => _ = new Sgd { ClipValue = value }, [1e-9], [0, -1, .. NotFinite] },
        { "GlobalClipNorm", value => _ = new Sgd { GlobalClipNorm = value }, [1e-9], [0, -1, .. NotFinite] },
        { "Momentum", value => _ = new Sgd(momentum: value), [0, 0.999], [1, -0.1, double.NaN] },
        { "Decay", value => _ = new Sgd(decay: value), [0, 10], [-1, .. NotFinite] },
        { "WeightDecay", value => _ = new AdamW(weightDecay: value), [0, 10], [-1, .. NotFinite] },
        { "Beta1", value => _ = new AdamW(beta1: value), [0, 0.999], [1, -0.1, double.NaN] },
        { "Beta2", value => _ = new AdamW(beta2: value), [0, 0.999], [1, -0.1, double.NaN] },
        { "Epsilon", value => _ = new AdamW(epsilon: value), [1e-30, 1], [0, 2, double.NaN] },
        { "InitialAccumulator", value => _ = new Adagrad(initialAccumulator: value), [0, 10], [-1, .. NotFinite] },
        { "Epsilon", value => _ = new Adagrad(epsilon: value), [1e-30, 1], [0, 2, double.NaN] },
        { "Rho", value => _ = new Adadelta(rho: value), [0, 0.999], [1, -0.1, double.NaN] },
        { "Epsilon", value => _ = new Adadelta(epsilon: value), [1e-30, 1], [0, 2, double.NaN] },
        { "Rho", value => _ = new RmsProp(rho: value), [0, 0.999], [1, -0.1, double.NaN] },
        { "Momentum", value => _ = new RmsProp(momentum: value), [0, 0.999], [1, -0.1, double.NaN] },
        { "Epsilon", value => _ = new RmsProp(epsilon: value), [1e-30, 1], [0, 2, double.NaN] },
        { "InitialRate", value => _ = new TimeDecay(value, 1), [0.1], [0, -1, .. NotFinite] },
        { "Decay", value => _ = new TimeDecay(1, value), [0, 10], [-1, .. NotFinite] },
        { "InitialRate", value => _ = new StepDecay(value, 1), [0.1], [0, -1, .. NotFinite] },
        { "StepSize", value => _ = new StepDecay(1, (int)value), [1], [0, -1] },
        { "Factor", value => _ = new StepDecay(1, 1, value), [1e-9, 1], [0, 1.1, double.NaN] },
        { "InitialRate", value => _ = new ExponentialDecay(value, 1, 1), [0.1], [0, -1, .. NotFinite] },
        { "DecaySteps", value => _ = new ExponentialDecay(1, (int)value, 1), [1], [0, -1] },
        { "DecayRate", value => _ = new ExponentialDecay(1, 1, value), [1e-9, 10], [0, .. NotFinite] },
        { "InitialRate", value => _ = new CosineDecay(value, 1), [0.1], [0, -1, .. NotFinite] },
        { "DecaySteps", value => _ = new CosineDecay(1, (int)value), [1], [0, -1] },
        { "Alpha", value => _ = new CosineDecay(1, 1, value), [0, 1], [-0.1, 1.1, double.NaN] },
        { "MaximumRate", value => _ = new OneCycle(value, 1), [0.1], [0, -1, .. NotFinite] },
        { "Steps", value => _ = new OneCycle(1, (int)value), [1], [0, -1] },
        { "WarmUpShare", value => _ = new OneCycle(1, 1, value), [0, 1], [-0.1, 1.1, double.NaN] },
        { "InitialDivisor", value => _ = new OneCycle(1, 1, initialDivisor: value), [1], [0.9, .. NotFinite] },
        { "FinalDivisor", value => _ = new OneCycle(1, 1, finalDivisor: value), [1], [0.9, .. NotFinite] },
        { "Steps", value => _ = new WarmUp(1, (int)value), [1], [0, -1] },
        { "StartFactor", value => _ = new WarmUp(1, 1, value), [0, 1], [-0.1, 1.1, double.NaN] },
        { "LabelSmoothing", value => _ = new CategoricalCrossEntropy(value), [0, 1], [-0.1, 1.1, double.NaN] },
        { "LabelSmoothing", value => _ = new BinaryCrossEntropy(value), [0, 1], [-0.1, 1.1, double.NaN] },
        { "Delta", value => _ = new Huber(value), [1e-9, 10], [0, -1, .. NotFinite] },
        { "NegativeSlope", value => _ = new LeakyRelu(value), [0, 2], [-0.1, .. NotFinite] },
        { "Alpha", value => _ = new Elu(value), [1e-9, 2], [0, -0.1, .. NotFinite] },
        { "Units", value => _ = new Dense((int)value), [1], [0, -1] },
        { "KernelMaxNorm", value => _ = new Dense(1, kernelMaxNorm: value), [1e-9], [0, -1, .. NotFinite] },
        { "L1", value => _ = new Regularizer(l1: value), [0, 10], [-0.1, .. NotFinite] },
        { "L2", value => _ = new Regularizer(l2: value), [0, 10], [-0.1, .. NotFinite] },
        { "Rate", value => _ = new Dropout(value), [0, 0.99], [1, -0.1, double.NaN] },
        { "Momentum", value => _ = new BatchNormalization(momentum: value), [0, 0.999], [1, -0.1, double.NaN] },
        { "Epsilon", value => _ = new BatchNormalization(epsilon: value), [1e-12, 1], [0, 1.1, double.NaN] },
        { "Mean", value => _ = new RandomNormal(mean: value), [0, -1], NotFinite },
        { "StandardDeviation", value => _ = new RandomNormal(standardDeviation: value), [0, 1], [-1, .. NotFinite] },
        { "Minimum", value => _ = new RandomUniform(minimum: value), [0.05, -1], [double.NaN, double.NegativeInfinity] },
        { "Maximum", value => _ = new RandomUniform(maximum: value), [-0.05, 1], [-0.1, .. NotFinite] },
        { "ClassWeights", value => _ = new FitOptions { ClassWeights = [1, (float)value] }, [0, 1], [-1, .. NotFinite] },
        { "ValidationSplit", value => _ = new FitOptions { ValidationSplit = value }, [0, 0.9], [-0.1, 1, double.NaN] },
    };

    [Theory]
    [MemberData(nameof(Ranges))]
    public void Range_limits_are_accepted_and_values_outside_throw(string name, Action<double> make, double[] accepted, double[] invalid)
    {
        foreach (double value in accepted)
        {
            make(value);
        }

        foreach (double value in invalid)
        {
            ArgumentOutOfRangeException exception = Assert.Throws<ArgumentOutOfRangeException>(() => make(value));
            Assert.Equal(name, exception.ParamName);
            Assert.StartsWith($"{name} is ", exception.Message, StringComparison.Ordinal);
            Assert.Contains("; accepted: ", exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Null_values_throw()
    {
        Assert.Throws<ArgumentNullException>(() => new WarmUp(null!, 1));
        Assert.Throws<ArgumentNullException>(() => new Sgd { LearningRate = null! });
        Assert.Throws<ArgumentNullException>(() => new ActivationLayer(null!));
        Assert.Throws<ArgumentNullException>(() => new FitOptions { Callbacks = [null!] });
        Assert.Empty(new FitOptions { Callbacks = default, ClassWeights = default }.Callbacks);
    }

    [Fact]
    public void Defaults_are_those_of_Keras()
    {
        Assert.Equal(new AdamW(0.001, 0.004, 0.9, 0.999, 1e-7), new AdamW());
        Assert.Equal(new Adagrad(0.001, 0.1, 1e-7), new Adagrad());
        Assert.Equal(new Adadelta(0.001, 0.95, 1e-7), new Adadelta());
        Assert.Equal(new RmsProp(0.001, 0.9, 0, 1e-7, false), new RmsProp());
        Assert.Equal(new BatchNormalization(0.99, 1e-3), new BatchNormalization());
        Assert.Equal((new Huber(1), new LeakyRelu(0.2), new Elu(1), new Gelu(false)), (new Huber(), new LeakyRelu(), new Elu(), new Gelu()));
        Assert.Equal((new RandomNormal(0, 0.05), new RandomUniform(-0.05, 0.05)), (new RandomNormal(), new RandomUniform()));
        Assert.Equal(new EarlyStopping { Monitor = TrainingMetric.ValidationLoss, Patience = 0, MinDelta = 0, RestoreBestWeights = false }, new EarlyStopping());
        Assert.Equal(ImmutableArray<float>.Empty, new FitOptions().ClassWeights);
    }
}
