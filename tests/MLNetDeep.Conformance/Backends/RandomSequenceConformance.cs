using System.Globalization;
using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

/// <summary>
/// Random stacks of sequence layers: outputs, losses, gradients and three steps of an optimizer are those of the reference, and values beyond
/// the length of a row change nothing, bit for bit.
/// </summary>
/// <remarks>The environment variable MLNETDEEP_NETWORKS says how many networks are drawn; ./test-long draws many.</remarks>
public abstract class RandomSequenceConformance : BackendConformance
{
    private const int Few = 14;
    private const int Steps = 3;

    // The allowed error of a tensor, as a fraction of its largest value. Several layers round one after the other.
    private const double Bound = 5e-5;
    private const double BoundOfWeights = 1e-4;

    // Small gradients are sums of values of about 1 that cancel out; each value is rounded by up to 6e-8.
    private const double RoundingOfSums = 1e-6;

    // ε is large enough that a gradient of rounding errors alone does not become a step.
    private static readonly OptimizerSpec[] s_optimizers =
    [
        new Sgd(0.1), new Sgd(0.1, momentum: 0.9), new Adagrad(0.05, epsilon: 1e-3), new RmsProp(0.01, epsilon: 1e-3), new Adam(0.01, epsilon: 1e-3),
        new Adam(0.01, epsilon: 1e-3) { LazyEmbeddings = true }, new AdamW(0.01, epsilon: 1e-3),
    ];

    // The states of a recurrent layer with an unbounded activation may grow without limit. Weights of this size have diverged: the doubles
    // of the reference and floats then have nothing in common.
    private const double Diverged = 1e6;

    private static int Count =>
        Environment.GetEnvironmentVariable("MLNETDEEP_NETWORKS") is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : Few;

    [Fact]
    public void Random_stacks_match_the_reference() =>
        CheckAll(seed => Check(RandomSequences.Draw(seed), [s_optimizers[seed % s_optimizers.Length]]));

    [Fact]
    public void Values_beyond_the_length_of_a_row_change_nothing() => CheckAll(seed => CheckPadding(RandomSequences.Draw(seed, hasDropout: true)));

    private static void CheckAll(Action<int> check)
    {
        List<string> failures = [];
        for (int seed = 0; seed < Count; seed++)
        {
            try
            {
                check(seed);
            }
            catch (Exception exception)
            {
                failures.Add(exception.Message);
            }
        }

        Assert.True(failures.Count == 0, $"{failures.Count} of {Count} stacks failed:\n{string.Join("\n\n", failures)}");
    }

    private void Check(LayerCase layerCase, OptimizerSpec[] optimizers)
    {
        (NetworkSpec spec, TrainingData data, LossSpec loss) = (layerCase.Network, layerCase.Data, layerCase.Loss);
        string name = RandomSequences.Describe(layerCase);
        bool hasBatches = spec.Layers.Any(layer => layer is BatchNormalization);
        double share = hasBatches ? 0.2 : 0.01;
        IReadOnlyList<NamedTensor> weights = TestNumbers.Weights(spec);
        ReferenceModel reference = new(spec);
        double[][] values = ReferenceModel.ToDoubles(weights);
        double[] expected =
            [.. reference.Outputs(values, ReferenceModel.Rows(data.Features), training: false, ReferenceModel.Lengths(data.Features)).SelectMany(row => row)];
        using (ITrainingSession session = Session(spec, weights, new FitOptions { Loss = loss }))
        {
            float[] outputs = new float[expected.Length];
            session.Predict(data.Features, outputs);
            AssertTensors([expected], [outputs], Bound, $"{name}: outputs", share);
            AssertClose(reference.Loss(loss, values, data, training: false), session.Evaluate(data).Loss, $"{name}: loss");
            foreach (bool training in new[] { false, true })
            {
                AssertTensors(
                    reference.Gradient(loss, values, data, training),
                    [.. session.ComputeGradients(data, AllRows(data), training).Select(tensor => tensor.Values)],
                    Bound,
                    $"{name}: gradients, training {training}",
                    share);
            }
        }

        // In a few steps, two values of a maximum may come near to each other.
        foreach (OptimizerSpec optimizer in layerCase.IsSmooth ? optimizers.Where(IsFit) : [])
        {
            CheckSteps(layerCase, optimizer, $"{name}: {optimizer}");
        }

        // If all values of a batch normalization are equal, its gradients are rounding errors or 0, which lazy Adam tells apart.
        bool IsFit(OptimizerSpec optimizer) => !hasBatches || optimizer is not Adam { LazyEmbeddings: true };
    }

