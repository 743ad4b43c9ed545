using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

/// <summary>Checks what comparisons with the reference do not show of pooling layers: equal values and NaN.</summary>
public abstract class PoolingConformance : BackendConformance
{
    // Four positions of two features, whose normalized values x̂ are (-1, 1) at one position and (1, -1) at the others. γ and β are 0, so all
    // values before the pooling are 0. The outputs are 0 and the targets 1 and 2, so dL/dy = 2 (y - t) / 2 = (-1, -2). dL/dγ = dL/dy · x̂ at the
    // position that gets the gradient.
    [Theory]
    [InlineData(0, new[] { 1f, -2 })]
    [InlineData(1, new[] { -1f, 2 })]
    [InlineData(3, new[] { -1f, 2 })]
    public void Of_equal_values_the_first_gets_the_gradient(int position, float[] expected)
    {
        NetworkSpec[] networks =
        [
            new([4, 2], [new LayerNormalization(1e-12), new MaxPooling1D(4), new Flatten()]),
            new([4, 2], [new LayerNormalization(1e-12), new MaxPooling1D(5, padding: Padding.Same), new Flatten()]),
            new([4, 2], [new LayerNormalization(1e-12), new GlobalMaxPooling1D()]),
            new([2, 2, 2], [new LayerNormalization(1e-12), new MaxPooling2D(), new Flatten()]),
            new([2, 2, 2], [new LayerNormalization(1e-12), new GlobalMaxPooling2D()]),
        ];
        float[] row = [.. Enumerable.Range(0, 4).SelectMany(i => i == position ? new[] { 1f, 3 } : [3f, 1])];
        TrainingData data = new(new DenseFeatures(row, 8), new DenseTargets(new float[] { 1, 2 }, 2));
        foreach (NetworkSpec network in networks)
        {
            NamedTensor[] weights = [new("0.weight", [2], [0, 0]), new("0.bias", [2], [0, 0])];
            using ITrainingSession session = Session(network, weights, new FitOptions { Loss = new MeanSquaredError() });
            IReadOnlyList<NamedTensor> gradients = session.ComputeGradients(data, [0], training: true);
            Assert.Equal(expected, gradients[0].Values.Select(value => MathF.Round(value, 4)));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void A_maximum_of_values_with_NaN_is_NaN(int position)
    {
        foreach (int features in new[] { 1, 4, 17 })
        {
            NetworkSpec network = new([4, features], [new MaxPooling1D(4), new Flatten()]);
            float[] row = TestNumbers.Uniform(4 * features);
            row[position * features] = float.NaN;
            using ITrainingSession session = Session(network, [], new FitOptions { Loss = new MeanSquaredError() });
            float[] outputs = new float[features];
            session.Predict(new DenseFeatures(row, row.Length), outputs);
            Assert.Equal([true, .. Enumerable.Repeat(false, features - 1)], outputs.Select(float.IsNaN));
        }
    }
}
