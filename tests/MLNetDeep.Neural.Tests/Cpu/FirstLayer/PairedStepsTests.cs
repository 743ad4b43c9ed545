using System.Buffers;
using MLNetDeep.Neural.Cpu;
using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Cpu;

/// <summary>Paired steps on two threads give the same bits as steps on one thread.</summary>
public class PairedStepsTests
{
    private const int Rows = 96;
    private const int Columns = 784;
    private const int Classes = 4;
    private const int Batch = 8;

    [Theory]
    [InlineData(64, 8, true)]

    // The first layer is too small to split between two threads.
    [InlineData(64, 2, false)]

    // The second layer is large enough to split between two threads: 64 rows, 256 inputs and 16 outputs including padding.
    [InlineData(256, 64, false)]

    // The first layer has too many units to be split.
    [InlineData(257, 8, false)]
    public void Suits_accepts_small_networks_with_many_inputs(int units, int rows, bool isSuited)
    {
        LayerSpec[] layers = [new Dense(units, Activation.Relu), new Dense(Classes, Activation.Softmax)];
        Assert.Equal(isSuited, Suits(layers, rows));
    }

    [Fact]
    public void Suits_returns_false_for_batch_normalization()
    {
        LayerSpec[] layers = [new Dense(64), new BatchNormalization(), new ActivationLayer(Activation.Relu), new Dense(Classes, Activation.Softmax)];
        Assert.False(Suits(layers, Batch));
    }

    // The steps suffice for several TeamTuner trials, in which the calling thread takes steps alone.
    [Theory]
    [InlineData(4, true)]
    [InlineData(4, false)]
    [InlineData(1, true)]
    public void Weights_and_optimizer_states_equal_those_of_one_thread(int valuesPerNonzero, bool announcesBatches)
    {
        TrainingData data = Data(valuesPerNonzero);
        foreach (OptimizerSpec optimizer in new OptimizerSpec[] { new Adam(), new Sgd(0.1) { Momentum = 0.9 } })
        {
            float[] one = Train(data, optimizer, threads: 1, announcesBatches);
            Assert.Equal(one, Train(data, optimizer, threads: 2, announcesBatches));
            Assert.Equal(one, Train(data, optimizer, threads: 3, announcesBatches));
        }
    }

    [Fact]
    public void SetOptimizerState_applies_to_both_threads()
    {
        TrainingData data = Data(4);
        Assert.Equal(Resume(data, 1), Resume(data, 2));
    }

    // A thread must not use rows that it staged before it skipped steps. The announced 65th step begins a trial in which the caller
    // works alone. When the second thread takes part again, the batch has the same row indices but different values.
    [Fact]
    public void Announced_rows_that_changed_are_reread()
    {
        Assert.Equal(TrainOnChangingRows(1), TrainOnChangingRows(2));
    }

    [Fact]
    public void A_batch_too_large_for_memory_throws_and_leaves_the_session_unchanged()
    {
        TrainingData data = Data(4);
        NetworkSpec spec = new([Columns], [new Dense(256, Activation.Relu), new Dense(Classes, Activation.Softmax)]);
        FitOptions options = new() { BatchSize = Batch, Threads = 2, Loss = LossSpec.DefaultFor(spec) };
        Network network = new(spec, seed: 1);
        using ITrainingSession session = CpuBackend.Instance.CreateSession(spec, network.GetWeights(), options);

        // The activations of 9 million rows with 256 units exceed the largest array. After the error, the buffers have room for 8 rows.
        Assert.Throws<ArgumentOutOfRangeException>(() => session.Step(data, new int[9_000_000]));
        Assert.Equal(network.Evaluate(data), session.Evaluate(data));
    }

    [Fact]
    public void A_nonfinite_loss_leaves_the_session_unchanged()
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

    // Reading one thread's part of the features throws, in the current batch or in the announced batch.
    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    public void After_an_exception_while_reading_rows_the_session_stays_usable(bool onCaller, bool inAnnouncedBatch)
    {
        using FailingMemory memory = new(Samples.Bytes(Rows * Columns, 4));
        TrainingData data = new(new ByteFeatures(memory.Memory, Columns), Samples.Labels(Rows, Classes));
        using ITrainingSession session = Session(new Adam(), threads: 2), other = Session(new Adam(), threads: 1);
        int caller = Environment.CurrentManagedThreadId;
        int[] first = [0, 1, 2, 3, 4, 5, 6, 7], second = [8, 9, 10, 11, 12, 13, 14, 15];
        session.Step(data, first);
        other.Step(data, first);
        memory.Fails = () => onCaller == (Environment.CurrentManagedThreadId == caller);

        // If the second thread starts too late, the caller reads all rows and no exception occurs. The test then tries again.
        int steps = 0;
        for (; steps < 10_000; steps++)
        {
            if (inAnnouncedBatch)
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

    private static TrainingData Data(int valuesPerNonzero) =>
        new(new ByteFeatures(Samples.Bytes(Rows * Columns, valuesPerNonzero), Columns), Samples.Labels(Rows, Classes));

    private static ITrainingSession Session(OptimizerSpec optimizer, int threads)
    {
        NetworkSpec spec = new([Columns], [new Dense(40, Activation.Relu), new Dropout(0.2), new Dense(Classes, Activation.Softmax)]);
        FitOptions options = new() { Optimizer = optimizer, BatchSize = Batch, Threads = threads, Loss = LossSpec.DefaultFor(spec) };
        return CpuBackend.Instance.CreateSession(spec, new Network(spec, seed: 1).GetWeights(), options);
    }

    private static float[] Train(TrainingData data, OptimizerSpec optimizer, int threads, bool announcesBatches)
    {
        using ITrainingSession session = Session(optimizer, threads);
        Run(session, data, 700, announcesBatches);
        return Values(session);
    }

    private static float[] TrainOnChangingRows(int threads)
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
        Run(session, data, 20, announcesBatches: false);
        OptimizerState early = session.GetOptimizerState();
        Run(session, data, 20, announcesBatches: false);
        session.SetOptimizerState(early);
        Run(session, data, 20, announcesBatches: true);
        return Values(session);
    }

    private static void Run(ITrainingSession session, TrainingData data, int steps, bool announcesBatches)
    {
        int[] rows = [.. Enumerable.Range(0, Rows)];
        for (int step = 0; step < steps; step++)
        {
            if (announcesBatches)
            {
                session.Announce(data, rows.AsSpan((step + 1) * Batch % Rows, Batch));
            }

            session.Step(data, rows.AsSpan(step * Batch % Rows, Batch));
        }
    }

    private static float[] Values(ITrainingSession session) =>
        [.. session.GetWeights().Concat(session.GetOptimizerState().Tensors).SelectMany(tensor => tensor.Values)];

    // Memory that throws on access while Fails returns true.
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