    // The error of each tensor is compared with its own largest value and a part of the largest value of all tensors: the reference's
    // differences have an error of their own, and gradients in front of a batch normalization are small differences of large sums.
    private static void AssertTensors(double[][] expected, IReadOnlyList<IReadOnlyList<float>> actual, double bound, string description, double share)
    {
        double all = expected.Select(Largest).DefaultIfEmpty().Max();
        for (int t = 0; t < expected.Length; t++)
        {
            double error = expected[t].Zip(actual[t], (wanted, value) => Math.Abs(wanted - value)).DefaultIfEmpty().Max();
            double scale = Largest(expected[t]) + (share * all);
            Assert.True(error <= (bound * scale) + RoundingOfSums, $"{description}: tensor {t} has the error {error:E2}, more than {bound:E1} of {scale:E2}.");
        }

        static double Largest(double[] values) => values.Select(Math.Abs).DefaultIfEmpty().Max();
    }

    // Each step takes other rows, so that words occur in some steps only.
    private void CheckSteps(LayerCase layerCase, OptimizerSpec optimizer, string name)
    {
        NetworkSpec spec = layerCase.Network;
        IReadOnlyList<NamedTensor> weights = TestNumbers.Weights(spec);
        int[] trained = [.. Enumerable.Range(0, weights.Count).Where(t => spec.Parameters[t].IsTrainable)];
        ReferenceModel reference = new(spec);
        ReferenceOptimizer steps = new(optimizer);
        double[][] values = ReferenceModel.ToDoubles(weights);
        using ITrainingSession session = Session(spec, weights, new FitOptions { Optimizer = optimizer, Loss = layerCase.Loss });
        int[][] batches = [[0, 1, 2], [3, 4], [5, 0, 3]];
        for (int step = 0; step < Steps; step++)
        {
            session.Step(layerCase.Data, batches[step]);
            steps.Step(spec, values, reference.Gradient(layerCase.Loss, values, RandomSequences.Rows(layerCase.Data, batches[step]), training: true));
            if (values.Any(tensor => tensor.Any(value => !(Math.Abs(value) < Diverged))))
            {
                return;
            }

            IReadOnlyList<NamedTensor> actual = session.GetWeights();
            AssertTensors([.. trained.Select(t => values[t])], [.. trained.Select(t => actual[t].Values)], BoundOfWeights, $"{name}, step {step}", share: 0.01);
        }
    }

    private void CheckPadding(LayerCase layerCase)
    {
        if (layerCase.WithOtherPadding() is { } other)
        {
            List<float> expected = Results(layerCase, layerCase.Data), actual = Results(layerCase, other);
            Assert.True(
                expected.Zip(actual).All(pair => BitConverter.SingleToInt32Bits(pair.First) == BitConverter.SingleToInt32Bits(pair.Second)),
                RandomSequences.Describe(layerCase));
        }
    }

    // The scores of a batch and of single rows, the loss, the gradients, and the weights and statistics after three steps.
    private List<float> Results(LayerCase layerCase, TrainingData data)
    {
        NetworkSpec spec = layerCase.Network;
        using ITrainingSession session = Session(spec, TestNumbers.Weights(spec), new FitOptions { Loss = layerCase.Loss, Optimizer = new Adam(0.01) });
        float[] outputs = new float[data.RowCount * spec.OutputSize];
        session.Predict(data.Features, outputs);
        List<float> results = [.. outputs, (float)session.Evaluate(data).Loss];
        foreach (bool training in new[] { false, true })
        {
            results.AddRange(session.ComputeGradients(data, AllRows(data), training).SelectMany(tensor => tensor.Values));
        }

        foreach (int[] batch in (int[][])[AllRows(data), [3, 4], [5, 0, 3]])
        {
            results.Add((float)session.Step(data, batch).Loss);
        }

        results.AddRange(session.GetWeights().SelectMany(tensor => tensor.Values));
        Assert.All(results, value => Assert.True(float.IsFinite(value), RandomSequences.Describe(layerCase)));
        return results;
    }
}
