using MLNetDeep.Neural.Tests.Support;
using MLNetDeep.Neural.Training;

namespace MLNetDeep.Neural.Tests.Training.Standardizing;

/// <summary>Checks that a training on standardized numbers returns weights, outputs and losses for the numbers as they are.</summary>
public class StandardizationTests
{
    private static readonly NetworkSpec s_line = new([1], [new Dense(1, kernelInitializer: Initializer.Zeros)]);

    private static readonly FitOptions s_oneStep = new()
    {
        Optimizer = new Sgd(0.1), BatchSize = 4, Epochs = 1, StandardizeFeatures = true, StandardizeTargets = true,
    };

    // x = 1, 3 has the mean 2 and the deviation 1; y = 2e6, 4e6 has 3e6 and 1e6. For x' = -1, 1 and y' = -1, 1 the loss at zero weights is
    // 1, the mean absolute error 1, and the gradient of the mean of (w x' + b - y')^2 is -2 for w and 0 for b. So w' = 0.2 and b' = 0, which
    // is w = 1e6 x 0.2 / 1 and b = 3e6 - w x 2.
    [Fact]
    public void One_step_matches_a_hand_calculation()
    {
        Network network = new(s_line);
        TrainingHistory history = network.Fit(Data([1, 3], [2e6f, 4e6f]), s_oneStep);
        Assert.Equal(2e5f, network.GetWeights()[0].Values[0], 1f);
        Assert.Equal(2.6e6f, network.GetWeights()[1].Values[0], 1f);
        Assert.Equal(1e12, history.Epochs[0].Training.Loss, 1e6);
        Assert.Equal(1e6, history.Epochs[0].Training.MeanAbsoluteError, 1);
    }

    // With the weights 3 and 1, x = 0, 4 has the mean 1 and the variance (3 x 1 + 1 x 9) / 4 = 3; a row of weight 0 has no influence.
    [Fact]
    public void Rows_count_with_their_weights()
    {
        TrainingData data = new(new DenseFeatures(new float[] { 0, 4, 100 }, 1), new DenseTargets(new float[] { 0, 4, -7 }), new float[] { 3, 1, 0 });
        Network network = new(s_line);
        network.Fit(data, s_oneStep with { Iterations = 0 });
        Assert.Equal(1, network.GetWeights()[1].Values[0], 1e-6f);

        // One step: x' = y' = -1/√3, 3/√3 with the weights 3, 1 over 3 rows; the gradient for w is -2/3 (3 x 1/3 + 1 x 3) = -8/3.
        Network trained = new(s_line);
        trained.Fit(data, s_oneStep);
        Assert.Equal(0.8f / 3, trained.GetWeights()[0].Values[0], 1e-6f);
        Assert.Equal(1 - (0.8f / 3), trained.GetWeights()[1].Values[0], 1e-6f);
    }

    // At most a quarter of the values is nonzero. The first column has the nonzero values 3 and -4: their root mean square is √12.5. The
    // second column is 1 where it is not 0, and stays as it is. The targets are not standardized: the gradient for the first weight is
    // -2/12 x (3 x 2 - 4 x 1) / √12.5 after one step, the one for the bias -2/12 x 5.
    [Fact]
    public void Sparse_columns_are_divided_by_the_root_mean_square_of_their_nonzero_values()
    {
        float[] x = new float[12 * 2];
        float[] y = new float[12];
        (x[0], y[0]) = (3, 2);
        (x[2], y[1]) = (-4, 1);
        (x[5], y[2]) = (1, 2);
        FeatureMatrixBuilder rows = new(2);
        foreach (float[] row in x.Chunk(2))
        {
            rows.Add(row);
        }

        Network network = new(new NetworkSpec([2], [new Dense(1, kernelInitializer: Initializer.Zeros)]));
        network.Fit(
            new TrainingData(Assert.IsType<SparseFeatures>(rows.ToMatrix()), new DenseTargets(y)),
            s_oneStep with { BatchSize = 12, StandardizeTargets = false });
        Assert.Equal(0.1f * 2 / 12 * 2 / 12.5f, network.GetWeights()[0].Values[0], 1e-7f);
        Assert.Equal(0.1f * 2 / 12 * 2, network.GetWeights()[0].Values[1], 1e-7f);
        Assert.Equal(0.1f * 2 / 12 * 5, network.GetWeights()[1].Values[0], 1e-6f);
    }

