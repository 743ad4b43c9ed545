using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

/// <summary>Checks outputs, losses and gradients of every layer, activation and penalty, in training and in inference.</summary>
public abstract class LayerConformance : BackendConformance
{
    // The allowed error of a tensor of outputs or gradients, as a fraction of its largest value.
    private const double Bound = 1e-5;

    // Each entry's name contains the derivative f', with dL/dx = dL/dy · f'(x).
    public static TheoryData<string, Activation> Activations => new()
    {
        { "linear: 1", Activation.Linear },
        { "relu: [z > 0]", Activation.Relu },
        { "leaky relu: 1 above 0, otherwise s", new LeakyRelu(0.3) },
        { "leaky relu with slope 0: [z > 0]", new LeakyRelu(0) },
        { "elu: 1 above 0, otherwise f + α", new Elu(1.5) },
        { "gelu: Φ(z) + z φ(z)", Activation.Gelu },
        { "gelu by tanh: σ + z σ (1 - σ) 2u'", new Gelu(Approximate: true) },
        { "sigmoid: f (1 - f)", Activation.Sigmoid },
        { "tanh: 1 - f²", Activation.Tanh },
        { "softplus: 1 / (1 + e^-z)", Activation.Softplus },
    };

    public static TheoryData<string> Cases => [.. LayerCases.All.Select(layerCase => layerCase.Name)];

    [Theory]
    [MemberData(nameof(Activations))]
    public void Activations_in_dense_layers(string name, Activation activation) =>
        Check(name, new NetworkSpec([4], [new Dense(7, activation), new Dense(5, activation), new Dense(3, Activation.Softmax)]));

    [Theory]
    [MemberData(nameof(Activations))]
    public void Activations_as_layers(string name, Activation activation) =>
        Check(name, new NetworkSpec(
            [4], [new Dense(19), new ActivationLayer(activation), new Dense(5), new ActivationLayer(activation), new Dense(3, Activation.Softmax)]));

    [Theory]
    [MemberData(nameof(Activations))]
    public void Activations_of_the_last_layer(string name, Activation activation) =>
        Check(name, new NetworkSpec([4], [new Dense(7, Activation.Tanh), new Dense(2, activation)]), TestNumbers.RegressionData(6, 4, 2), new MeanSquaredError());

    [Theory]
    [MemberData(nameof(Cases))]
    public void Layers(string name)
    {
        LayerCase layerCase = LayerCases.All.Single(candidate => candidate.Name == name);
        if (!Refuses(layerCase.Network))
        {
            Check(name, layerCase.Network, layerCase.Data, layerCase.Loss);
        }
    }

    public static TheoryData<string> SequenceCases =>
        [.. LayerCases.All.Where(layerCase => !layerCase.Data.Features.RowLengths.IsEmpty).Select(layerCase => layerCase.Name)];

    [Theory]
    [MemberData(nameof(SequenceCases))]
    public void Values_beyond_the_length_of_a_row_change_nothing(string name)
    {
        LayerCase layerCase = LayerCases.All.Single(candidate => candidate.Name == name);
        if (!Refuses(layerCase.Network))
        {
            Assert.Equal(Results(layerCase, layerCase.Data), Results(layerCase, layerCase.WithOtherPadding()!));
        }
    }

    [Fact]
    public void Sparse_and_byte_rows_match_dense_rows()
    {
        float[] rows = [.. TestNumbers.Uniform(9 * 30).Select((value, i) => i % 7 == 0 ? value : 0)];
        NetworkSpec spec = new([30], [new Dense(17, Activation.Tanh), new Dense(3, Activation.Softmax)]);
        Check("mostly 0", spec, new TrainingData(new DenseFeatures(rows, 30), new ClassTargets(TestNumbers.Labels(9, 3))), new CategoricalCrossEntropy());
        byte[] bytes = [.. rows.Select(value => (byte)(Math.Abs(value) * 255))];
        Check("bytes", spec, new TrainingData(new ByteFeatures(bytes, 30), new ClassTargets(TestNumbers.Labels(9, 3))), new CategoricalCrossEntropy());
    }

    // Outputs, losses, gradients, and the weights after two steps. The second step sees what the first has left in memory.
    private List<float> Results(LayerCase layerCase, TrainingData data)
    {
        using ITrainingSession session = Session(layerCase.Network, TestNumbers.Weights(layerCase.Network), new FitOptions { Loss = layerCase.Loss });
        float[] outputs = new float[data.RowCount * layerCase.Network.OutputSize];
        session.Predict(data.Features, outputs);
        List<float> results = [.. outputs, (float)session.Evaluate(data).Loss];
        foreach (bool training in new[] { false, true })
        {
            results.AddRange(session.ComputeGradients(data, AllRows(data), training).SelectMany(tensor => tensor.Values));
        }

        results.Add((float)session.Step(data, AllRows(data)).Loss);
        results.Add((float)session.Step(data, [3, 0, 2]).Loss);
        results.AddRange(session.GetWeights().SelectMany(tensor => tensor.Values));
        Assert.All(results, value => Assert.True(float.IsFinite(value)));
        return results;
    }

    private void Check(string name, NetworkSpec spec) => Check(name, spec, TestNumbers.ClassificationData(6, 4, 3), new CategoricalCrossEntropy());

    private static void AssertFrozenWeightsAreKept(NetworkSpec spec, IReadOnlyList<NamedTensor> before, IReadOnlyList<NamedTensor> after)
    {
        for (int i = 0; i < before.Count; i++)
        {
            if (!spec.Layers[spec.Parameters[i].LayerIndex].Trainable)
            {
                Assert.Equal(before[i].Values, after[i].Values);
            }
        }
    }

    private void Check(string name, NetworkSpec spec, TrainingData data, LossSpec loss)
    {
        IReadOnlyList<NamedTensor> weights = TestNumbers.Weights(spec);
        ReferenceResults expected = ReferenceResults.For(name, spec, data, loss);
        using ITrainingSession session = Session(spec, weights, new FitOptions { Loss = loss });
        float[] outputs = new float[data.RowCount * spec.OutputSize];
        session.Predict(data.Features, outputs);
        AssertClose(expected.Outputs, outputs, $"{name}: output");
        AssertNear([expected.Outputs], [outputs], Bound, $"{name}: output");
        AssertClose(expected.LossInInference, session.Evaluate(data).Loss, $"{name}: loss");
        foreach (bool training in new[] { false, true })
        {
            double[][] gradients = training ? expected.GradientsInTraining : expected.GradientsInInference;
            IReadOnlyList<NamedTensor> actual = session.ComputeGradients(data, AllRows(data), training);
            for (int t = 0; t < gradients.Length; t++)
            {
                Assert.Equal(spec.Parameters[t].Name, actual[t].Name);
                AssertClose(gradients[t], actual[t].Values, $"{name}, training {training}: gradient of {actual[t].Name}");
            }

            AssertNear(gradients, [.. actual.Select(tensor => tensor.Values)], Bound, $"{name}, training {training}: gradients");
        }

        AssertClose(expected.LossInTraining, session.Step(data, AllRows(data)).Loss, $"{name}: loss of a step");
        AssertFrozenWeightsAreKept(spec, weights, session.GetWeights());
    }
}
