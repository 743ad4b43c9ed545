namespace MLNetDeep.Neural.Conformance;

/// <summary>Outputs, losses and gradients of every layer, activation and penalty, in training and outside it.</summary>
public abstract class LayerConformance : BackendConformance
{
    // The derivative of each, dL/dx = dL/dy · f'(x), is written beside it.
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

    public static TheoryData<string, NetworkSpec> Networks => new()
    {
        // dL/dW = Σ over rows of g xᵀ, dL/db = Σ g, dL/dx = Wᵀ g, with g = dL/dy.
        { "dense alone", new([4], [new Dense(3, Activation.Softmax)]) },
        { "no bias", new([4], [new Dense(5, Activation.Tanh, useBias: false), new Dense(3, Activation.Softmax, useBias: false)]) },
        { "flatten", new([2, 2], [new Flatten(), new Dense(3, Activation.Tanh), new Flatten(), new Dense(3, Activation.Softmax)]) },
        { "softmax as a layer", new([4], [new Dense(5, Activation.Tanh), new Dense(3), new ActivationLayer(Activation.Softmax)]) },
        { "activation first", new([4], [new ActivationLayer(Activation.Tanh), new Dense(3, Activation.Softmax)]) },

        // Of the batch: dL/dx = γ/√(σ²+ε) (g - mean(g) - x̂ mean(g x̂)), dL/dγ = Σ g x̂, dL/dβ = Σ g; otherwise dL/dx = γ/√(σ²+ε) g.
        { "normalization", new([4], [new Dense(5), new BatchNormalization(), new ActivationLayer(Activation.Tanh), new Dense(3, Activation.Softmax)]) },
        { "normalization first", new([4], [new BatchNormalization(0.5, 0.1), new Dense(3, Activation.Softmax)]) },
        { "normalization last", new([4], [new Dense(3), new BatchNormalization(), new ActivationLayer(Activation.Softmax)]) },
        { "wide normalization", new([4], [new Dense(37, Activation.Tanh), new BatchNormalization(), new Dense(3, Activation.Softmax)]) },

        // Outside training dropout does nothing; at rate 0 never.
        { "dropout of nothing", new([4], [new Dropout(0), new Dense(5, Activation.Tanh), new Dropout(0), new Dense(3, Activation.Softmax)]) },

        // l1 sign(w) + 2 l2 w.
        { "L1", new([4], [new Dense(5, Activation.Tanh, kernelRegularizer: new(l1: 0.1)), new Dense(3, Activation.Softmax)]) },
        { "L2", new([4], [new Dense(5, Activation.Tanh), new Dense(3, Activation.Softmax, kernelRegularizer: new(l2: 0.2))]) },
        { "L1 and L2", new([4], [new Dense(5, Activation.Tanh, kernelRegularizer: new(0.1, 0.2)), new Dense(3, Activation.Softmax, kernelRegularizer: new(0.01))]) },
    };

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
    public void Activations_at_the_end(string name, Activation activation) =>
        Check(name, new NetworkSpec([4], [new Dense(7, Activation.Tanh), new Dense(2, activation)]), Numbers.Values(6, 4, 2), new MeanSquaredError());

    [Theory]
    [MemberData(nameof(Networks))]
    public void Layers(string name, NetworkSpec spec) => Check(name, spec);

    [Fact]
    public void Sparse_and_byte_rows()
    {
        float[] rows = [.. Numbers.Uniform(9 * 30).Select((value, i) => i % 7 == 0 ? value : 0)];
        NetworkSpec spec = new([30], [new Dense(17, Activation.Tanh), new Dense(3, Activation.Softmax)]);
        Check("mostly 0", spec, new TrainingData(new DenseFeatures(rows, 30), new ClassTargets(Numbers.Labels(9, 3))), new CategoricalCrossEntropy());
        byte[] bytes = [.. rows.Select(value => (byte)(Math.Abs(value) * 255))];
        Check("bytes", spec, new TrainingData(new ByteFeatures(bytes, 30), new ClassTargets(Numbers.Labels(9, 3))), new CategoricalCrossEntropy());
    }

    [Fact]
    public void Running_means_follow_the_batches()
    {
        NetworkSpec spec = new([3], [new BatchNormalization(0.9), new Dense(2, Activation.Softmax)]);
        IReadOnlyList<NamedTensor> weights = Numbers.Weights(spec);
        TrainingData data = Numbers.Classes(5, 3, 2);
        double[][] rows = ReferenceModel.Rows(data.Features);
        using ITrainingSession session = Session(spec, weights, new FitOptions());
        session.ComputeGradients(data, AllRows(data), training: true);
        Assert.Equal(weights[2].Values, session.GetWeights()[2].Values);
        session.Step(data, AllRows(data));
        for (int column = 0; column < 3; column++)
        {
            double mean = rows.Average(row => row[column]);
            double variance = rows.Average(row => (row[column] - mean) * (row[column] - mean));
            Close((0.9 * weights[2].Values[column]) + (0.1 * mean), session.GetWeights()[2].Values[column], "running_mean");
            Close((0.9 * weights[3].Values[column]) + (0.1 * variance), session.GetWeights()[3].Values[column], "running_var");
        }
    }

    private void Check(string name, NetworkSpec spec) => Check(name, spec, Numbers.Classes(6, 4, 3), new CategoricalCrossEntropy());

    private void Check(string name, NetworkSpec spec, TrainingData data, LossSpec loss)
    {
        ReferenceModel reference = new(spec);
        IReadOnlyList<NamedTensor> weights = Numbers.Weights(spec);
        double[][] values = ReferenceModel.ToDoubles(weights);
        using ITrainingSession session = Session(spec, weights, new FitOptions { Loss = loss });
        float[] outputs = new float[data.RowCount * spec.OutputSize];
        session.Predict(data.Features, outputs);
        Close([.. reference.Outputs(values, ReferenceModel.Rows(data.Features), training: false).SelectMany(row => row)], outputs, $"{name}: output");
        Close(reference.Loss(loss, values, data, training: false), session.Evaluate(data).Loss, $"{name}: loss");
        foreach (bool training in new[] { false, true })
        {
            double[][] expected = reference.Gradient(loss, values, data, training);
            IReadOnlyList<NamedTensor> actual = session.ComputeGradients(data, AllRows(data), training);
            for (int t = 0; t < expected.Length; t++)
            {
                Assert.Equal(spec.Parameters[t].Name, actual[t].Name);
                Close(expected[t], actual[t].Values, $"{name}, training {training}: gradient of {actual[t].Name}");
            }
        }

        Close(reference.Loss(loss, values, data, training: true), session.Step(data, AllRows(data)).Loss, $"{name}: loss of a step");
    }
}