    // Whole, in parts and as copies of rows: (x - mean) x factor, or x factor, rounded after each operation.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Standardized_rows_have_the_values_of_the_formula(bool hasMeans)
    {
        const int Columns = 37;
        float[] x = [.. Enumerable.Range(0, 4 * Columns).Select(i => i % 3 == 0 ? 0 : 10 * MathF.Sin(i))];
        float[] means = [.. Enumerable.Range(0, Columns).Select(i => 3 * MathF.Cos(i))];
        float[] deviations = [.. Enumerable.Range(0, Columns).Select(i => 1 + (0.1f * i))];
        FeatureMatrix whole = new FeatureScale(hasMeans ? means : null, deviations).Apply(new DenseFeatures(x, Columns));
        Check(whole, [0, 1, 2, 3]);
        Check(whole.Slice(1, 3), [1, 2, 3]);
        Check(whole.Select([2, 0]).Slice(0, 1), [2]);

        void Check(FeatureMatrix actual, int[] rows)
        {
            for (int row = 0; row < rows.Length; row++)
            {
                float[] values = new float[Columns], nonZeros = new float[Columns];
                int[] columns = new int[Columns];
                actual.CopyRow(row, values);
                Assert.Equal(
                    Enumerable.Range(0, Columns).Select(i => (x[(rows[row] * Columns) + i] - (hasMeans ? means[i] : 0)) * (1 / deviations[i])), values);
                int count = actual.CopyNonZeros(row, columns, nonZeros);
                Assert.Equal(values.Where(value => hasMeans || value != 0), nonZeros.Take(count));
            }
        }
    }

    // Bytes of scale 1 train like bytes of scale 1/255; the weights are divided by 255.
    [Fact]
    public void Bytes_are_scaled_to_1()
    {
        byte[] pixels = [.. Enumerable.Range(0, 200).Select(i => (byte)((i * 37) % 256))];
        float[] Weights(float scale)
        {
            Network network = new(new NetworkSpec([4], [new Flatten(), new Dense(3, Activation.Softmax)]));
            network.Fit(
                new TrainingData(new ByteFeatures(pixels, 4, scale), Enumerable.Range(0, 50).Select(i => i % 3).ToArray()),
                new FitOptions { Epochs = 3, StandardizeFeatures = true });
            return network.GetWeights()[0].Values;
        }

        Assert.All(Weights(1).Zip(Weights(1 / 255f)), pair => Assert.Equal(pair.Second / 255, pair.First, 1e-8f));
    }

