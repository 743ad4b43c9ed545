using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

/// <summary>Checks session behaviour: dropout, running statistics, skipped steps, and resuming from an optimizer state.</summary>
public abstract class SessionConformance : BackendConformance
{
    private static readonly NetworkSpec Spec = new(
        [4], [new Dense(8, Activation.Tanh), new BatchNormalization(), new Dropout(0.4), new Dense(3, Activation.Softmax)]);

    private static readonly TrainingData Data = TestNumbers.ClassificationData(12, 4, 3);

    public static TheoryData<OptimizerSpec> Optimizers =>
    [
        new Sgd(0.1), new Sgd(0.1, 0.9), new Adam(), new AdamW(), new Adagrad(0.1), new Adadelta(1), new RmsProp(),
        new RmsProp(momentum: 0.9, centered: true), new Adam(new WarmUp(new CosineDecay(0.01, 20), 5)) { GlobalClipNorm = 0.1 },
    ];

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void A_session_can_resume_from_the_state_of_another_session(OptimizerSpec optimizer)
    {
        FitOptions options = new() { Optimizer = optimizer, Seed = 3 };
        using ITrainingSession whole = Session(Spec, TestNumbers.Weights(Spec), options);
        using ITrainingSession first = Session(Spec, TestNumbers.Weights(Spec), options);
        for (int step = 0; step < 5; step++)
        {
            Assert.Equal(whole.Step(Data, Batch(step)), first.Step(Data, Batch(step)));
        }

        using ITrainingSession second = Session(Spec, first.GetWeights(), options);
        second.SetOptimizerState(first.GetOptimizerState());
        for (int step = 5; step < 10; step++)
        {
            Assert.Equal(whole.Step(Data, Batch(step)), second.Step(Data, Batch(step)));
        }

        AssertSame(whole.GetWeights(), second.GetWeights());
        AssertSame(whole.GetOptimizerState().Tensors, second.GetOptimizerState().Tensors);
        Assert.Equal(10, second.GetOptimizerState().Steps);
    }

    public static TheoryData<OptimizerSpec, OptimizerSpec> HalvedOptimizers => new()
    {
        { new Sgd(0.1, 0.9), new Sgd(0.05, 0.9) }, { new Adam(0.1), new Adam(0.05) }, { new AdamW(0.1), new AdamW(0.05) },
        { new Adagrad(0.1), new Adagrad(0.05) }, { new Adadelta(1), new Adadelta(0.5) }, { new RmsProp(0.1), new RmsProp(0.05) },
    };

    // A factor of 1/2 is exact. Setting it back to 1 restores the optimizer's own rate.
    [Theory]
    [MemberData(nameof(HalvedOptimizers))]
    public void A_learning_rate_factor_multiplies_the_rate(OptimizerSpec optimizer, OptimizerSpec halved)
    {
        using ITrainingSession expected = Session(Spec, TestNumbers.Weights(Spec), new FitOptions { Optimizer = halved });
        using ITrainingSession actual = Session(Spec, TestNumbers.Weights(Spec), new FitOptions { Optimizer = optimizer });
        Assert.Equal(1, actual.LearningRateFactor);
        actual.LearningRateFactor = 0.5;
        Assert.Equal(0.5, actual.LearningRateFactor);
        for (int step = 0; step < 3; step++)
        {
            Assert.Equal(expected.Step(Data, Batch(step)), actual.Step(Data, Batch(step)));
        }

        AssertSame(expected.GetWeights(), actual.GetWeights());
        using ITrainingSession continued = Session(Spec, expected.GetWeights(), new FitOptions { Optimizer = optimizer });
        continued.SetOptimizerState(expected.GetOptimizerState());
        actual.LearningRateFactor = 1;
        continued.Step(Data, Batch(3));
        actual.Step(Data, Batch(3));
        AssertSame(continued.GetWeights(), actual.GetWeights());
    }

    [Fact]
    public void The_state_of_a_different_optimizer_throws()
    {
        using ITrainingSession adam = Session(Spec, TestNumbers.Weights(Spec), new FitOptions());
        using ITrainingSession sgd = Session(Spec, TestNumbers.Weights(Spec), new FitOptions { Optimizer = new Sgd() });
        Assert.Throws<ArgumentException>(() => adam.SetOptimizerState(sgd.GetOptimizerState()));
    }

