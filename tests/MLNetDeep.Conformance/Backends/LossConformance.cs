using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

/// <summary>Checks values, gradients and metrics of every loss with every kind of targets and weights.</summary>
public abstract class LossConformance : BackendConformance
{
    // Each entry's name is the derivative of the loss with respect to the prediction p or the logit z, with target t.
    public static TheoryData<string, LossSpec> Regression => new()
    {
        { "2 (p - y)", new MeanSquaredError() },
        { "sign(p - y)", new MeanAbsoluteError() },
        { "2 (log(1 + p) - log(1 + y)) / (1 + p)", new MeanSquaredLogarithmicError() },
        { "p - y, at most ±δ", new Huber() },
        { "p - y, at most ±δ, small", new Huber(0.2) },
    };

    [Theory]
    [MemberData(nameof(Regression))]
    public void Regression_losses(string derivative, LossSpec loss)
    {
        foreach (int outputs in new[] { 1, 3 })
        {
            foreach (Activation last in new[] { Activation.Softplus, Activation.Linear, Activation.Sigmoid })
            {
                NetworkSpec spec = new([4], [new Dense(5, Activation.Tanh), new Dense(outputs, last)]);
                Check(derivative, spec, TestNumbers.RegressionData(7, 4, outputs, scale: 2), loss);
                TrainingData plain = TestNumbers.RegressionData(5, 4, outputs, scale: 2);
                Check(derivative, spec, new TrainingData(plain.Features, plain.Targets, new float[] { 0, 0.5f, 1, 2, 3 }), loss);
            }
        }
    }

    // With prediction p and target t, the derivative with respect to the logit is p - t.
    [Theory]
    [InlineData(0)]
    [InlineData(0.3)]
    public void Binary(double smoothing)
    {
        BinaryCrossEntropy loss = new(smoothing);
        NetworkSpec one = new([4], [new Dense(5, Activation.Tanh), new Dense(1, Activation.Sigmoid)]);
        Check("classes", one, TestNumbers.ClassificationData(7, 4, 2), loss);
        Check("numbers", one, Probabilities(7, 4, 1), loss);
        NetworkSpec three = new([4], [new Dense(3), new ActivationLayer(Activation.Sigmoid)]);
        Check("three outputs", three, Probabilities(7, 4, 3), loss);
        TrainingData plain = TestNumbers.ClassificationData(5, 4, 2);
        Check("weights", one, new TrainingData(plain.Features, plain.Targets, new float[] { 0, 0.5f, 1, 2, 3 }), loss, [0.5f, 2]);
    }

    // A stream may fill the array of the labels again after it was checked.
    [Theory]
    [InlineData(0, 7)]
    [InlineData(0.3, 7)]
    [InlineData(0, -1)]
    [InlineData(0.3, -1)]
    public void A_label_that_is_no_class_is_refused(double smoothing, int label)
    {
        NetworkSpec spec = new([4], [new Dense(5, Activation.Tanh), new Dense(3, Activation.Softmax)]);
        int[] labels = [0, 2, 1, 0, 1];
        TrainingData data = new(TestNumbers.ClassificationData(5, 4, 3).Features, new ClassTargets(labels));
        FitOptions options = new() { Loss = new CategoricalCrossEntropy(smoothing), ClassWeights = [1, 2, 3] };
        using ITrainingSession session = Session(spec, TestNumbers.Weights(spec), options);
        labels[3] = label;
        foreach (Action call in (Action[])[() => session.Step(data, [2, 3]), () => session.Evaluate(data)])
        {
            Assert.Equal($"Row 3 has label {label}; accepted: 0 to 2.", Assert.Throws<ArgumentException>(call).Message);
        }

        // Neither the weights nor the next step are different.
        using ITrainingSession other = Session(spec, TestNumbers.Weights(spec), options);
        Assert.Equal(other.Step(data, [0, 1]), session.Step(data, [0, 1]));
        Assert.Equal(other.GetWeights()[0].Values, session.GetWeights()[0].Values);
    }

    // With targets t and the softmax s of the logits, the derivative with respect to the logits is s Σt - t.
    [Theory]
    [InlineData(0)]
    [InlineData(0.3)]
    public void Categorical(double smoothing)
    {
        CategoricalCrossEntropy loss = new(smoothing);
        NetworkSpec spec = new([4], [new Dense(5, Activation.Tanh), new Dense(3, Activation.Softmax)]);
        TrainingData plain = TestNumbers.ClassificationData(7, 4, 3);
        Check("classes", spec, plain, loss);
        Check("numbers", spec, Probabilities(7, 4, 3), loss);
        float[] oneHot = [.. plain.Labels.ToArray().SelectMany(label => Enumerable.Range(0, 3).Select(i => i == label ? 1f : 0))];
        Check("one-hot", spec, new TrainingData(plain.Features, new DenseTargets(oneHot, 3)), loss, [0, 0.5f]);
        Check("weights", spec, new TrainingData(plain.Features, plain.Targets, new float[] { 0, 0.5f, 1, 2, 3, 0.1f, 1 }), loss, [0.5f, 2, 3]);
    }

