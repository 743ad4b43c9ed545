using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

/// <summary>Checks the weights of 50 steps with every layer, loss, penalty and norm limit. See OptimizerConformance for optimizers.</summary>
public abstract class TrajectoryConformance : BackendConformance
{
    private const int Steps = 50;

    // The allowed error of a tensor of weights, as a fraction of its largest value.
    private const double Bound = 1e-4;

    // The reference computes two losses per weight and step, each of all values of the layers. Larger networks of the same layers are left out.
    private const long MaxWeights = 150;
    private const long MaxProduct = 2000;

    public static TheoryData<string> Cases =>
        [.. LayerCases.All.Where(layerCase => layerCase.IsSmooth && IsSmall(layerCase.Network)).Select(layerCase => layerCase.Name)];

    public static TheoryData<LossSpec> Losses =>
    [
        new MeanSquaredError(), new MeanAbsoluteError(), new MeanSquaredLogarithmicError(), new Huber(), new Huber(0.2), new BinaryCrossEntropy(),
        new BinaryCrossEntropy(0.3), new CategoricalCrossEntropy(), new CategoricalCrossEntropy(0.3),
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Layers(string name)
    {
        LayerCase layerCase = LayerCases.All.Single(candidate => candidate.Name == name);
        if (!Refuses(layerCase.Network))
        {
            Check(name, layerCase.Network, layerCase.Data, layerCase.Loss, new Sgd(0.1, momentum: 0.5));
        }
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Losses_with_weights_of_rows_and_classes(LossSpec loss)
    {
        Activation last = loss switch
        {
            CategoricalCrossEntropy => Activation.Softmax,
            BinaryCrossEntropy => Activation.Sigmoid,
            MeanSquaredLogarithmicError => Activation.Softplus,
            _ => Activation.Linear,
        };
        NetworkSpec spec = new([4], [new Dense(5, Activation.Tanh), new Dense(loss is BinaryCrossEntropy ? 1 : 3, last)]);
        TrainingData plain = loss.IsClassification
            ? TestNumbers.ClassificationData(7, 4, loss is BinaryCrossEntropy ? 2 : 3)
            : TestNumbers.RegressionData(7, 4, 3, scale: 2);
        TrainingData data = new(plain.Features, plain.Targets, new float[] { 0, 0.5f, 1, 2, 3, 0.1f, 1 });
        Check($"{loss}", spec, data, loss, new Adam(0.01), loss.IsClassification ? [0.5f, 2] : []);
    }

    [Fact]
    public void Norm_limits_and_penalties_together() =>
        Check(
            "norm limits and penalties",
            new([4], [new Dense(5, Activation.Tanh, kernelRegularizer: new(0.01, 0.02), kernelMaxNorm: 0.7), new Dense(3, Activation.Softmax, kernelMaxNorm: 1)]),
            TestNumbers.ClassificationData(6, 4, 3),
            new CategoricalCrossEntropy(),
            new Sgd(0.2) { ClipValue = 0.2, GlobalClipNorm = 0.4 });

    private static bool IsSmall(NetworkSpec spec)
    {
        long values = spec.LayerShapes.Sum(shape => shape.Aggregate(1L, (product, size) => product * size));
        return spec.TrainableParameterCount <= MaxWeights && spec.TrainableParameterCount * values <= MaxProduct;
    }

    private void Check(string name, NetworkSpec spec, TrainingData data, LossSpec loss, OptimizerSpec optimizer, params float[] classWeights)
    {
        IReadOnlyList<NamedTensor> weights = TestNumbers.Weights(spec);
        int[] trained = [.. Enumerable.Range(0, weights.Count).Where(t => spec.Parameters[t].IsTrainable)];
        double[][][] expected = ReferenceTrajectory.For(name, spec, optimizer, loss, Steps, _ => data, classWeights);
        using ITrainingSession session = Session(
            spec, weights, new FitOptions { Optimizer = optimizer, Loss = loss, ClassWeights = [.. classWeights] });
        for (int step = 0; step < Steps; step++)
        {
            session.Step(data, AllRows(data));
            IReadOnlyList<NamedTensor> actual = session.GetWeights();
            AssertNear([.. trained.Select(t => expected[step][t])], [.. trained.Select(t => actual[t].Values)], Bound, $"Step {step}");
        }
    }
}
