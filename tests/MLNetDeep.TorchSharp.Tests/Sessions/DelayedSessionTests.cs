using MLNetDeep.Conformance;
using MLNetDeep.Neural;

namespace MLNetDeep.TorchSharp.Tests;

/// <summary>Sessions on the CPU that run as on CUDA: results are read later, and features are kept on the device.</summary>
public class DelayedSessionTests
{
    private const int Delay = 3;

    private static readonly TorchBackend s_backend = TorchBackend.Cpu(1) with { ResultDelay = Delay, KeepsFeatures = true };

    private static readonly NetworkSpec s_spec = new(
        [4], [new Dense(8, Activation.Tanh), new BatchNormalization(), new Dropout(0.4), new Dense(3, Activation.Softmax)]);

    private static readonly TrainingData s_data = TestNumbers.ClassificationData(12, 4, 3);

    [Fact]
    public void Begun_steps_are_the_steps_of_a_session_without_delay()
    {
        FitOptions options = new() { Optimizer = new Adam(0.01), Seed = 5 };
        using ITrainingSession expected = Create(TorchBackend.Cpu(1), options), actual = Create(s_backend, options);
        Assert.Equal(Delay, actual.ResultDelay);
        List<EvaluationResult> results = [];
        for (int step = 0; step < 20 + Delay; step++)
        {
            if (step < 20)
            {
                actual.BeginStep(s_data, Batch(step));
            }

            if (step >= Delay)
            {
                results.Add(actual.EndStep());
            }
        }

        Assert.Equal([.. Enumerable.Range(0, 20).Select(step => expected.Step(s_data, Batch(step)))], results);
        AssertSame(expected.GetWeights(), actual.GetWeights());
        AssertSame(expected.GetOptimizerState().Tensors, actual.GetOptimizerState().Tensors);
        Assert.Equal(20, actual.GetOptimizerState().Steps);
    }

    // The rows of step 0 to 12 have a NaN in turn. The session goes back to before that step, or before one of the 3 steps in front of it.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(12)]
    public void A_step_that_is_not_finite_takes_the_session_back(int bad)
    {
        FitOptions options = new() { Optimizer = new Adam(0.01), Seed = 5 };
        TrainingData damaged = new(new DenseFeatures(Enumerable.Repeat(float.NaN, 8).ToArray(), 4), s_data.Slice(0, 2).Targets);
        using ITrainingSession session = Create(s_backend, options), expected = Create(TorchBackend.Cpu(1), options);
        int begun = 0, ended = 0;
        EvaluationResult result = default;
        while (double.IsFinite(result.LossSum))
        {
            while (begun - ended <= Delay)
            {
                session.BeginStep(begun == bad ? damaged : s_data, begun == bad ? [0, 1] : Batch(begun));
                begun++;
            }

            result = session.EndStep();
            ended++;
        }

        Assert.Equal(bad, ended - 1);
        long steps = session.GetOptimizerState().Steps;
        Assert.InRange(steps, bad - Delay, bad);
        for (int step = 0; step < steps; step++)
        {
            expected.Step(s_data, Batch(step));
        }

        AssertSame(expected.GetWeights(), session.GetWeights());
        AssertSame(expected.GetOptimizerState().Tensors, session.GetOptimizerState().Tensors);

        // The session can go on from there.
        for (int step = (int)steps; step < steps + 6; step++)
        {
            session.BeginStep(s_data, Batch(step));
            Assert.Equal(expected.Step(s_data, Batch(step)), session.EndStep());
        }
    }

    [Fact]
    public void A_fit_with_delay_and_kept_features_equals_one_without()
    {
        foreach (TrainingData data in new[] { s_data, Bytes() })
        {
            FitOptions options = new()
            {
                Epochs = 4, BatchSize = 5, Threads = 1, Optimizer = new Adam(0.01), ValidationData = data.Slice(2, 7), Backend = TorchBackend.Cpu(1),
            };
            Network expected = new(s_spec, seed: 1), actual = new(s_spec, seed: 1);
            TrainingHistory expectedHistory = expected.Fit(data, options);
            TrainingHistory history = actual.Fit(data, options with { Backend = s_backend });
            Assert.Equal(expectedHistory.Epochs.Select(epoch => epoch.Training), history.Epochs.Select(epoch => epoch.Training));
            Assert.Equal(expectedHistory.Epochs.Select(epoch => epoch.Validation), history.Epochs.Select(epoch => epoch.Validation));
            AssertClose(expected.GetWeights(), actual.GetWeights(), 1e-6);
        }
    }

    [Fact]
    public void Features_beyond_the_limit_are_sent_batch_by_batch()
    {
        FitOptions options = new() { Epochs = 2, BatchSize = 5, Threads = 1, Backend = s_backend };
        Network expected = new(s_spec, seed: 1), actual = new(s_spec, seed: 1);
        expected.Fit(Bytes(), options);
        actual.Fit(Bytes(), options with { Backend = s_backend with { DataLimit = (12 * 4) - 1 } });
        AssertSame(expected.GetWeights(), actual.GetWeights());
    }

    [Fact]
    public void EndStep_without_BeginStep_throws()
    {
        using ITrainingSession session = Create(s_backend, new FitOptions()), direct = Create(TorchBackend.Cpu(1), new FitOptions());
        Assert.Throws<InvalidOperationException>(() => session.EndStep());
        Assert.Throws<NotSupportedException>(() => direct.BeginStep(s_data, [0]));
    }

    private static TrainingData Bytes() =>
        new(new ByteFeatures((byte[])[.. Enumerable.Range(0, 48).Select(i => (byte)(i * 37))], 4), s_data.Targets);

    private static ITrainingSession Create(IComputeBackend backend, FitOptions options) =>
        backend.CreateSession(s_spec, TestNumbers.Weights(s_spec), options with { Threads = 1, Backend = backend });

    private static int[] Batch(int step) => [.. Enumerable.Range(0, 5).Select(i => ((step * 5) + i) % 12)];

    private static void AssertSame(IReadOnlyList<NamedTensor> expected, IReadOnlyList<NamedTensor> actual) =>
        AssertClose(expected, actual, 0);

    private static void AssertClose(IReadOnlyList<NamedTensor> expected, IReadOnlyList<NamedTensor> actual, double tolerance)
    {
        Assert.Equal(expected.Select(tensor => tensor.Name), actual.Select(tensor => tensor.Name));
        Assert.All(expected.Zip(actual), pair => Assert.All(
            pair.First.Values.Zip(pair.Second.Values), values => Assert.Equal(values.First, values.Second, tolerance)));
    }
}