    [Theory]
    [InlineData(1e6f, 1)]
    [InlineData(1e-6f, 1)]
    [InlineData(1e6f, 0)]
    public void Every_loss_trains_alike_in_any_unit(float unit, int hidden)
    {
        foreach (LossSpec loss in new LossSpec[] { new MeanSquaredError(), new MeanAbsoluteError(), new Huber(0.5) })
        {
            (float[] expected, EvaluationResult small) = Train(1, loss);
            (float[] actual, EvaluationResult large) = Train(unit, loss is Huber ? new Huber(0.5 * unit) : loss);
            Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second / unit, 2e-4f));
            double factor = loss is MeanAbsoluteError ? unit : (double)unit * unit;
            Assert.Equal(small.Loss, large.Loss / factor, 1e-4);
            Assert.Equal(small.MeanAbsoluteError, large.MeanAbsoluteError / unit, 1e-4);
        }

        (float[] Outputs, EvaluationResult Validation) Train(float scale, LossSpec loss)
        {
            float[] x = [.. Enumerable.Range(0, 100).Select(i => (i * 29) % 100 / 50f)];
            TrainingData data = new(new DenseFeatures(x, 1), new DenseTargets(Array.ConvertAll(x, value => scale * (2 + MathF.Sin(value)))));
            Network network = new(new NetworkSpec([1], hidden > 0 ? [new Dense(8, Activation.Tanh), new Dense(1)] : [new Dense(1)]));
            TrainingHistory history = network.Fit(
                data, new FitOptions { Loss = loss, Epochs = 10, Optimizer = new Adam(0.01), ValidationSplit = 0.2, StandardizeFeatures = true, StandardizeTargets = true });
            float[] outputs = new float[100];
            network.Predict(data.Features, outputs);

            // What the training reported is what the network has.
            EvaluationResult again = network.Evaluate(data.Slice(80, 20), loss);
            EvaluationResult reported = history.Epochs[^1].Validation!.Value;
            Assert.Equal(again.Loss, reported.Loss, 1e-4 * again.Loss);
            Assert.Equal(again.MeanAbsoluteError, reported.MeanAbsoluteError, 1e-4 * again.MeanAbsoluteError);
            return (outputs, reported);
        }
    }

    // After the step of the hand calculation, w' = 0.2: the standardized loss is 0.8^2, the penalty 0.1 x 0.2^2, both times 1e12.
    [Fact]
    public void Penalties_apply_to_the_weights_for_standardized_numbers()
    {
        Network network = new(new NetworkSpec([1], [new Dense(1, kernelInitializer: Initializer.Zeros, kernelRegularizer: new(l2: 0.1))]));
        TrainingHistory history = network.Fit(Data([1, 3], [2e6f, 4e6f]), s_oneStep with { Epochs = 2 });
        Assert.Equal(0.644e12, history.Epochs[1].Training.Loss, 1e6);
    }

    [Theory]
    [InlineData(1e6f)]
    [InlineData(1e-6f)]
    [InlineData(0f)]
    [InlineData(-0.3f)]
    public void Constant_targets_are_predicted(float target)
    {
        float[] x = [.. Enumerable.Range(0, 60).Select(i => i / 60f)];
        float[] y = new float[60];
        Array.Fill(y, target);
        TrainingData data = Data(x, y);
        Network network = new(new NetworkSpec([1], [new Dense(8, Activation.Relu), new Dense(1)]));
        TrainingHistory history = network.Fit(data, s_oneStep with { Epochs = 200, Optimizer = new Adam() });
        float[] outputs = new float[60];
        network.Predict(data.Features, outputs);
        Assert.All(outputs, output => Assert.Equal(target, output, target == 0 ? 1e-8f : 2e-7f * MathF.Abs(target)));
        Assert.InRange(history.Epochs[^1].Training.Loss, 0, 1e-13 * Math.Max(target * target, 1e-3));
    }

    // A feature that never changes must not turn into noise, whatever its size.
    [Fact]
    public void Constant_features_do_no_harm()
    {
        float[] x = [.. Enumerable.Range(0, 60).SelectMany(i => new[] { i / 60f, 0.1f, -3e8f })];
        TrainingData data = new(new DenseFeatures(x, 3), new DenseTargets(Enumerable.Range(0, 60).Select(i => i / 30f).ToArray()));
        Network network = new(new NetworkSpec([3], [new Dense(1, kernelInitializer: Initializer.Zeros)]));
        network.Fit(data, s_oneStep with { Epochs = 300 });
        Assert.Equal([2, 0, 0], network.GetWeights()[0].Values.Select(weight => MathF.Round(weight, 3)));
    }

    [Fact]
    public void Numbers_that_the_layers_or_the_loss_cannot_fold_stay_as_they_are()
    {
        TrainingData data = Data([1, 3, 900], [20, 40, 60]);
        FitOptions plain = new() { Epochs = 5 };
        foreach ((NetworkSpec spec, LossSpec loss) in new (NetworkSpec, LossSpec)[]
        {
            (new([1], [new BatchNormalization(), new Dense(1, Activation.Relu)]), new MeanSquaredError()),
            (new([1], [new BatchNormalization(), new Dense(1)]), new MeanSquaredLogarithmicError()),
        })
        {
            Network expected = new(spec);
            expected.Fit(data, plain with { Loss = loss });
            Network actual = new(spec);
            actual.Fit(data, plain with { Loss = loss, StandardizeFeatures = true, StandardizeTargets = true });
            Assert.Equal(SavedWeights.Of(expected), SavedWeights.Of(actual));
        }
    }

    // Without biases nothing is subtracted: 0 still gives 0.
    [Fact]
    public void Layers_without_bias_only_scale()
    {
        Network network = new(new NetworkSpec([1], [new Dense(1, useBias: false)]));
        network.Fit(Data([1000, 3000], [2e6f, 6e6f]), s_oneStep with { Epochs = 100 });
        Assert.Equal(2000, Assert.Single(network.GetWeights()).Values[0], 0.1f);
    }

    private static TrainingData Data(float[] x, float[] y) => new(new DenseFeatures(x, 1), new DenseTargets(y));
}