    [Fact]
    public void Metrics()
    {
        // The network outputs its inputs unchanged.
        NamedTensor identity = new("0.weight", [2, 2], [1, 0, 0, 1]), zero = new("0.bias", [2], [0, 0]);
        DenseFeatures features = new(new float[] { 2, 1, -1, 3, 0.5f, -2 }, 2);
        EvaluationResult error = Evaluated(Activation.Linear, new MeanSquaredError(), new DenseTargets(new float[] { 2, 2, 0, 3, 1.5f, -2 }, 2));
        AssertClose((0.5 + 0.5 + 0.5) / 3, error.MeanAbsoluteError, "mean absolute error");
        Assert.Equal(double.NaN, error.Accuracy);
        EvaluationResult binary = Evaluated(Activation.Sigmoid, new BinaryCrossEntropy(), new DenseTargets(new float[] { 1, 0, 0, 1, 0, 0 }, 2));
        Assert.Equal((4, 6, 3), (binary.CorrectCount, binary.PredictionCount, binary.RowCount));
        EvaluationResult classes = Evaluated(Activation.Softmax, new CategoricalCrossEntropy(), new ClassTargets(new[] { 0, 1, 1 }));
        Assert.Equal((2, 3, 3), (classes.CorrectCount, classes.PredictionCount, classes.RowCount));
        EvaluationResult dense = Evaluated(Activation.Softmax, new CategoricalCrossEntropy(), new DenseTargets(new float[] { 1, 0, 0, 1, 0.2f, 0.8f }, 2));
        Assert.Equal((2, 3, 3), (dense.CorrectCount, dense.PredictionCount, dense.RowCount));

        EvaluationResult Evaluated(Activation last, LossSpec loss, Targets targets)
        {
            using ITrainingSession session = Session(new([2], [new Dense(2, last)]), [identity, zero], new FitOptions { Loss = loss });
            return session.Evaluate(new TrainingData(features, targets));
        }
    }

    [Theory]
    [InlineData(1e4f)]
    [InlineData(1e30f)]
    public void Huge_logits_yield_finite_losses(float size)
    {
        NamedTensor weight = new("0.weight", [1, 1], [size]), bias = new("0.bias", [1], [0]);
        TrainingData data = new(new DenseFeatures(new float[] { 1, -1 }, 1), new ClassTargets(new[] { 0, 0 }));
        using ITrainingSession session = Session(
            new([1], [new Dense(1, Activation.Sigmoid)]), [weight, bias], new FitOptions { Loss = new BinaryCrossEntropy() });
        Assert.Equal(size / 2, session.Evaluate(data).Loss, 1e-6 * size);
        AssertClose([0.5], session.ComputeGradients(data, [0, 1], training: true)[1].Values, "gradient");
    }

    private static TrainingData Probabilities(int rows, int columns, int outputs) =>
        new(
            new DenseFeatures(TestNumbers.Uniform(rows * columns), columns),
            new DenseTargets((float[])[.. TestNumbers.Uniform(rows * outputs, 9).Select(value => (value + 1) / 2)], outputs));

    private void Check(string name, NetworkSpec spec, TrainingData data, LossSpec loss, params float[] classWeights)
    {
        ReferenceModel reference = new(spec);
        IReadOnlyList<NamedTensor> weights = TestNumbers.Weights(spec);
        double[][] values = ReferenceModel.ToDoubles(weights);
        using ITrainingSession session = Session(spec, weights, new FitOptions { Loss = loss, ClassWeights = [.. classWeights] });
        AssertClose(reference.Loss(loss, values, data, training: false), session.Evaluate(data).Loss, $"{name}: loss");
        double[][] expected = reference.Gradient(loss, values, data, training: true, classWeights);
        IReadOnlyList<NamedTensor> actual = session.ComputeGradients(data, AllRows(data), training: true);
        for (int t = 0; t < expected.Length; t++)
        {
            AssertClose(expected[t], actual[t].Values, $"{name}: gradient of {actual[t].Name}");
        }

        AssertNear(expected, [.. actual.Select(tensor => tensor.Values)], 1e-5, $"{name}: gradients");

        AssertClose(reference.Loss(loss, values, data, training: true, classWeights), session.Step(data, AllRows(data)).Loss, $"{name}: loss of a step");
    }
}
