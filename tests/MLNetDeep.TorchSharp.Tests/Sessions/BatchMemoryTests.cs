using MLNetDeep.Conformance;
using MLNetDeep.Neural;
using MLNetDeep.TorchSharp.Tests.Support;
using static TorchSharp.torch;

namespace MLNetDeep.TorchSharp.Tests;

/// <summary>How many rows are computed together where no option says it: in evaluations and in scoring.</summary>
public class BatchMemoryTests
{
    private static readonly NetworkSpec s_hungry = new(
        [4], [new ModuleLayer("hungry", [4], [6], [new("linear.weight", [6, 4], true), new("linear.bias", [6], true)]), new Dense(3, Activation.Softmax)]);

    private static readonly NetworkSpec s_modest = new([4], [new Dense(6), new Dense(3, Activation.Softmax)]);

    private static readonly TrainingData s_data = TestNumbers.ClassificationData(47, 4, 3);

    static BatchMemoryTests() => TorchModules.Register("hungry", () => new HungryModule(4, 6));

    [Fact]
    public void Evaluations_and_outputs_take_fewer_rows_where_memory_is_short()
    {
        TorchBackend backend = TorchBackend.Cpu(1);
        FitOptions options = new() { Threads = 1, Backend = backend };
        int[] rows = [.. Enumerable.Range(0, 47).Where(row => row % 3 > 0)];
        LiveTensors.AssertNone(() =>
        {
            using ITrainingSession session = backend.CreateSession(s_hungry, TestNumbers.Weights(s_hungry), options);
            using ITrainingSession expected = CpuBackend.Instance.CreateSession(s_modest, TestNumbers.Weights(s_modest), options);
            AssertClose(expected.Evaluate(s_data), session.Evaluate(s_data));
            AssertClose(Outputs(s_modest, expected.Predict), Outputs(s_hungry, session.Predict));
        });
        LiveTensors.AssertNone(() =>
        {
            using ITrainingSession session = backend.CreateSession(s_hungry, TestNumbers.Weights(s_hungry), options);
            using ITrainingSession expected = CpuBackend.Instance.CreateSession(s_modest, TestNumbers.Weights(s_modest), options);
            AssertClose(expected.Evaluate(s_data, rows), session.Evaluate(s_data, rows));
        });
    }

    [Fact]
    public void Scorers_take_fewer_rows_where_memory_is_short()
    {
        float[] values = TestNumbers.Uniform(40 * 4);
        LiveTensors.AssertNone(() =>
        {
            using IScorer expected = CpuBackend.Instance.CreateScorer(s_modest, TestNumbers.Weights(s_modest), new ScorerOptions());
            using IScorer scorer = TorchBackend.Cpu(1).CreateScorer(s_hungry, TestNumbers.Weights(s_hungry), new ScorerOptions());
            Assert.Equal(256, scorer.PreferredBatch);
            (float[] wanted, float[] outputs) = (new float[120], new float[120]);
            expected.Predict(values, wanted);
            scorer.Predict(values, outputs);
            AssertClose(wanted, outputs);

            // 40 rows, 20, 10, 5.
            Assert.Equal(HungryModule.MaxRows, scorer.PreferredBatch);
            AssertClose(Outputs(s_modest, expected.Predict), Outputs(s_hungry, scorer.Predict));
            AssertClose(expected.Evaluate(s_data, new CategoricalCrossEntropy()), scorer.Evaluate(s_data, new CategoricalCrossEntropy()));
        });
    }

    [Fact]
    public void A_training_step_takes_the_rows_that_it_is_given()
    {
        TorchBackend backend = TorchBackend.Cpu(1);
        using ITrainingSession session = backend.CreateSession(s_hungry, TestNumbers.Weights(s_hungry), new FitOptions { Backend = backend });
        session.Step(s_data, [0, 1, 2, 3, 4]);
        DeviceMemoryException error = Assert.Throws<DeviceMemoryException>(() => session.Step(s_data, [0, 1, 2, 3, 4, 5]));
        Assert.Equal(1L << 50, error.WantedBytes);
        Assert.Contains("Lower BatchSize.", error.Message, StringComparison.Ordinal);
    }