    [Fact]
    public void A_step_with_nonfinite_loss_is_skipped()
    {
        float[] rows = TestNumbers.Uniform(12 * 4);
        rows[5] = float.NaN;
        TrainingData bad = new(new DenseFeatures(rows, 4), Data.Targets);
        using ITrainingSession session = Session(Spec, TestNumbers.Weights(Spec), new FitOptions());
        Assert.False(double.IsFinite(session.Step(bad, AllRows(bad)).LossSum));
        AssertSame(TestNumbers.Weights(Spec), session.GetWeights());
        Assert.Equal(0, session.GetOptimizerState().Steps);
    }

    [Fact]
    public void Some_rows_are_evaluated_as_a_slice_of_them()
    {
        using ITrainingSession session = Session(Spec, TestNumbers.Weights(Spec), new FitOptions { BatchSize = 4 });
        EvaluationResult expected = session.Evaluate(Data.Slice(3, 2)) + session.Evaluate(Data.Slice(11, 1)) + session.Evaluate(Data.Slice(0, 3));
        EvaluationResult actual = session.Evaluate(Data, [3, 4, 11, 0, 1, 2]);
        Assert.Equal((expected.CorrectCount, 6L), (actual.CorrectCount, actual.RowCount));
        Assert.Equal(expected.LossSum, actual.LossSum, 1e-6);
    }

    [Fact]
    public void Infinite_weights_are_found()
    {
        using ITrainingSession session = Session(Spec, TestNumbers.Weights(Spec), new FitOptions { Optimizer = new Sgd(1e39) });
        Assert.True(session.IsFinite());
        session.Step(Data, AllRows(Data));
        Assert.False(session.IsFinite());
    }

    [Fact]
    public void Training_steps_update_the_running_statistics()
    {
        NetworkSpec spec = new([3], [new BatchNormalization(0.9), new Dense(2, Activation.Softmax)]);
        IReadOnlyList<NamedTensor> weights = TestNumbers.Weights(spec);
        TrainingData data = TestNumbers.ClassificationData(5, 3, 2);
        double[][] rows = ReferenceModel.Rows(data.Features);
        using ITrainingSession session = Session(spec, weights, new FitOptions());
        session.ComputeGradients(data, AllRows(data), training: true);
        Assert.Equal(weights[2].Values, session.GetWeights()[2].Values);
        session.Step(data, AllRows(data));
        for (int column = 0; column < 3; column++)
        {
            double mean = rows.Average(row => row[column]);
            double variance = rows.Average(row => (row[column] - mean) * (row[column] - mean));
            AssertClose((0.9 * weights[2].Values[column]) + (0.1 * mean), session.GetWeights()[2].Values[column], "running_mean");
            AssertClose((0.9 * weights[3].Values[column]) + (0.1 * variance), session.GetWeights()[3].Values[column], "running_var");
        }
    }

    // Two sequences of 3 steps and one feature, of which 2 and 1 steps are used, then two that are empty.
    [Fact]
    public void Running_statistics_of_sequences_are_those_of_the_used_positions()
    {
        NetworkSpec spec = new([3, 1], [new BatchNormalization(0.9), new Flatten(), new Dense(2, Activation.Softmax)]);
        IReadOnlyList<NamedTensor> weights = TestNumbers.Weights(spec);
        DenseFeatures features = new(new float[] { 1, 3, 100, 8, 100, 100, 100, 100, 100, 100, 100, 100 }, 3, new[] { 2, 1, 0, 0 }, 3);
        TrainingData data = new(features, new ClassTargets(new[] { 0, 1, 0, 1 }));
        using ITrainingSession session = Session(spec, weights, new FitOptions());
        for (int step = 0; step < 2; step++)
        {
            // The values 1, 3 and 8 have the mean 4 and the variance (9 + 1 + 16) / 3. The second batch has no values.
            session.Step(data, step == 0 ? [0, 1, 2] : [2, 3]);
            AssertClose((0.9 * weights[2].Values[0]) + (0.1 * 4), session.GetWeights()[2].Values[0], "running_mean");
            AssertClose((0.9 * weights[3].Values[0]) + (0.1 * 26 / 3), session.GetWeights()[3].Values[0], "running_var");
        }
    }

