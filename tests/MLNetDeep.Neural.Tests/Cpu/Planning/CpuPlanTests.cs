using MLNetDeep.Neural.Cpu;

namespace MLNetDeep.Neural.Tests.Cpu.Planning;

public class CpuPlanTests
{
    private static readonly NetworkSpec s_perceptron = new(
        [28, 28], [new Flatten(), new Dense(128, Activation.Relu), new Dropout(0.2), new Dense(10, Activation.Softmax)]);

    [Fact]
    public void Layers_that_do_nothing_in_a_mode_are_left_out()
    {
        Assert.Equal([1, 2, 3], Indices(CpuPlan.ForLoss(s_perceptron, new CategoricalCrossEntropy(), training: true)));
        Assert.Equal([1, 3], Indices(CpuPlan.ForLoss(s_perceptron, new CategoricalCrossEntropy(), training: false)));
        Assert.Equal([1, 3], Indices(CpuPlan.ForPrediction(s_perceptron, logits: false)));
    }

    [Fact]
    public void The_last_activation_is_split_off_for_losses_from_logits()
    {
        CpuPlan plan = CpuPlan.ForLoss(s_perceptron, new CategoricalCrossEntropy(), training: true);
        Assert.Equal(new Dense(10), plan.Layers[^1].Spec);
        Assert.Equal(Activation.Softmax, plan.OutputActivation);

        NetworkSpec separate = new([4], [new Dense(1), new ActivationLayer(Activation.Sigmoid)]);
        Assert.Equal([0], Indices(CpuPlan.ForLoss(separate, new BinaryCrossEntropy(), training: true)));
        Assert.Equal(Activation.Sigmoid, CpuPlan.ForLoss(separate, new BinaryCrossEntropy(), training: true).OutputActivation);

        CpuPlan squared = CpuPlan.ForLoss(separate, new MeanSquaredError(), training: true);
        Assert.Equal([0, 1], Indices(squared));
        Assert.Null(squared.OutputActivation);
    }

    [Fact]
    public void Predictions_apply_softmax_after_the_layers_unless_logits_are_wanted()
    {
        Assert.Equal(Activation.Softmax, CpuPlan.ForPrediction(s_perceptron, logits: false).OutputActivation);
        Assert.Null(CpuPlan.ForPrediction(s_perceptron, logits: true).OutputActivation);
        Assert.Equal(new Dense(10), CpuPlan.ForPrediction(s_perceptron, logits: true).Layers[^1].Spec);
        NetworkSpec sigmoid = new([4], [new Dense(1, Activation.Sigmoid)]);
        Assert.Equal(new Dense(1, Activation.Sigmoid), CpuPlan.ForPrediction(sigmoid, logits: false).Layers[^1].Spec);
        Assert.Equal(new Dense(1), CpuPlan.ForPrediction(sigmoid, logits: true).Layers[^1].Spec);
    }

    // From 128 inputs on: halves up to 256 units; up to 32 units the update takes nonzero values by rows and needs no columns.
    [Theory]
    [InlineData(784, 128, 2, true, true)]
    [InlineData(784, 257, 1, true, false)]
    [InlineData(127, 128, 1, true, false)]
    [InlineData(127, 33, 1, true, false)]
    [InlineData(127, 32, 1, true, false)]
    [InlineData(784, 10, 2, false, true)]
    public void A_first_dense_layer_splits_its_inputs_by_its_shape(int inputs, int units, int parts, bool needsColumns, bool splits)
    {
        NetworkSpec spec = new([inputs], [new Dense(units), new Dense(2, Activation.Softmax)]);
        InputPlan training = CpuPlan.ForLoss(spec, new CategoricalCrossEntropy(), training: true).Input;
        Assert.Equal((parts, true, needsColumns, splits), (training.Parts.Count, training.AcceptsSparse, training.NeedsColumns, training.SplitsInputs));
        InputPlan inference = CpuPlan.ForPrediction(spec, logits: false).Input;
        Assert.Equal((parts, true, false, splits), (inference.Parts.Count, inference.AcceptsSparse, inference.NeedsColumns, inference.SplitsInputs));
    }

    // Otherwise inference, where dropout is left out, would round differently from training.
    [Fact]
    public void A_dense_layer_behind_dropout_is_not_split_in_either_mode()
    {
        NetworkSpec spec = new([784], [new Dropout(0.1), new Dense(128), new Dense(2, Activation.Softmax)]);
        Assert.Equal(1, CpuPlan.ForLoss(spec, new CategoricalCrossEntropy(), training: true).Input.Parts.Count);
        Assert.Equal(1, CpuPlan.ForPrediction(spec, logits: false).Input.Parts.Count);
    }

    [Fact]
    public void Other_first_layers_get_full_rows() =>
        Assert.Equal(
            InputPlan.FullRows(300),
            CpuPlan.ForPrediction(new NetworkSpec([300], [new BatchNormalization(), new Dense(4)]), logits: false).Input);

    private static IEnumerable<int> Indices(CpuPlan plan) => plan.Layers.Select(layer => layer.Index);
}
