using System.Buffers;
using MLNetDeep.Neural.Cpu;
using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Cpu;

/// <summary>Steps of two threads side by side: the same bits as one thread's, however they come about.</summary>
public class PairedStepsTests
{
    private const int Rows = 96;
    private const int Columns = 784;
    private const int Classes = 4;
    private const int Batch = 8;

    [Theory]
    [InlineData(64, 8, true)]

    // Not worth sharing.
    [InlineData(64, 2, false)]

    // The second layer is: 64 rows, 256 inputs and 16 outputs with padding.
    [InlineData(256, 64, false)]

    // Not cut.
    [InlineData(257, 8, false)]
    public void Small_networks_on_many_inputs_suit_paired_steps(int units, int rows, bool isSuited)
    {
        LayerSpec[] layers = [new Dense(units, Activation.Relu), new Dense(Classes, Activation.Softmax)];
        Assert.Equal(isSuited, Suits(layers, rows));
    }

    [Fact]
    public void Networks_with_batch_statistics_do_not()
    {
        LayerSpec[] layers = [new Dense(64), new BatchNormalization(), new ActivationLayer(Activation.Relu), new Dense(Classes, Activation.Softmax)];
        Assert.False(Suits(layers, Batch));
    }

    // So many steps that now and then the caller is alone, to see whether that is faster.
    [Theory]
    [InlineData(4, true)]
    [InlineData(4, false)]
    [InlineData(1, true)]
    public void Weights_and_states_are_those_of_one_thread(int litOneIn, bool announces)
    {
        TrainingData data = Data(litOneIn);
        foreach (OptimizerSpec optimizer in new OptimizerSpec[] { new Adam(), new Sgd(0.1) { Momentum = 0.9 } })
        {
            float[] one = Train(data, optimizer, threads: 1, announces);
            Assert.Equal(one, Train(data, optimizer, threads: 2, announces));
            Assert.Equal(one, Train(data, optimizer, threads: 3, announces));
        }
    }

    [Fact]
    public void A_state_that_is_set_counts_for_both_threads()
    {
        TrainingData data = Data(4);
        Assert.Equal(Resume(data, 1), Resume(data, 2));
    }

    // What a side has brought in ahead is not used after steps in which it had no part. With the 65th step, which was announced, begins a
    // trial of the caller alone; when the other side is back, the rows are the same, but not what is in them.
    [Fact]
    public void Rows_that_have_changed_since_they_were_announced_are_read_anew()
    {
        Assert.Equal(TrainOnWhatChanges(1), TrainOnWhatChanges(2));
    }

    [Fact]
    public void A_batch_beyond_all_memory_is_refused_and_loses_nothing()
    {
        TrainingData data = Data(4);
        NetworkSpec spec = new([Columns], [new Dense(256, Activation.Relu), new Dense(Classes, Activation.Softmax)]);
        FitOptions options = new() { BatchSize = Batch, Threads = 2, Loss = LossSpec.DefaultFor(spec) };
        Network network = new(spec, seed: 1);
        using ITrainingSession session = CpuBackend.Instance.CreateSession(spec, network.GetWeights(), options);

        // 256 units for each row are more than an array can hold; what there was room for before, 8 rows, is fewer than the data has.
        Assert.Throws<ArgumentOutOfRangeException>(() => session.Step(data, new int[9_000_000]));
        Assert.Equal(network.Evaluate(data), session.Evaluate(data));
    }

    [Fact]
    public void A_loss_that_is_not_finite_changes_nothing()
    {
        float[] values = new float[Rows * Columns];
        values.AsSpan().Fill(1);
        values[^1] = float.NaN;
        TrainingData data = new(new DenseFeatures(values, Columns), Samples.Labels(Rows, Classes));
        using ITrainingSession session = Session(new Adam(), threads: 2);
        session.Step(data, [0, 1, 2, 3, 4, 5, 6, 7]);
        float[] before = Values(session);
        EvaluationResult result = session.Step(data, [0, 1, 2, 3, 4, 5, 6, Rows - 1]);
        Assert.False(double.IsFinite(result.LossSum));
        Assert.Equal(before, Values(session));
    }