    // All 400 inputs are 1, and a dense layer with zero weights follows the dropout layer. Its weight gradient is then the dropout mask,
    // whose values are 0 or 1 / (1 - rate).
    [Fact]
    public void Dropout_zeroes_a_fraction_of_values_and_scales_the_rest()
    {
        const double Rate = 0.25;
        NetworkSpec spec = new([400], [new Dropout(Rate), new Dense(1, useBias: false)]);
        NamedTensor weights = new("1.weight", [1, 400], new float[400]);
        TrainingData one = new(
            new DenseFeatures(Enumerable.Repeat(1f, 400).ToArray(), 400), new DenseTargets(new float[] { -0.5f }));
        using ITrainingSession session = Session(spec, [weights], new FitOptions { Loss = new MeanSquaredError(), Seed = 1 });

        // dL/dw = 2 (p - y) x, with the prediction p = 0, the target y = -0.5 and the dropout output x. So dL/dw = x.
        float[] mask = session.ComputeGradients(one, [0], training: true)[0].Values;
        Assert.All(mask, value => Assert.True(value == 0 || Math.Abs(value - (1 / (1 - Rate))) < 1e-6));

        // The number of zeros has mean 100 and standard deviation √(400·0.25·0.75), about 9.
        Assert.InRange(mask.Count(value => value == 0), 60, 140);
        Assert.Equal(mask, session.ComputeGradients(one, [0], training: true)[0].Values);
        session.Step(one, [0]);
        Assert.NotEqual(0, session.ComputeGradients(one, [0], training: true)[0].Values.Zip(mask).Count(pair => pair.First == 0 != (pair.Second == 0)));
        Assert.All(session.ComputeGradients(one, [0], training: false)[0].Values, value => Assert.NotEqual(0, value));
    }

    // As above, with 10 positions of 40 channels: dL/dw = x. The mask has one number for each channel, as DropoutMasks draws it.
    [Fact]
    public void Spatial_dropout_zeroes_whole_channels()
    {
        const double Rate = 0.25;
        (LayerSpec Layer, int[] Shape)[] layers = [(new SpatialDropout1D(Rate), [10, 40]), (new SpatialDropout2D(Rate), [5, 2, 40])];
        foreach ((LayerSpec layer, int[] shape) in layers)
        {
            NetworkSpec spec = new([.. shape], [layer, new Flatten(), new Dense(1, useBias: false)]);
            NamedTensor weights = new("2.weight", [1, 400], new float[400]);
            TrainingData two = new(
                new DenseFeatures(Enumerable.Repeat(1f, 800).ToArray(), 400), new DenseTargets(new float[] { -0.5f, -0.5f }), new float[] { 0, 2 });
            using ITrainingSession session = Session(spec, [weights], new FitOptions { Loss = new MeanSquaredError(), Seed = 1 });
            session.Step(two, [0]);
            float[] actual = spec.Parameters[0].InRowOrder(session.ComputeGradients(two, [0, 1], training: true)[0].Values);
            float[] mask = new float[40];
            DropoutMasks.Draw(Rate, index: 0, seed: 1, step: 1, row: 1, mask);
            Assert.InRange(mask.Count(value => value == 0), 1, 20);
            AssertClose([.. Enumerable.Range(0, 400).Select(i => (double)mask[i % 40])], actual, $"{layer}");
            Assert.All(session.ComputeGradients(two, [0, 1], training: false)[0].Values, value => Assert.Equal(1, value, 1e-6));
        }
    }

    [Fact]
    public void GetWeights_returns_the_initial_weights()
    {
        foreach ((int inputs, int units) in new[] { (1, 1), (3, 5), (17, 33), (64, 16) })
        {
            NetworkSpec spec = new([inputs], [new Dense(units), new BatchNormalization(), new Dense(2, Activation.Softmax)]);
            using ITrainingSession session = Session(spec, TestNumbers.Weights(spec), new FitOptions());
            AssertSame(TestNumbers.Weights(spec), session.GetWeights());
        }
    }

    private static int[] Batch(int step) => [.. Enumerable.Range(0, 5).Select(i => ((step * 5) + i) % 12)];

    private static void AssertSame(IReadOnlyList<NamedTensor> expected, IReadOnlyList<NamedTensor> actual)
    {
        Assert.Equal(expected.Select(tensor => tensor.Name), actual.Select(tensor => tensor.Name));
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First.Values, pair.Second.Values));
    }
}
