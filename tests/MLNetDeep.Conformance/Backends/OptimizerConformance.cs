using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

/// <summary>Checks the weights after each of 50 steps of every optimizer and schedule, also with clipping and norm limits.</summary>
public abstract class OptimizerConformance : BackendConformance
{
    private const int Steps = 50;

    // After more steps, weights near 0 differ by more than a small fraction of themselves.
    private const int ElementwiseSteps = 12;

    private static readonly NetworkSpec Small = new(
        [3], [new Dense(4, Activation.Tanh), new BatchNormalization(), new Dense(2, Activation.Softmax)]);

    /// <summary>The allowed error of weights, large since some optimizers divide by gradient magnitudes, which can be near 0.</summary>
    protected virtual double WeightTolerance => 1e-4;

    public static TheoryData<OptimizerSpec> Optimizers =>
    [
        new Sgd(0.1),
        new Sgd(0.1, momentum: 0.9),
        new Sgd(0.1, momentum: 0.9, nesterov: true),
        new Sgd(0.1, momentum: 0.5, decay: 0.1),
        new Adam(0.01),
        new Adam(0.01, 0.8, 0.99, 1e-3),
        new AdamW(0.01),
        new AdamW(0.01, 0.5, 0.8, 0.99, 1e-3),
        new Adagrad(0.1),
        new Adagrad(0.1, 0, 0.01),
        new Adadelta(1),
        new Adadelta(0.5, 0.8, 1e-3),
        new RmsProp(0.01),
        new RmsProp(0.01, 0.8, epsilon: 1e-3),
        new RmsProp(0.01, momentum: 0.9),
        new RmsProp(0.01, centered: true),
        new RmsProp(0.01, momentum: 0.5, centered: true),
        new Sgd(0.5) { ClipValue = 0.02 },
        new Sgd(0.5) { GlobalClipNorm = 0.1 },
        new Sgd(0.5) { GlobalClipNorm = 1000 },
        new Adam(0.01) { ClipValue = 0.02, GlobalClipNorm = 0.05 },
        new Sgd(new TimeDecay(0.3, 0.2)),
        new Sgd(new StepDecay(0.3, 4, 0.5)),
        new Adam(new ExponentialDecay(0.05, 5, 0.5)),
        new Sgd(new CosineDecay(0.3, 8, 0.1), momentum: 0.9),
        new RmsProp(new OneCycle(0.05, 10)),
        new AdamW(new WarmUp(0.02, 5)),
        new Adagrad(new WarmUp(new CosineDecay(0.2, 6), 4, 0.5)),
    ];

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Weights_match_the_reference(OptimizerSpec optimizer) => Check(Small, optimizer);

    // The gradient of words that do not occur in a batch is 0: some optimizers change them all the same.
    public static TheoryData<OptimizerSpec> OptimizersOfTables =>
    [
        new Sgd(0.5),
        new Sgd(0.1, momentum: 0.9),
        new Adagrad(0.1),
        new Adadelta(1),
        new RmsProp(0.01),
        new AdamW(0.01, 0.1),
        new Adam(0.01),
        new Adam(0.01) { LazyEmbeddings = true },
        new Adam(0.01) { LazyEmbeddings = true, GlobalClipNorm = 0.1 },
        new Adagrad(0.1) { ClipValue = 0.01 },
    ];

    [Theory]
    [MemberData(nameof(OptimizersOfTables))]
    public void Tables_match_the_reference(OptimizerSpec optimizer) => Check(
        new([4], [new Embedding(40, 3), new Flatten(), new Dense(2, Activation.Softmax)]),
        optimizer,
        key => TestNumbers.IndexData(6, 4, 40, 2, key));

    [Fact]
    public void Clipping_includes_the_gradients_of_penalties() =>
        Check(
            new([3], [new Dense(4, Activation.Tanh, kernelRegularizer: new(0.1, 0.2)), new Dense(2, Activation.Softmax)]),
            new Sgd(0.2) { GlobalClipNorm = 0.3 });

    [Fact]
    public void The_norm_of_a_units_weights_is_limited()
    {
        NetworkSpec spec = new([3], [new Dense(20, Activation.Tanh, kernelMaxNorm: 0.8), new Dense(2, Activation.Softmax)]);
        TrainingData data = TestNumbers.ClassificationData(6, 3, 2);
        using ITrainingSession session = Session(spec, TestNumbers.Weights(spec), new FitOptions { Optimizer = new Sgd(0.1) });
        using ITrainingSession free = Session(
            new([3], [new Dense(20, Activation.Tanh), new Dense(2, Activation.Softmax)]), TestNumbers.Weights(spec), new FitOptions { Optimizer = new Sgd(0.1) });
        session.Step(data, AllRows(data));
        free.Step(data, AllRows(data));
        int limited = 0;
        for (int unit = 0; unit < 20; unit++)
        {
            double[] expected = [.. free.GetWeights()[0].Values.AsSpan(unit * 3, 3).ToArray().Select(value => (double)value)];
            double norm = Math.Sqrt(expected.Sum(value => value * value));
            limited += norm > 0.8 ? 1 : 0;
            AssertClose(
                [.. expected.Select(value => norm > 0.8 ? value * 0.8 / norm : value)],
                session.GetWeights()[0].Values.AsSpan(unit * 3, 3).ToArray(),
                $"unit {unit}");
        }

        Assert.InRange(limited, 1, 19);
        AssertClose([.. free.GetWeights()[1].Values.Select(value => (double)value)], session.GetWeights()[1].Values, "bias");
    }

    private void Check(NetworkSpec spec, OptimizerSpec optimizer) =>
        Check(spec, optimizer, key => TestNumbers.ClassificationData(6, 3, 2, key));

    private void Check(NetworkSpec spec, OptimizerSpec optimizer, Func<int, TrainingData> createBatch)
    {
        CategoricalCrossEntropy loss = new();
        double[][][] trajectory = ReferenceTrajectory.For("optimizer", spec, optimizer, loss, Steps, step => createBatch(step + 20));
        using ITrainingSession session = Session(spec, TestNumbers.Weights(spec), new FitOptions { Optimizer = optimizer, Loss = loss });
        for (int step = 0; step < Steps; step++)
        {
            TrainingData batch = createBatch(step + 20);
            session.Step(batch, AllRows(batch));
            double[][] values = trajectory[step];
            IReadOnlyList<NamedTensor> actual = session.GetWeights();
            int[] trained = [.. Enumerable.Range(0, values.Length).Where(t => spec.Parameters[t].IsTrainable)];
            AssertNear(
                [.. trained.Select(t => values[t])], [.. trained.Select(t => actual[t].Values)], WeightTolerance, $"Step {step}");
            for (int t = 0; t < values.Length && step < ElementwiseSteps; t++)
            {
                for (int i = 0; i < values[t].Length && spec.Parameters[t].IsTrainable; i++)
                {
                    if (!(Math.Abs(values[t][i] - actual[t].Values[i]) <= (WeightTolerance * Math.Abs(values[t][i])) + (WeightTolerance / 10)))
                    {
                        Assert.Fail($"Step {step}, {actual[t].Name}[{i}] is {actual[t].Values[i]:R}, expected {values[t][i]:R}.");
                    }
                }
            }
        }

        Assert.Equal(Steps, session.GetOptimizerState().Steps);
    }
}
