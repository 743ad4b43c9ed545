using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Training;

/// <summary>Tests streams with RowsOutlivePass: the next pass is read while training on the last rows of the current pass.</summary>
public class PoolReaderTests
{
    private const int Rows = 200;
    private const int Columns = 20;
    private const int Classes = 5;
    private const int BatchesPerEpoch = 7;

    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(30);
    private static readonly float[] Features = Samples.Floats(Rows * Columns);
    private static readonly int[] Labels = Samples.Labels(Rows, Classes);
    private static readonly NetworkSpec Spec = Samples.Mlp(Columns, 24, Classes, dropout: 0.2);
    private static readonly FitOptions Options = new() { Epochs = 3, PoolSize = 64 };

    [Theory]
    [InlineData(true, 64, null)]
    [InlineData(false, 64, null)]
    [InlineData(true, 224, null)]
    [InlineData(true, 32, 17)]
    [InlineData(false, 64, 17)]
    public void Starting_a_pass_ahead_does_not_change_the_weights(bool hasRowCount, int poolSize, int? iterations)
    {
        FitOptions options = Options with { PoolSize = poolSize, Iterations = iterations };
        InMemoryTrainingStream ahead = Stream(hasRowCount: hasRowCount);
        Assert.Equal(Train(options, new InMemoryTrainingStream(Features, Columns, Labels, hasRowCount)), Train(options, ahead));
        Assert.Equal([1, 2, 3], ahead.Epochs);
    }

    [Theory]
    [InlineData(6, 1)]
    [InlineData(BatchesPerEpoch, 1)]
    [InlineData(BatchesPerEpoch + 1, 2)]
    [InlineData(2 * BatchesPerEpoch, 2)]
    public void No_pass_starts_after_the_last_iteration(int iterations, int expectedPasses)
    {
        InMemoryTrainingStream stream = Stream();
        Train(Options with { Iterations = iterations }, stream);
        Assert.Equal(expectedPasses, stream.Epochs.Count);
    }

    [Fact]
    public void A_resumed_training_equals_an_uninterrupted_training()
    {
        TrainingCheckpoint? checkpoint = null;
        Hook hook = new() { BatchEnd = (context, batch) => checkpoint = batch == BatchesPerEpoch + 3 ? context.CreateCheckpoint() : checkpoint };
        byte[] whole = Train(Options with { Callbacks = [hook] }, Stream());
        InMemoryTrainingStream stream = Stream();
        Assert.Equal(whole, Train(Options with { ResumeFrom = checkpoint }, stream));
        Assert.Equal([2, 3], stream.Epochs);
    }

    // The last batch of the first epoch waits until the first read of the second pass.
    [Fact]
    public void The_next_pass_is_read_during_the_last_batches_of_the_current_pass()
    {
        using CountdownEvent firstReads = new(2);
        InMemoryTrainingStream stream = Stream((row, _) => Signal(firstReads, row == 0));
        Hook hook = new() { BatchEnd = (_, batch) => Assert.True(batch != BatchesPerEpoch || firstReads.Wait(MaxWait)) };
        Train(Options with { Callbacks = [hook] }, stream);
    }

    [Fact]
    public void Without_RowsOutlivePass_a_pass_starts_with_its_epoch()
    {
        InMemoryTrainingStream stream = new(Features, Columns, Labels);
        int epochs = 0;
        Hook hook = new() { EpochEnd = _ => Assert.Equal(++epochs, stream.Epochs.Count) };
        Train(Options with { Callbacks = [hook] }, stream);
        Assert.Equal(3, epochs);
    }

    [Fact]
    public void A_pass_that_was_started_ahead_is_disposed_when_the_training_stops()
    {
        using CountdownEvent firstReads = new(2);
        InMemoryTrainingStream stream = Stream((row, _) => Signal(firstReads, row == 0));
        Hook hook = new()
        {
            EpochEnd = context =>
            {
                Assert.True(firstReads.Wait(MaxWait));
                context.Stop();
            },
        };
        Train(Options with { Callbacks = [hook] }, stream);
        Assert.Equal([1, 2], stream.Epochs);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_error_in_the_next_pass_is_thrown_in_the_next_epoch(bool stopsBefore)
    {
        using CountdownEvent firstReads = new(2);
        InMemoryTrainingStream stream = Stream((row, _) =>
        {
            Signal(firstReads, row == 0);
            if (row == 0 && firstReads.IsSet)
            {
                throw new InvalidDataException("Damaged.");
            }
        });
        int endedEpochs = 0;
        Hook hook = new()
        {
            BatchEnd = (_, batch) => Assert.True(batch != BatchesPerEpoch || firstReads.Wait(MaxWait)),
            EpochEnd = context =>
            {
                endedEpochs++;
                if (stopsBefore)
                {
                    context.Stop();
                }
            },
        };
        Network network = new(Spec);
        Exception? error = Record.Exception(() => network.Fit(stream, Options with { Callbacks = [hook] }));
        Assert.Equal(stopsBefore ? null : typeof(InvalidDataException), error?.GetType());
        Assert.Equal((1, 0), (endedEpochs, stream.OpenPasses));
        Assert.Equal(Train(Options with { Epochs = 1 }, Stream()), SavedWeights.Of(network));
    }

    [Fact]
    public void Cancellation_stops_reading_ahead()
    {
        using CancellationTokenSource source = new();
        using CountdownEvent firstReads = new(2);
        bool wasCancelled = false;
        InMemoryTrainingStream stream = Stream((row, cancellation) =>
        {
            Signal(firstReads, row == 0);
            if (row == 0 && firstReads.IsSet)
            {
                wasCancelled = cancellation.WaitHandle.WaitOne(MaxWait);
                cancellation.ThrowIfCancellationRequested();
            }
        });
        Hook hook = new()
        {
            EpochEnd = _ =>
            {
                Assert.True(firstReads.Wait(MaxWait));
                source.Cancel();
            },
        };
        Network network = new(Spec);
        Assert.ThrowsAny<OperationCanceledException>(() => network.Fit(stream, Options with { Callbacks = [hook] }, null, source.Token));
        Assert.True(wasCancelled);
        Assert.Equal(0, stream.OpenPasses);
    }

    private static void Signal(CountdownEvent firstReads, bool isFirst)
    {
        if (isFirst && !firstReads.IsSet)
        {
            firstReads.Signal();
        }
    }

    private static InMemoryTrainingStream Stream(Action<int, CancellationToken>? onRead = null, bool hasRowCount = true) =>
        new(Features, Columns, Labels, hasRowCount, rowsOutlivePass: true) { OnRead = onRead };

    private static byte[] Train(FitOptions options, InMemoryTrainingStream stream) => stream.Train(Spec, options);
}