    // Either thread's part of a batch cannot be read, of the batch at hand or of the next one.
    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    public void Memory_that_cannot_be_read_fails_the_step_and_a_later_one_goes_on(bool onCaller, bool announced)
    {
        using FailingMemory memory = new(Samples.Bytes(Rows * Columns, 4));
        TrainingData data = new(new ByteFeatures(memory.Memory, Columns), Samples.Labels(Rows, Classes));
        using ITrainingSession session = Session(new Adam(), threads: 2), other = Session(new Adam(), threads: 1);
        int caller = Environment.CurrentManagedThreadId;
        int[] first = [0, 1, 2, 3, 4, 5, 6, 7], second = [8, 9, 10, 11, 12, 13, 14, 15];
        session.Step(data, first);
        other.Step(data, first);
        memory.Fails = () => onCaller == (Environment.CurrentManagedThreadId == caller);

        // Where the other thread does not come in time, the caller does everything, and nothing fails.
        int steps = 0;
        for (; steps < 10_000; steps++)
        {
            if (announced)
            {
                session.Announce(data, second);
            }

            try
            {
                session.Step(data, first);
            }
            catch (FailingMemory.Failure)
            {
                break;
            }

            other.Step(data, first);
        }

        Assert.NotEqual(10_000, steps);
        memory.Fails = () => false;
        session.Step(data, second);
        other.Step(data, second);
        Assert.Equal(Values(other), Values(session));
    }

    private static bool Suits(LayerSpec[] layers, int rows)
    {
        NetworkSpec spec = new([Columns], [.. layers]);
        LossSpec loss = LossSpec.DefaultFor(spec);
        CpuParameters weights = new(spec, new Network(spec, seed: 1).GetWeights());
        LayerStack stack = new(CpuPlan.ForLoss(spec, loss, training: true), weights, ThreadTeam.CallerOnly, rows);
        return PairedSteps.Suits(stack, CpuLoss.For(loss, ThreadTeam.CallerOnly, []), rows);
    }

    private static TrainingData Data(int litOneIn) =>
        new(new ByteFeatures(Samples.Bytes(Rows * Columns, litOneIn), Columns), Samples.Labels(Rows, Classes));

    private static ITrainingSession Session(OptimizerSpec optimizer, int threads)
    {
        NetworkSpec spec = new([Columns], [new Dense(40, Activation.Relu), new Dropout(0.2), new Dense(Classes, Activation.Softmax)]);
        FitOptions options = new() { Optimizer = optimizer, BatchSize = Batch, Threads = threads, Loss = LossSpec.DefaultFor(spec) };
        return CpuBackend.Instance.CreateSession(spec, new Network(spec, seed: 1).GetWeights(), options);
    }

    private static float[] Train(TrainingData data, OptimizerSpec optimizer, int threads, bool announces)
    {
        using ITrainingSession session = Session(optimizer, threads);
        Run(session, data, 700, announces);
        return Values(session);
    }

    private static float[] TrainOnWhatChanges(int threads)
    {
        byte[] bytes = Samples.Bytes(Rows * Columns, 4);
        TrainingData data = new(new ByteFeatures(bytes, Columns), Samples.Labels(Rows, Classes));
        using ITrainingSession session = Session(new Adam(), threads);
        int[] rows = [0, 1, 2, 3, 4, 5, 6, 7];
        for (int step = 0; step < 110; step++)
        {
            if (step < 64)
            {
                session.Announce(data, rows);
            }

            session.Step(data, rows);
            if (step >= 64)
            {
                Array.Reverse(bytes);
            }
        }

        return Values(session);
    }

    private static float[] Resume(TrainingData data, int threads)
    {
        using ITrainingSession session = Session(new Adam(), threads);
        Run(session, data, 20, announces: false);
        OptimizerState early = session.GetOptimizerState();
        Run(session, data, 20, announces: false);
        session.SetOptimizerState(early);
        Run(session, data, 20, announces: true);
        return Values(session);
    }

    private static void Run(ITrainingSession session, TrainingData data, int steps, bool announces)
    {
        int[] rows = [.. Enumerable.Range(0, Rows)];
        for (int step = 0; step < steps; step++)
        {
            if (announces)
            {
                session.Announce(data, rows.AsSpan((step + 1) * Batch % Rows, Batch));
            }

            session.Step(data, rows.AsSpan(step * Batch % Rows, Batch));
        }
    }

    private static float[] Values(ITrainingSession session) =>
        [.. session.GetWeights().Concat(session.GetOptimizerState().Tensors).SelectMany(tensor => tensor.Values)];

    // Bytes that are there until somebody says otherwise.
    private sealed class FailingMemory(byte[] values) : MemoryManager<byte>
    {
        public Func<bool> Fails { get; set; } = () => false;

        public override Span<byte> GetSpan() => Fails() ? throw new Failure() : values;

        public override MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException();

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }

        public sealed class Failure : Exception;
    }
}
