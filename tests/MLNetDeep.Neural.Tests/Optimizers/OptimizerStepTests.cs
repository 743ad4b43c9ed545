using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Optimizers;

/// <summary>
/// Compares optimizer steps with steps calculated by hand. The network is one softmax layer with 1 input and 2 units, whose weights
/// start at 0. The only row is x = 2 with label 0. The logits z are 0, so the probabilities are p = (1/2, 1/2) and dL/dz = (-1/2, 1/2). The
/// gradient of the weights is (-1, 1), that of the biases (-1/2, 1/2). In the comments, w is the first weight, g its gradient, v its
/// velocity and η the learning rate.
/// </summary>
public class OptimizerStepTests
{
    private static readonly NetworkSpec Spec = new([1], [new Dense(2, Activation.Softmax, kernelInitializer: Initializer.Zeros)]);
    private static readonly TrainingData Row = new(new DenseFeatures(new float[] { 2 }, 1), new[] { 0 });

    [Fact]
    public void The_gradient_matches_the_hand_calculation()
    {
        IReadOnlyList<NamedTensor> gradient = new Network(Spec).ComputeGradients(Row);
        Assert.Equal([-1, 1], gradient[0].Values);
        Assert.Equal([-0.5f, 0.5f], gradient[1].Values);
    }

    // w ← w - 0.1 g.
    [Fact]
    public void Sgd() => CheckSteps(new Sgd(0.1), weight: [0.1], bias: [0.05]);

    // v₁ = -0.1 g₁ = 0.1, w = 0.1. Then z = (0.25, -0.25), p₁ = 1 / (1 + e^-0.5) = 0.62246, g = 2 (p₁ - 1) = -0.75508:
    // v₂ = 0.9·0.1 + 0.1·0.75508 = 0.165508, w = 0.265508; with half the gradients for the bias.
    [Fact]
    public void Momentum() => CheckSteps(new Sgd(0.1, momentum: 0.9), weight: [0.1, 0.26550813], bias: [0.05, 0.13275407]);

    // v₁ = 0.1, w = 0.9·0.1 + 0.1 = 0.19, bias 0.095. Then z = ±0.475, p₁ = 1 / (1 + e^-0.95) = 0.72111518, g = -0.55776964:
    // v₂ = 0.09 + 0.05577696 = 0.14577696, w = 0.19 + 0.9·0.14577696 + 0.05577696 = 0.37697623.
    [Fact]
    public void Nesterov() =>
        CheckSteps(new Sgd(0.1, momentum: 0.9, nesterov: true), weight: [0.19, 0.37697623], bias: [0.095, 0.18848811]);

    // The learning rate of the second step is 0.1 / (1 + 0.5·1) = 0.0666667; g₂ = -0.75508 as for Momentum.
    [Fact]
    public void Decay() => CheckSteps(new Sgd(0.1, decay: 0.5), weight: [0.1, 0.15033875], bias: [0.05, 0.07516938]);

    // m = 0.1 g, v = 0.001 g², η = 0.001·√0.001 / 0.1. For |g| = 1, w = η·0.1 / (√0.001 + ε) with ε = 1e-7, which is 0.001 except for ε.
    [Fact]
    public void Adam() => CheckSteps(new Adam(), weight: [0.00099999684], bias: [0.00099999368]);

    [Fact]
    public void GetOptimizerState_returns_one_state_per_parameter()
    {
        OptimizerState plain = StateAfter(new Sgd(0.1), steps: 2);
        Assert.Equal(2, plain.Steps);
        Assert.Empty(plain.Tensors);

        OptimizerState momentum = StateAfter(new Sgd(0.1, momentum: 0.9), steps: 1);
        Assert.Equal(["0.weight.velocity", "0.bias.velocity"], momentum.Tensors.Select(tensor => tensor.Name));
        Close.All([0.1, -0.1], momentum.Tensors[0].Values, 1e-6, 0);

        OptimizerState adam = StateAfter(new Adam(), steps: 1);
        Assert.Equal(
            ["0.weight.mean", "0.bias.mean", "0.weight.variance", "0.bias.variance"], adam.Tensors.Select(tensor => tensor.Name));
        Close.All([-0.1, 0.1], adam.Tensors[0].Values, 1e-5, 0);
        Close.All([0.00025, 0.00025], adam.Tensors[3].Values, 1e-4, 0);
    }

    // An input that is nonzero in one step only leaves moments that halve about every 7 steps. Without flushing small moments to 0, they
    // would be denormal after 500 steps.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Tiny_optimizer_states_do_not_become_denormal(bool adam)
    {
        NetworkSpec spec = new([2], [new Dense(2, Activation.Softmax)]);
        OptimizerSpec optimizer = adam ? new Adam(beta2: 0.9) : new Sgd(0.01, momentum: 0.9);
        using ITrainingSession session = CpuBackend.Instance.CreateSession(
            spec, new Network(spec).GetWeights(), new FitOptions { Optimizer = optimizer, Threads = 1 });
        session.Step(new TrainingData(new DenseFeatures(new float[] { 1, 1 }, 2), new[] { 0 }), [0]);
        TrainingData dark = new(new DenseFeatures(new float[] { 1, 0 }, 2), new[] { 0 });
        for (int step = 0; step < 900; step++)
        {
            session.Step(dark, [0]);
        }

        IEnumerable<NamedTensor> states = session.GetOptimizerState().Tensors;
        foreach (NamedTensor state in states.Where(tensor => tensor.Name.StartsWith("0.weight", StringComparison.Ordinal)))
        {
            // Adam divides by the square root of the second moment, so the second moment must stay a normal number.
            Assert.Equal(state.Name.EndsWith("variance", StringComparison.Ordinal) ? 1e-30f : 0, state.Values[1]);
            Assert.NotEqual(0, state.Values[0]);
        }
    }

    private static void CheckSteps(OptimizerSpec optimizer, double[] weight, double[] bias)
    {
        Network network = new(Spec);
        using BatchTrainer trainer = network.CreateTrainer(new FitOptions { Optimizer = optimizer });
        for (int step = 0; step < weight.Length; step++)
        {
            trainer.TrainOnBatch(Row);
            IReadOnlyList<NamedTensor> tensors = network.GetWeights();
            Close.All([weight[step], -weight[step]], tensors[0].Values, 1e-6, 0, "weight");
            Close.All([bias[step], -bias[step]], tensors[1].Values, 1e-6, 0, "bias");
        }
    }

    private static OptimizerState StateAfter(OptimizerSpec optimizer, int steps)
    {
        using ITrainingSession session = CpuBackend.Instance.CreateSession(
            Spec, new Network(Spec).GetWeights(), new FitOptions { Optimizer = optimizer, Threads = 1 });
        for (int step = 0; step < steps; step++)
        {
            session.Step(Row, [0]);
        }

        return session.GetOptimizerState();
    }
}
