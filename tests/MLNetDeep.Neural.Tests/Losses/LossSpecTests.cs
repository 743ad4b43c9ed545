using System.Text.Json;
using MLNetDeep.Neural.Serialization;

namespace MLNetDeep.Neural.Tests.Losses;

public class LossSpecTests
{
    // Checkpoints compare this text, so it must not contain properties that exist only for backends.
    public static TheoryData<LossSpec, string, string> Texts => new()
    {
        {
            new BinaryCrossEntropy(0.1),
            """{"type":"binaryCrossEntropy","labelSmoothing":0.1}""",
            "BinaryCrossEntropy { LabelSmoothing = 0.1 }"
        },
        {
            new CategoricalCrossEntropy(),
            """{"type":"categoricalCrossEntropy","labelSmoothing":0}""",
            "CategoricalCrossEntropy { LabelSmoothing = 0 }"
        },
        { new Huber(2), """{"type":"huber","delta":2}""", "Huber { Delta = 2 }" },
        { new MeanAbsoluteError(), """{"type":"meanAbsoluteError"}""", "MeanAbsoluteError { }" },
        { new MeanSquaredError(), """{"type":"meanSquaredError"}""", "MeanSquaredError { }" },
        { new MeanSquaredLogarithmicError(), """{"type":"meanSquaredLogarithmicError"}""", "MeanSquaredLogarithmicError { }" },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void ToString_and_JSON_are_stable(LossSpec loss, string json, string text)
    {
        Assert.Equal(json, JsonSerializer.Serialize(loss, SpecJsonContext.Default.LossSpec));
        Assert.Equal(text, loss.ToString());
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Cross_entropies_expect_logits_and_classes(LossSpec loss, string json, string text)
    {
        bool isCrossEntropy = json.Contains("CrossEntropy", StringComparison.Ordinal);
        Assert.Equal((isCrossEntropy, isCrossEntropy, loss.ToString()), (loss.TakesLogits, loss.IsClassification, text));
    }

    // The message names the loss that fits the last layer, and that loss is accepted.
    [Theory]
    [InlineData("Softmax", "new CategoricalCrossEntropy()")]
    [InlineData("Sigmoid", "new BinaryCrossEntropy()")]
    [InlineData("Linear", "new MeanSquaredError()")]
    public void The_message_of_a_loss_that_does_not_fit_says_what_to_set(string name, string fitting)
    {
        Activation activation = name switch { "Softmax" => Activation.Softmax, "Sigmoid" => Activation.Sigmoid, _ => Activation.Linear };
        NetworkSpec spec = new([3], [new Dense(1, activation)]);
        int refused = 0;
        foreach (LossSpec loss in new LossSpec[] { new CategoricalCrossEntropy(), new BinaryCrossEntropy(), new MeanSquaredError() })
        {
            if (Record.Exception(() => new Network(spec).CreateTrainer(new FitOptions { Loss = loss })) is { } failure)
            {
                refused++;
                Assert.IsType<ArgumentException>(failure);
                Assert.Contains($"{loss.GetType().Name} needs ", failure.Message, StringComparison.Ordinal);
                Assert.Contains($"set Loss to {fitting}", failure.Message, StringComparison.Ordinal);
            }
        }

        Assert.Equal(name == "Sigmoid" ? 1 : 2, refused);
        Assert.Equal(fitting, $"new {LossSpec.DefaultFor(spec).GetType().Name}()");
    }

    [Fact]
    public void The_message_of_class_labels_for_a_regression_loss_says_what_to_set()
    {
        Network network = new(new NetworkSpec([1], [new Dense(3)]));
        string message = Assert.Throws<ArgumentException>(() => network.Fit(new DenseFeatures(new float[2], 1), new[] { 0, 2 })).Message;
        Assert.Contains("end the network in Activation.Softmax, and set Loss to new CategoricalCrossEntropy()", message, StringComparison.Ordinal);
    }

    // log 2 = 0.69314718 is the difference between log(1 + 1) and log(1 + 3), which mean squared logarithmic error compares.
    public static TheoryData<RegressionLoss, double, double, double, double> Values => new()
    {
        { new MeanSquaredError(), 3, 1, 4, 4 },
        { new MeanAbsoluteError(), 3, 1, 2, 1 },
        { new MeanAbsoluteError(), 1, 3, 2, -1 },
        { new MeanAbsoluteError(), 1, 1, 0, 0 },
        { new Huber(2), 2, 1, 0.5, 1 },
        { new Huber(2), -2, 3, 8, -2 },
        { new MeanSquaredLogarithmicError(), 3, 1, 0.48045301, 0.34657359 },
        { new MeanSquaredLogarithmicError(), -1, 1, 0.48045287, 0 },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void Regression_losses_have_values_and_derivatives(
        RegressionLoss loss, double prediction, double target, double value, double derivative)
    {
        Assert.Equal(value, loss.Value(prediction, target), 1e-8);
        Assert.Equal(derivative, loss.Derivative(prediction, target), 1e-8);
    }
}
