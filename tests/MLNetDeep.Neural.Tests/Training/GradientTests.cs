using MLNetDeep.Neural.Cpu;
using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Training;

/// <summary>Compares gradients with central differences computed by a second implementation in doubles.</summary>
/// <remarks>
/// The engine computes in single precision. For sums of up to 20 products of numbers near 1, the relative rounding error is below 1e-5,
/// plus an absolute error of 1e-6 if terms cancel.
/// </remarks>
public class GradientTests
{
    // f(z) = z, f' = 1: dL/dW = Σ over rows of g xᵀ, dL/db = Σ g, dL/dx = Wᵀ g, with g = dL/dy.
    [Fact]
    public void Linear() => Check(Activation.Linear);

    // f(z) = max(0, z), f' = [z > 0].
    [Fact]
    public void Relu() => Check(Activation.Relu);

    // f(z) = 1 / (1 + e^-z), f' = f (1 - f).
    [Fact]
    public void Sigmoid() => Check(Activation.Sigmoid);

    // f(z) = tanh z, f' = 1 - f².
    [Fact]
    public void Tanh() => Check(Activation.Tanh);

    // L = log Σ e^z - z_label, dL/dz = softmax(z) - onehot(label). A single layer isolates this gradient.
    [Fact]
    public void SoftmaxCrossEntropy() => Check(new NetworkSpec([4], [new Dense(3, Activation.Softmax)]), Samples.Data(6, 4, 3));

    // With B rows, L = 1/B Σ (row weight · row loss), so each row's gradient is multiplied by its weight.
    [Fact]
    public void RowWeights()
    {
        TrainingData plain = Samples.Data(5, 4, 3);
        Check(
            new NetworkSpec([4], [new Dense(6, Activation.Tanh), new Dense(3, Activation.Softmax)]),
            new TrainingData(plain.Features, plain.Labels, new float[] { 0, 0.5f, 1, 2, 3 }));
    }

    [Fact]
    public void WithoutBias() =>
        Check(
            new NetworkSpec([4], [new Dense(6, Activation.Sigmoid, useBias: false), new Dense(3, Activation.Softmax, useBias: false)]),
            Samples.Data(5, 4, 3));

    // Row, input and unit counts exceed the SIMD width and are not multiples of it. Most inputs are 0, so rows are staged in sparse form.
    [Fact]
    public void SparseInput() =>
        Check(
            new NetworkSpec([4, 10], [new Flatten(), new Dense(19, Activation.Tanh), new Dense(3, Activation.Softmax)]),
            new TrainingData(new ByteFeatures(Samples.Bytes(21 * 40, 8), 40), Samples.Labels(21, 3)));

    // In inference mode dropout passes its input through, so its derivative is 1.
    [Fact]
    public void DropoutOff() =>
        Check(
            new NetworkSpec([4], [new Dropout(0.5), new Dense(6, Activation.Tanh), new Dropout(0.5), new Dense(3, Activation.Softmax)]),
            Samples.Data(5, 4, 3));

    // y = x · mask, dy/dx = mask. A plain gradient descent step with learning rate 1 changes each weight by minus its gradient.
    [Fact]
    public void DropoutOn()
    {
        NetworkSpec spec = new([4], [new Dense(20, Activation.Tanh), new Dropout(0.4), new Dense(3, Activation.Softmax)]);
        TrainingData data = Samples.Data(5, 4, 3);
        Network network = new(spec, seed: 3);
        FitOptions options = new() { Optimizer = new Sgd(1), Threads = 1, Seed = 7 };
        using CpuSession session = (CpuSession)CpuBackend.Instance.CreateSession(spec, network.GetWeights(), options);
        EvaluationResult result = session.Step(data, [0, 1, 2, 3, 4]);

        Func<int, int, double> mask = (row, i) => session.DropoutMask(1).Row(row)[i];
        double[][] weights = ReferenceNetwork.ToDoubles(network.GetWeights());
        Assert.Equal(ReferenceNetwork.MeanLoss(spec, weights, data, mask, out _), result.Loss, 1e-6);
        double[][] expected = ReferenceNetwork.NumericalGradient(spec, network.GetWeights(), data, mask);
        IReadOnlyList<NamedTensor> after = session.GetWeights();
        for (int t = 0; t < after.Count; t++)
        {
            double[] moved = [.. weights[t].Zip(expected[t], (weight, gradient) => weight - gradient)];
            Close.All(moved, after[t].Values, 1e-6, 1e-6, after[t].Name);
        }
    }

    private static void Check(Activation activation) =>
        Check(
            new NetworkSpec([4], [new Dense(7, activation), new Dense(5, activation), new Dense(3, Activation.Softmax)]),
            Samples.Data(6, 4, 3, key: 5));

    private static void Check(NetworkSpec spec, TrainingData data)
    {
        Network network = new(spec, seed: 11);

        // Zero biases would hide errors in their gradients, so the biases get nonzero values.
        network.SetWeights(network.GetWeights().Select((tensor, i) =>
            new NamedTensor(tensor.Name, tensor.Shape, tensor.Shape.Length == 1 ? Samples.Floats(tensor.Values.Length, (ulong)i + 50) : tensor.Values)));
        double[][] expected = ReferenceNetwork.NumericalGradient(spec, network.GetWeights(), data);
        IReadOnlyList<NamedTensor> actual = network.ComputeGradients(data);
        Assert.Equal(spec.Parameters.Select(parameter => parameter.Name), actual.Select(tensor => tensor.Name));
        for (int t = 0; t < expected.Length; t++)
        {
            Close.All(expected[t], actual[t].Values, 1e-5, 1e-6, actual[t].Name);
        }

        double loss = ReferenceNetwork.MeanLoss(spec, ReferenceNetwork.ToDoubles(network.GetWeights()), data, null, out _);
        Assert.Equal(loss, network.Evaluate(data).Loss, 1e-6);
    }
}
