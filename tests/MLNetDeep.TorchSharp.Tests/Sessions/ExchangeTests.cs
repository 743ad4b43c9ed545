using MLNetDeep.Conformance;
using MLNetDeep.Neural;
using MLNetDeep.TorchSharp.Tests.Support;
using Shared.Tests;

namespace MLNetDeep.TorchSharp.Tests;

/// <summary>Sessions that share batches with others. What the results must be is in the conformance tests.</summary>
public class ExchangeTests
{
    private const string Normalized = "exchange tests: normalized";

    private static readonly NetworkSpec s_spec = new(
        [4],
        [
            new Dense(6), new BatchNormalization(), new Dropout(0.3), new Residual([new Dense(6), new BatchNormalization()]), new Dense(3, Activation.Softmax),
        ]);

    private static readonly TrainingData s_data = TestNumbers.ClassificationData(12, 4, 3);

    static ExchangeTests() => TorchModules.Register(Normalized, () => new NormalizedModule());

    [Fact]
    public void A_session_with_an_exchange_leaves_no_tensor() => LiveTensors.AssertNone(() =>
    {
        InProcessExchange exchange = InProcessExchange.Create(1)[0];
        using ITrainingSession session = Create(s_spec, new FitOptions { GradientExchange = exchange });
        UseAll();
        long live = LiveTensors.Count;
        for (int time = 0; time < 3; time++)
        {
            UseAll();
        }

        Assert.Equal(live, LiveTensors.Count);

        void UseAll()
        {
            session.SetPositions([4, 2, 0]);
            session.Step(s_data, [0, 1, 2]);
            session.Step(s_data, []);
            session.AverageWeights(exchange, new EvaluationResult(1, 1, 3));
        }
    });

    // The network has two batch normalizations, which ask for sums on the way forward, 1 and 2, and back, 3 and 4. An exception must not pass
    // through libtorch, which would end the process.
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    public void An_exchange_that_fails_leaves_the_weights_and_no_tensor(int failAt) => LiveTensors.AssertNone(() =>
    {
        using ITrainingSession session = Create(s_spec, new FitOptions { GradientExchange = new FailingExchange(failAt) });
        Assert.Equal($"Call {failAt} fails.", Assert.Throws<TimeoutException>(() => session.Step(s_data, [0, 1, 2])).Message);
        Assert.All(TestNumbers.Weights(s_spec).Zip(session.GetWeights()), pair => Assert.Equal(pair.First.Values, pair.Second.Values));
        session.Step(s_data, [0, 1, 2]);
        Assert.Equal(1, session.GetOptimizerState().Steps);
    });

