using MLNetDeep.Neural.Cpu;
using MLNetDeep.Neural.Tests.Support;
using Shared.Tests;

namespace MLNetDeep.Neural.Tests.Cpu.Exchange;

/// <summary>Sessions that step alone and then average their weights continue as a new session with the averages does.</summary>
public class WeightAveragesTests
{
    // The rows of each session's two steps. The last one's count for nothing.
    private static readonly int[] s_rowCounts = [5, 11, 0];

    private static readonly LayerSpec[] s_layers =
    [
        new Dense(9, Activation.Tanh), new BatchNormalization(), new Dense(8, Activation.Tanh) { Trainable = false }, new Dropout(0.5),
        new Residual([new Dense(8), new BatchNormalization()]), new BatchNormalization { Trainable = false }, new Dense(3, Activation.Softmax),
    ];

    public static TheoryData<OptimizerSpec> Optimizers =>
        [new Sgd(0.1), new Sgd(0.1, momentum: 0.9), new Adam(0.01), new Adagrad(0.1), new Adadelta(), new RmsProp(0.01, momentum: 0.9, centered: true)];

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Averages_are_those_of_weights_statistics_and_states(OptimizerSpec optimizer) =>
        Check(new([20], [.. s_layers]), Samples.Data(30, 20, 3), new() { Optimizer = optimizer, BatchSize = 16, Threads = 1 }, batchSize: 11);

    // Two threads take each step together, each with weights of its own.
    [Fact]
    public void Paired_steps_continue_from_the_averages()
    {
        NetworkSpec spec = new([784], [new Dense(64, Activation.Relu), new Dense(4, Activation.Softmax)]);
        FitOptions options = new() { Optimizer = new Adam(), BatchSize = 16, Threads = 2 };
        using ThreadTeam team = new(2);
        CpuPlan plan = CpuPlan.ForLoss(spec, LossSpec.DefaultFor(spec), training: true);
        LayerStack layers = new(plan, new CpuParameters(spec, new Network(spec).GetWeights()), team, 16);
        Assert.True(PairedSteps.Suits(layers, CpuLoss.For(LossSpec.DefaultFor(spec), team, []), 16));
        Check(spec, Samples.Data(60, 784, 4), options, batchSize: 16);
    }

    [Fact]
    public void Sliced_steps_continue_from_the_averages()
    {
        NetworkSpec spec = new([4], [new Dense(8, Activation.Tanh), new Dense(2)]);
        TrainingData data = new(new DenseFeatures(Samples.Floats(2100 * 4), 4), new DenseTargets(Samples.Floats(2100 * 2), 2));
        FitOptions options = new() { Loss = new MeanSquaredError(), BatchSize = 2100, Threads = 1 };
        Assert.True(SlicedSteps.Suits(
            CpuPlan.ForLoss(spec, options.Loss, training: true), new CpuParameters(spec, new Network(spec).GetWeights()), 2100));
        Check(spec, data, options, batchSize: 2100);
    }

    private static void Check(NetworkSpec spec, TrainingData data, FitOptions options, int batchSize)
    {
        InProcessExchange[] exchanges = InProcessExchange.Create(RankTraining.Ranks);
        State[] averaged = new State[RankTraining.Ranks], last = new State[RankTraining.Ranks];
        EvaluationResult[] sums = new EvaluationResult[RankTraining.Ranks];
        int[] batch = [.. Enumerable.Range(0, batchSize)];
        IReadOnlyList<NamedTensor> start = new Network(spec, seed: 2).GetWeights();
        State[] alone = RankTraining.OnThreads(rank =>
        {
            using ITrainingSession session = CpuBackend.Instance.CreateSession(spec, start, options);
            int[] own = [.. batch.Select(row => (row + (7 * rank)) % data.RowCount)];
            session.Step(data, own);
            session.Step(data, own);
            State before = State.Of(session);
            sums[rank] = session.AverageWeights(exchanges[rank], new(2.5 * rank, 1, s_rowCounts[rank], 0, 0));
            averaged[rank] = State.Of(session);
            session.Step(data, batch);
            last[rank] = State.Of(session);
            return before;
        });

        Assert.All(sums, sum => Assert.Equal(new(7.5, 3, 16, 0, 0), sum));
        for (int t = 0; t < averaged[0].Tensors.Length; t++)
        {
            NamedTensor[] tensors = [.. alone.Select(state => state.Tensors[t])];
            bool isFrozen = !spec.Layers[tensors[0].Name[0] - '0'].Trainable;
            double[] expected = [.. tensors[0].Values.Select((value, i) =>
                isFrozen ? value : ((5.0 * value) + (11.0 * tensors[1].Values[i])) / 16)];
            Close.All(expected, averaged[0].Tensors[t].Values, isFrozen ? 0 : 1e-7, 1e-20, tensors[0].Name);
        }

        using ITrainingSession again = CpuBackend.Instance.CreateSession(spec, averaged[0].Weights, options);
        again.SetOptimizerState(averaged[0].Optimizer);
        again.Step(data, batch);
        Assert.All(averaged, state => Close.SameBits(averaged[0].Tensors, state.Tensors));
        Assert.All(last, state => Close.SameBits(State.Of(again).Tensors, state.Tensors));
        Assert.Equal(3, last[0].Optimizer.Steps);
        Assert.False(Close.AreSame(alone[0].Weights, alone[1].Weights));
    }

    private sealed record State(IReadOnlyList<NamedTensor> Weights, OptimizerState Optimizer)
    {
        public NamedTensor[] Tensors => [.. Weights, .. Optimizer.Tensors];

        public static State Of(ITrainingSession session) => new(session.GetWeights(), session.GetOptimizerState());
    }
}
