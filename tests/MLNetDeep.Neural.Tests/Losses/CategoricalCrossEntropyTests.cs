using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Losses;

/// <summary>Compares losses and gradients with hand-calculated values, using a layer whose biases are the logits.</summary>
public class CategoricalCrossEntropyTests
{
    // softmax(1, 2, 3) = (0.09003057, 0.24472847, 0.66524096).
    [Theory]
    [InlineData(0, 2.40760596)]
    [InlineData(1, 1.40760596)]
    [InlineData(2, 0.40760596)]
    public void Losses_match_hand_calculated_values(int label, double expected)
    {
        EvaluationResult result = WithLogits(1, 2, 3).Evaluate(SingleRow(label));
        Assert.Equal(expected, result.Loss, 1e-6);
        Assert.Equal(label == 2 ? 1 : 0, result.CorrectCount);
    }

    [Fact]
    public void Predict_returns_softmax_probabilities()
    {
        float[] probabilities = new float[3];
        WithLogits(1, 2, 3).Predict(SingleRow(0).Features, probabilities);
        Close.All([0.09003057, 0.24472847, 0.66524096], probabilities, 1e-6, 0);
    }

    // The loss is the largest logit minus the label's logit. Each gradient is -1, 1 or 0.
    [Theory]
    [InlineData(1e4f, 0, 0)]
    [InlineData(1e4f, 1, 2e4)]
    [InlineData(1e30f, 1, 2e30)]
    public void Huge_logits_yield_finite_losses(float size, int label, double expected)
    {
        Network network = WithLogits(size, -size, -size);
        Assert.Equal(expected, network.Evaluate(SingleRow(label)).Loss, 1e-6 * expected);
        float[] gradient = network.ComputeGradients(SingleRow(label))[1].Values;
        Assert.Equal(label == 0 ? [0, 0, 0] : [1f, -1, 0], gradient);
        float[] probabilities = new float[3];
        network.Predict(SingleRow(0).Features, probabilities);
        Assert.Equal([1f, 0, 0], probabilities);
    }

    [Fact]
    public void The_first_class_is_predicted_on_ties()
    {
        Network network = WithLogits(2, 2, 2);
        Assert.Equal(1, network.Evaluate(SingleRow(0)).Accuracy);
        Assert.Equal(0, network.Evaluate(SingleRow(1)).Accuracy);
        Assert.Equal(0, network.Evaluate(SingleRow(2)).Accuracy);
    }

    [Fact]
    public void Weights_multiply_the_loss_but_not_the_accuracy()
    {
        TrainingData data = new(new DenseFeatures(new float[] { 1, 1 }, 1), new[] { 0, 2 }, new float[] { 3, 0.5f });
        EvaluationResult result = WithLogits(1, 2, 3).Evaluate(data);
        Assert.Equal(((3 * 2.40760596) + (0.5 * 0.40760596)) / 2, result.Loss, 1e-6);
        Assert.Equal(0.5, result.Accuracy);
    }

    [Fact]
    public void A_network_without_softmax_output_throws()
    {
        Network network = new(new NetworkSpec([2], [new Dense(3)]));
        FitOptions options = new() { Loss = new CategoricalCrossEntropy() };
        ArgumentException exception = Assert.Throws<ArgumentException>(() => network.Fit(Samples.Data(4, 2, 3), options));
        Assert.Contains(
            "CategoricalCrossEntropy needs Activation.Softmax in the last layer", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => network.Evaluate(Samples.Data(4, 2, 3)));
        Assert.Throws<ArgumentException>(() => network.ComputeGradients(Samples.Data(4, 2, 3)));
    }

    private static Network WithLogits(params float[] logits) => new(
        new NetworkSpec([1], [new Dense(logits.Length, Activation.Softmax)]),
        [new("0.weight", [logits.Length, 1], new float[logits.Length]), new("0.bias", [logits.Length], logits)]);

    private static TrainingData SingleRow(int label) => new(new DenseFeatures(new float[] { 1 }, 1), new[] { label });
}