    // A module normalizes the rows of its rank. After the first step, its buffers follow from these rows alone: those of each rank are computed
    // by a session without others. They are averaged with the rows as weights, so that all ranks have the same.
    [Fact]
    public void Buffers_of_modules_are_averaged_by_rows()
    {
        NetworkSpec spec = new([4], [TorchModules.CreateLayer(Normalized, [4]), new ActivationLayer(Activation.Softmax)]);
        IReadOnlyList<NamedTensor> weights = new Network(spec, seed: 1).GetWeights();
        int[][] rows = [[0, 1, 2, 3, 4], [5, 6], []];
        IReadOnlyList<NamedTensor>[] alone = [.. rows.Take(2).Select(part =>
        {
            using ITrainingSession session = Create(spec, new FitOptions(), weights);
            session.Step(s_data, part);
            return session.GetWeights();
        })];
        IReadOnlyList<NamedTensor>[] ranks = Ranks.Run(rows.Length, exchange =>
        {
            using ITrainingSession session = Create(spec, new FitOptions { GradientExchange = exchange }, weights);
            session.Step(s_data, rows[exchange.Rank]);
            return session.GetWeights();
        });
        Assert.All(ranks, rank => Assert.All(ranks[0].Zip(rank), pair => Assert.Equal(pair.First.Values, pair.Second.Values)));
        foreach (int i in Enumerable.Range(0, weights.Count).Where(i => weights[i].Name.Contains("running", StringComparison.Ordinal)))
        {
            Assert.NotEqual(alone[0][i].Values, alone[1][i].Values);
            double[] expected = [.. alone[0][i].Values.Zip(alone[1][i].Values, (first, second) => ((5.0 * first) + (2.0 * second)) / 7)];
            Assert.All(expected.Zip(ranks[0][i].Values), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        }
    }

    // The part of a batch that begins at another position draws other numbers; that which begins at 0 the same as a session without others.
    [Fact]
    public void Modules_draw_other_numbers_for_other_positions()
    {
        NetworkSpec spec = new([4], [TorchModules.CreateLayer(Normalized, [4]), new ActivationLayer(Activation.Softmax)]);
        IReadOnlyList<NamedTensor> weights = new Network(spec, seed: 1).GetWeights();
        double[] losses = [.. ((int[]?[])[null, [0, 1, 2], [0, 5, 9], [3, 4, 5]]).Select(positions =>
        {
            using ITrainingSession session = Create(spec, new FitOptions(), weights);
            if (positions is not null)
            {
                session.SetPositions(positions);
            }

            return session.Step(s_data, [0, 1, 2]).LossSum;
        })];
        Assert.Equal(losses[0], losses[1]);
        Assert.Equal(losses[0], losses[2]);
        Assert.NotEqual(losses[0], losses[3]);
    }

    // libtorch may have been told to use fewer threads than a rank may, such as by OMP_NUM_THREADS.
    [Fact]
    public void A_rank_has_the_threads_of_its_exchange_unless_somebody_says_otherwise()
    {
        TorchLibrary.Load();
        Assert.Equal(1, Threads(null, null, 1));
        Assert.Equal(TorchLibrary.DefaultThreads, Threads(null, null, TorchLibrary.DefaultThreads + 1));
        Assert.Equal(3, Threads(null, 3, 1));
        Assert.Equal(4, Threads(4, 3, 1));

        static int Threads(int? ofBackend, int? ofOptions, int ofExchange) =>
            TorchDevice.Open(TorchBackend.Cpu(ofBackend), ofOptions, new FailingExchange(0) { DefaultThreads = ofExchange }).Threads;
    }

    [Fact]
    public void Positions_must_fit_the_step()
    {
        using ITrainingSession session = Create(s_spec, new FitOptions());
        Assert.Equal(
            "The position of row 1 in the batch is -1; accepted: 0 or more. (Parameter 'positions')",
            Assert.Throws<ArgumentOutOfRangeException>(() => session.SetPositions([0, -1])).Message.Split(Environment.NewLine)[0]);
        session.SetPositions([5, 3]);
        Assert.StartsWith(
            "The step has 3 rows, but SetPositions was called with 2 positions.",
            Assert.Throws<ArgumentException>(() => session.Step(s_data, [0, 1, 2])).Message, StringComparison.Ordinal);
    }

    // As local steps of a rank without rows: they are counted, with and without delay.
    [Fact]
    public void Steps_on_no_rows_are_counted_and_change_nothing()
    {
        TorchBackend delayed = TorchBackend.Cpu(1) with { ResultDelay = 2, KeepsFeatures = true };
        using ITrainingSession session = Create(s_spec, new FitOptions());
        using ITrainingSession begun = delayed.CreateSession(s_spec, TestNumbers.Weights(s_spec), new FitOptions { Threads = 1 });
        int[][] batches = [[], [0, 1, 2], [], [3, 4]];
        EvaluationResult[] results = [.. batches.Select(batch => session.Step(s_data, batch))];
        for (int i = 0; i < batches.Length; i++)
        {
            begun.BeginStep(s_data, batches[i]);
            if (i >= begun.ResultDelay)
            {
                Assert.Equal(results[i - begun.ResultDelay], begun.EndStep());
            }
        }

        Assert.Equal(results[2], begun.EndStep());
        Assert.Equal(results[3], begun.EndStep());
        Assert.Equal(default, results[0]);
        Assert.Equal((4, 4), (session.GetOptimizerState().Steps, begun.GetOptimizerState().Steps));
        Assert.All(session.GetWeights().Zip(begun.GetWeights()), pair => Assert.Equal(pair.First.Values, pair.Second.Values));
        session.Step(s_data, []);
        Assert.All(session.GetWeights().Zip(begun.GetWeights()), pair => Assert.Equal(pair.First.Values, pair.Second.Values));
    }

    private static ITrainingSession Create(NetworkSpec spec, FitOptions options, IReadOnlyList<NamedTensor>? weights = null) =>
        TorchBackend.Cpu(1).CreateSession(spec, weights ?? TestNumbers.Weights(spec), options with { Threads = 1, Backend = TorchBackend.Cpu(1) });
}
