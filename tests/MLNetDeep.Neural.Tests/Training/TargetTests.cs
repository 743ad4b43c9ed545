using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Training;

/// <summary>Checks which combinations of targets, losses and networks are accepted, and the error messages of all remaining combinations.</summary>
public class TargetTests
{
    private static readonly DenseFeatures X = new(Samples.Floats(4 * 3), 3);
    private static readonly NetworkSpec Softmax = new([3], [new Dense(2, Activation.Softmax)]);
    private static readonly NetworkSpec Sigmoid = new([3], [new Dense(1, Activation.Sigmoid)]);
    private static readonly NetworkSpec Linear = new([3], [new Dense(2)]);

    [Fact]
    public void Incompatible_targets_throw()
    {
        DenseTargets oneColumn = new(new float[4]), twoColumns = new(new float[] { 1, 0, 0, 1, 2, 0, 0, -1 }, 2);
        ClassTargets classes = new(new[] { 0, 1, 2, 0 });
        AssertThrows("1 target columns; the network has 2 outputs", Softmax, oneColumn);
        AssertThrows("a target below 0", Softmax, twoColumns);
        AssertThrows("the label 2; the network has 2 classes", Softmax, classes);
        AssertThrows("the label 2; accepted: 0 and 1", Sigmoid, classes);
        AssertThrows("targets from 0 to 2; accepted: 0 to 1", Sigmoid, new DenseTargets(new float[] { 0, 1, 2, 0 }));
        AssertThrows("one class per row, but the network has 2 outputs", new([3], [new Dense(2, Activation.Sigmoid)]), new ClassTargets(new int[4]));
        AssertThrows("1 target columns; the network has 2 outputs", Linear, oneColumn);
        AssertThrows("class targets; a regression loss needs DenseTargets with 2 columns", Linear, classes);
        new Network(Linear).Evaluate(new TrainingData(X, twoColumns));
    }

    [Fact]
    public void Incompatible_losses_throw()
    {
        TrainingData data = new(X, new DenseTargets(new float[8], 2));
        Assert.Throws<ArgumentException>(() => new Network(Softmax).Evaluate(data, new MeanSquaredError()));
        Assert.Throws<ArgumentException>(() => new Network(Linear).Evaluate(data, new BinaryCrossEntropy()));
        Assert.Throws<ArgumentException>(() => new Network(Linear).Fit(data, new FitOptions { Loss = new Huber(), ClassWeights = [1] }));
        ArgumentException nothing = Assert.Throws<ArgumentException>(
            () => new Network(new NetworkSpec([3], [new ActivationLayer(Activation.Softmax)])).Fit(new TrainingData(X, new int[4]), new FitOptions()));
        Assert.Contains("nothing to train", nothing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Invalid_target_values_throw()
    {
        Assert.Contains("do not make whole rows of 2", Assert.Throws<ArgumentException>(() => new DenseTargets(new float[3], 2)).Message, StringComparison.Ordinal);
        Assert.Contains("Row 1 has the target NaN", Assert.Throws<ArgumentException>(() => new DenseTargets(new[] { 1, float.NaN })).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new DenseTargets(new float[3], 0));
        Assert.Contains("3 targets for 4 rows", Assert.Throws<ArgumentException>(() => new TrainingData(X, new DenseTargets(new float[3]))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => new TrainingData(X, (Targets)null!));
    }

    [Fact]
    public void The_default_loss_depends_on_the_last_layer()
    {
        Assert.Equal(new CategoricalCrossEntropy(), LossSpec.DefaultFor(Softmax));
        Assert.Equal(new BinaryCrossEntropy(), LossSpec.DefaultFor(Sigmoid));
        Assert.Equal(new MeanSquaredError(), LossSpec.DefaultFor(Linear));
    }

    [Fact]
    public void Slice_returns_the_requested_rows()
    {
        ByteFeatures bytes = new(Samples.Bytes(10 * 30, 6), 30);
        foreach (FeatureMatrix features in new FeatureMatrix[] { bytes, Samples.ToDense(bytes), Samples.ToSparse(bytes) })
        {
            TrainingData data = new(features, Samples.Labels(10, 3), Samples.Floats(10).Select(Math.Abs).ToArray());
            TrainingData middle = data.Slice(3, 4);
            Assert.Equal(4, middle.RowCount);
            Assert.Equal(data.Labels.Slice(3, 4).ToArray(), middle.Labels.ToArray());
            Assert.Equal(data.Weights.Slice(3, 4).ToArray(), middle.Weights.ToArray());
            float[] expected = new float[30], actual = new float[30];
            data.Features.CopyRow(5, expected);
            middle.Slice(1, 3).Features.CopyRow(1, actual);
            Assert.Equal(expected, actual);
            Network network = new(new NetworkSpec([30], [new Dense(3, Activation.Softmax)]));
            EvaluationResult parts = network.Evaluate(data.Slice(0, 3)) + network.Evaluate(middle) + network.Evaluate(data.Slice(7, 3));
            Assert.Equal(network.Evaluate(data).LossSum, parts.LossSum, 1e-12);
            Assert.Throws<ArgumentOutOfRangeException>(() => data.Slice(8, 3));
            Assert.Throws<ArgumentOutOfRangeException>(() => data.Slice(-1, 3));
            Assert.Throws<ArgumentOutOfRangeException>(() => data.Slice(3, -1));
            Assert.Equal(0, data.Slice(10, 0).RowCount);
        }

        TrainingData values = new(bytes, new DenseTargets(Samples.Floats(20), 2));
        Assert.Equal(Samples.Floats(20)[6..10], ((DenseTargets)values.Slice(3, 2).Targets).Values.ToArray());
        Assert.Empty(values.Labels.ToArray());
    }

    private static void AssertThrows(string message, NetworkSpec spec, Targets targets)
    {
        TrainingData data = new(X, targets);
        Network network = new(spec);
        FitOptions options = new() { Loss = LossSpec.DefaultFor(spec) };
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => network.Evaluate(data)).Message, StringComparison.Ordinal);
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => network.Fit(data, options)).Message, StringComparison.Ordinal);
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => network.ComputeGradients(data)).Message, StringComparison.Ordinal);
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => network.TrainOnBatch(data, options)).Message, StringComparison.Ordinal);
    }
}
