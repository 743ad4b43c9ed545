using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Training;

/// <summary>Networks take plain arrays and return plain arrays.</summary>
public class ArrayTests
{
    private static readonly float[][] s_rows = [[0, 0], [0, 1], [1, 0], [1, 1]];

    // y = x1 + 2 x2 - 1 is linear, so gradient descent finds the weights.
    [Fact]
    public void Fit_and_Predict_take_and_return_arrays()
    {
        float[] y = [-1, 1, 0, 2];
        Network network = new(new NetworkSpec([2], [new Dense(1)]));
        network.Fit(s_rows, y, new FitOptions { Optimizer = new Sgd(0.1), Epochs = 2000 });
        float[][] outputs = network.Predict(s_rows);
        Assert.Equal([1, 1, 1, 1], outputs.Select(output => output.Length));
        Assert.All(outputs.Zip(y), pair => Assert.Equal(pair.Second, pair.First[0], 1e-3f));
        Assert.Equal(outputs[3], network.Predict([1f, 1f]));
        Assert.Equal(0, network.Evaluate(s_rows, y).Loss, 1e-6);
    }

    [Fact]
    public void Fit_has_default_options()
    {
        TrainingData data = Samples.Separable(70, 20, 5);
        Network network = new(Samples.Mlp()), expected = new(Samples.Mlp()), fromParts = new(Samples.Mlp());
        network.Fit(data);
        fromParts.Fit(data.Features, data.Targets);
        expected.Fit(data, new FitOptions());
        Close.SameBits(expected.GetWeights(), network.GetWeights());
        Close.SameBits(expected.GetWeights(), fromParts.GetWeights());
    }

    [Fact]
    public void Targets_may_be_classes_numbers_or_rows_of_numbers()
    {
        Network classes = new(new NetworkSpec([2], [new Dense(3, Activation.Softmax)])), numbers = new(new NetworkSpec([2], [new Dense(2)]));
        Assert.Equal(4, classes.Fit(s_rows, new[] { 0, 1, 2, 0 }).Epochs[0].Training.RowCount);
        float[][] targets = [[1, 0], [2, 0], [3, 0], [4, 5]];
        Assert.Equal(4, numbers.Fit(s_rows, targets).Epochs[0].Training.RowCount);
        Assert.Equal(3, classes.Predict(s_rows)[0].Length);
        Assert.Equal(2, numbers.Predict([0.5f, 1f]).Length);
    }

    [Fact]
    public void Outputs_equal_those_of_a_predictor()
    {
        Network network = new(Samples.Mlp(), seed: 2);
        float[] values = Samples.Floats(7 * 20), expected = new float[7 * 5];
        network.CreatePredictor().Predict(values, expected);
        Assert.Equal(expected, network.Predict(new DenseFeatures(values, 20)).SelectMany(row => row));
        Assert.Equal(expected[..5], network.Predict(values[..20]));
    }

    [Fact]
    public void Rows_that_do_not_fit_throw()
    {
        Network network = new(new NetworkSpec([2], [new Dense(1)]));
        Assert.StartsWith("The row has 3 values; the network takes 2.", Message(() => network.Predict([1f, 2, 3])), StringComparison.Ordinal);
        Assert.StartsWith("The row has 0 values; the network takes 2.", Message(() => network.Predict(Array.Empty<float>())), StringComparison.Ordinal);
        Assert.StartsWith(
            "Row 1 has 3 values, but row 0 has 2; all rows must have the same length.",
            Message(() => network.Predict((float[][])[[1, 2], [1, 2, 3]])),
            StringComparison.Ordinal);
        Assert.StartsWith(
            "Row 1 has 0 values, but row 0 has 2; all rows must have the same length.",
            Message(() => network.Predict((float[][])[[1, 2], null!])),
            StringComparison.Ordinal);
        Assert.StartsWith("rows has no rows; accepted: one or more.", Message(() => network.Predict((float[][])[])), StringComparison.Ordinal);
        Assert.StartsWith(
            "There are 3 targets for 4 rows.", Message(() => network.Fit(s_rows, new float[3])), StringComparison.Ordinal);
    }

    private static string Message(Action call) => Assert.Throws<ArgumentException>(call).Message;
}