    // A smaller BatchSize would change nothing: the module asks for too much even for one row.
    [Fact]
    public void What_no_batch_size_helps_does_not_ask_for_a_smaller_one()
    {
        TorchModules.Register("insatiable", () => new HungryModule(4, 6, maxRows: 0));
        ModuleLayer layer = new("insatiable", [4], [6], [new("linear.weight", [6, 4], true), new("linear.bias", [6], true)]);
        NetworkSpec spec = new([4], [layer, new Dense(3, Activation.Softmax)]);
        TorchBackend backend = TorchBackend.Cpu(1);
        using ITrainingSession session = backend.CreateSession(spec, TestNumbers.Weights(spec), new FitOptions { Backend = backend });
        using IScorer scorer = backend.CreateScorer(spec, TestNumbers.Weights(spec), new ScorerOptions());
        float[] outputs = new float[141];
        foreach (Action call in (Action[])
        [
            () => session.Evaluate(s_data), () => session.Evaluate(s_data, [1, 2]), () => session.Predict(s_data.Features, outputs),
            () => scorer.Predict(s_data.Features, outputs), () => scorer.Predict([1, 2, 3, 4], outputs), () => scorer.Predict([1], [2], outputs),
            () => scorer.Evaluate(s_data, new CategoricalCrossEntropy()),
        ])
        {
            string message = Assert.Throws<DeviceMemoryException>(call).Message;
            Assert.EndsWith(" Free memory that other trainings and models hold, make the network smaller, or choose another backend.", message, StringComparison.Ordinal);
        }
    }

    // 900 rows of 600,000 floats have more than 2 GiB.
    [Fact]
    public void Wide_rows_are_scored_a_few_at_a_time()
    {
        const int Columns = 600_000, Rows = 900;
        NetworkSpec spec = new([Columns], [new Dense(1)]);
        float[] values = TestNumbers.Uniform(Rows * 3);
        SparseFeatures features = new(
            (int[])[.. Enumerable.Range(0, Rows + 1).Select(row => 3 * row)],
            (int[])[.. Enumerable.Range(0, Rows).SelectMany(row => new[] { row, 1000 + (331 * row), Columns - 1 - row })],
            values,
            Columns);
        IReadOnlyList<NamedTensor> weights = TestNumbers.Weights(spec);
        using IScorer scorer = TorchBackend.Cpu(1).CreateScorer(spec, weights, new ScorerOptions());
        Assert.Equal((1 << 24) / Columns, scorer.PreferredBatch);
        float[] outputs = new float[Rows];
        scorer.Predict(features, outputs);
        ReadOnlySpan<float> w = weights[0].Values;
        for (int row = 0; row < Rows; row++)
        {
            double expected = weights[1].Values[0] + ((double)values[3 * row] * w[row])
                + ((double)values[(3 * row) + 1] * w[1000 + (331 * row)]) + ((double)values[(3 * row) + 2] * w[Columns - 1 - row]);
            Assert.Equal(expected, outputs[row], 1e-6);
        }
    }

    [Fact]
    public void A_batch_above_2_GiB_is_refused()
    {
        TorchDevice device = TorchDevice.Open(TorchBackend.Cpu(1), null);
        using HostRows<float> rows = new(device, ScalarType.Float32, 1000, 100_000);
        NotSupportedException error = Assert.Throws<NotSupportedException>(() => rows.Begin(6));
        Assert.Equal("A batch of 6 rows of 100,000,000 values has more than 2,147,483,647 bytes. Lower BatchSize.", error.Message);
    }

    [Fact]
    public void A_scorer_accepts_no_rows()
    {
        using IScorer scorer = TorchBackend.Cpu(1).CreateScorer(s_modest, TestNumbers.Weights(s_modest), new ScorerOptions());
        float[] outputs = [7];
        scorer.Predict(ReadOnlySpan<float>.Empty, outputs);
        scorer.Predict(new DenseFeatures(Array.Empty<float>(), 4), outputs);
        Assert.Equal([7], outputs);
    }

    private delegate void Prediction(FeatureMatrix features, Span<float> destination);

    private static float[] Outputs(NetworkSpec spec, Prediction predict)
    {
        float[] outputs = new float[s_data.RowCount * spec.OutputSize];
        predict(s_data.Features, outputs);
        return outputs;
    }

    private static void AssertClose(EvaluationResult expected, EvaluationResult actual)
    {
        Assert.Equal(expected.Loss, actual.Loss, 1e-6);
        Assert.Equal((expected.RowCount, expected.Accuracy), (actual.RowCount, actual.Accuracy));
    }

    private static void AssertClose(float[] expected, float[] actual) =>
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
}
