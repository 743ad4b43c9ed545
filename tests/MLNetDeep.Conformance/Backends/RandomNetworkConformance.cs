using System.Globalization;
using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

/// <summary>
/// Checks networks with random layers, options, shapes and batches: the outputs, the losses, and for each parameter the gradient and a step,
/// against the reference. A gradient is checked in one random direction d: g · d = (L(w + h d) - L(w - h d)) / 2h.
/// </summary>
/// <remarks>The environment variable MLNETDEEP_NETWORKS says how many networks are drawn; ./test-long draws many.</remarks>
public abstract class RandomNetworkConformance : BackendConformance
{
    private const double StepLength = 1e-6;
    private const double Rate = 0.05;

    // The allowed error of outputs and gradients, as a fraction of their size: the rounding errors of 20 layers add up. Gradients that are 0,
    // such as those in front of a batch normalization, are sums of values of about 1 that cancel out.
    private const double Bound = 1e-4;
    private const double RoundingOfSums = 1e-5;

    protected static int Count =>
        Environment.GetEnvironmentVariable("MLNETDEEP_NETWORKS") is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : 20;

    [Fact]
    public void Random_networks()
    {
        int checkedGradients = 0;
        List<string> errors = [];
        for (int seed = 0; seed < Count; seed++)
        {
            try
            {
                checkedGradients += Check(seed);
            }
            catch (Exception exception)
            {
                errors.Add($"Seed {seed}: {exception.Message}\n{new RandomNetworks(seed).Network()}");
            }
        }

        Assert.True(errors.Count == 0, string.Join("\n\n", errors));
        Assert.True(checkedGradients > Count, $"Only {checkedGradients} gradients of {Count} networks were checked.");
    }

    // Returns the number of gradients that were checked.
    private int Check(int seed)
    {
        RandomNetworks random = new(seed);
        NetworkSpec spec = random.Network();
        IReadOnlyList<NamedTensor> weights = random.Weights(spec);
        LossSpec loss = new CategoricalCrossEntropy();
        using ITrainingSession session = Session(spec, weights, new FitOptions { Loss = loss, Optimizer = new Sgd(Rate), BatchSize = 9 });

        // Memory is used again by smaller and larger batches.
        int gradients = 0;
        int[] sizes = [.. new[] { 5, 1, 9, 2 }.Take(1 + (seed % 4))];
        foreach (int rows in sizes)
        {
            TrainingData data = random.Data(spec, rows);
            ReferenceModel reference = new(spec);
            double[][] values = ReferenceModel.ToDoubles(session.GetWeights());
            float[] outputs = new float[rows * spec.OutputSize];
            session.Predict(data.Features, outputs);
            double[][] expected = reference.Outputs(values, ReferenceModel.Rows(data.Features), false, ReferenceModel.Lengths(data.Features));
            AssertNear([[.. expected.SelectMany(row => row)]], [outputs], Bound, $"{rows} rows: outputs");
            AssertWithin(reference.Loss(loss, values, data, training: false), session.Evaluate(data).Loss, $"{rows} rows: loss");
            IReadOnlyList<NamedTensor> inference = session.ComputeGradients(data, AllRows(data), training: false);
            gradients += CheckGradients(random, reference, loss, values, data, inference, training: false);
            IReadOnlyList<NamedTensor> training = session.ComputeGradients(data, AllRows(data), training: true);
            gradients += CheckGradients(random, reference, loss, values, data, training, training: true);
            AssertWithin(reference.Loss(loss, values, data, training: true), session.Step(data, AllRows(data)).Loss, $"{rows} rows: loss of a step");
            CheckStep(spec, values, training, session.GetWeights());
        }

        return gradients;
    }

    private int CheckGradients(
        RandomNetworks random, ReferenceModel reference, LossSpec loss, double[][] values, TrainingData data, IReadOnlyList<NamedTensor> gradient, bool training)
    {
        // The first loss finds how near kinks are, the others whether a step comes to one.
        if (!IsSmooth(reference))
        {
            return 0;
        }

        int count = 0;
        for (int t = 0; t < values.Length; t++)
        {
            double[] original = values[t];
            double[] direction = [.. original.Select(_ => random.Uniform(1))];
            double size = Math.Sqrt(gradient[t].Values.Sum(value => (double)value * value) * direction.Sum(value => value * value));
            if (size == 0)
            {
                continue;
            }

            double above = LossAt(StepLength), below = LossAt(-StepLength);
            values[t] = original;
            if (!IsSmooth(reference))
            {
                return count;
            }

            double expected = (above - below) / (2 * StepLength);
            double actual = gradient[t].Values.Zip(direction, (g, d) => g * d).Sum();
            Assert.True(
                Math.Abs(expected - actual) <= (Bound * size) + RoundingOfSums,
                $"{data.RowCount} rows, training {training}: gradient of {gradient[t].Name} is {actual:R} in a direction, expected {expected:R} (sizes {size:G3}).");
            count++;

            double LossAt(double step)
            {
                values[t] = [.. original.Zip(direction, (value, d) => value + (step * d))];
                return reference.Loss(loss, values, data, training);
            }
        }

        return count;
    }

    // w - rate · g for parameters that are trained. Of the others, only running statistics change.
    private static void CheckStep(NetworkSpec spec, double[][] before, IReadOnlyList<NamedTensor> gradient, IReadOnlyList<NamedTensor> after)
    {
        for (int t = 0; t < before.Length; t++)
        {
            for (int i = 0; i < before[t].Length && !spec.Parameters[t].Name.Contains("running", StringComparison.Ordinal); i++)
            {
                double expected = before[t][i] - (Rate * gradient[t].Values[i]);
                double error = Math.Abs(expected - after[t].Values[i]);
                Assert.True(
                    error <= (1e-5 * Math.Abs(gradient[t].Values[i])) + 1e-6, $"{gradient[t].Name}[{i}] is {after[t].Values[i]} after a step, expected {expected}.");
            }
        }
    }

    private static bool IsSmooth(ReferenceModel reference) => reference.NearestKink > 200 * StepLength;

    private static void AssertWithin(double expected, double actual, string name) =>
        Assert.True(Math.Abs(expected - actual) <= Bound * (1 + Math.Abs(expected)), $"{name} is {actual:R}, expected {expected:R}.");
}
