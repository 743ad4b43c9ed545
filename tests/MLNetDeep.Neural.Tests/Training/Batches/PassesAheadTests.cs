using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Training;

/// <summary>Streams whose rows outlive their pass: the next pass is begun while the last rows of one are trained on.</summary>
public class PassesAheadTests
{
    private const int Rows = 200;
    private const int Columns = 20;
    private const int Classes = 5;
    private const int Batches = 7;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
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
    public void The_weights_are_those_of_passes_one_after_another(bool tellsCount, int poolSize, int? iterations)
    {
        FitOptions options = Options with { PoolSize = poolSize, Iterations = iterations };
        MemoryStreamOfRows ahead = Stream(tellsCount: tellsCount);
        Assert.Equal(Train(options, new MemoryStreamOfRows(Features, Columns, Labels, tellsCount)), Train(options, ahead));
        Assert.Equal([1, 2, 3], ahead.Epochs);
    }

    [Theory]
    [InlineData(6, 1)]
    [InlineData(Batches, 1)]
    [InlineData(Batches + 1, 2)]
    [InlineData(2 * Batches, 2)]
    public void No_pass_is_begun_behind_the_last_iteration(int iterations, int passes)
    {
        MemoryStreamOfRows stream = Stream();
        Train(Options with { Iterations = iterations }, stream);
        Assert.Equal(passes, stream.Epochs.Count);
    }

    [Fact]
    public void A_training_that_resumes_goes_on_as_one_that_was_not_stopped()
    {
        TrainingCheckpoint? checkpoint = null;
        Hook hook = new() { BatchEnd = (context, batch) => checkpoint = batch == Batches + 3 ? context.CreateCheckpoint() : checkpoint };
        byte[] whole = Train(Options with { Callbacks = [hook] }, Stream());
        MemoryStreamOfRows stream = Stream();
        Assert.Equal(whole, Train(Options with { ResumeFrom = checkpoint }, stream));
        Assert.Equal([2, 3], stream.Epochs);
    }

    // The last batch of the first epoch is not left before the second pass is read from.
    [Fact]
    public void The_next_pass_is_read_while_the_last_rows_of_one_are_trained_on()
    {
        using CountdownEvent firstReadings = new(2);
        MemoryStreamOfRows stream = Stream((row, _) => Signal(firstReadings, row == 0));
        Hook hook = new() { BatchEnd = (_, batch) => Assert.True(batch != Batches || firstReadings.Wait(Patience)) };
        Train(Options with { Callbacks = [hook] }, stream);
    }

    [Fact]
    public void A_stream_whose_rows_end_with_their_pass_is_begun_with_the_epoch()
    {
        MemoryStreamOfRows stream = new(Features, Columns, Labels);
        int epochs = 0;
        Hook hook = new() { EpochEnd = _ => Assert.Equal(++epochs, stream.Epochs.Count) };
        Train(Options with { Callbacks = [hook] }, stream);
        Assert.Equal(3, epochs);
    }

    [Fact]
    public void A_pass_that_was_begun_is_ended_when_the_training_stops_before_it()
    {
        using CountdownEvent firstReadings = new(2);
        MemoryStreamOfRows stream = Stream((row, _) => Signal(firstReadings, row == 0));
        Hook hook = new()
        {
            EpochEnd = context =>
            {
                Assert.True(firstReadings.Wait(Patience));
                context.Stop();
            },
        };
        Train(Options with { Callbacks = [hook] }, stream);
        Assert.Equal([1, 2], stream.Epochs);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_error_of_the_next_pass_is_one_of_the_next_epoch(bool stopsBefore)
    {
        using CountdownEvent firstReadings = new(2);
        MemoryStreamOfRows stream = Stream((row, _) =>
        {
            Signal(firstReadings, row == 0);
            if (row == 0 && firstReadings.IsSet)
            {
                throw new InvalidDataException("Damaged.");
            }
        });
        int ended = 0;
        Hook hook = new()
        {
            BatchEnd = (_, batch) => Assert.True(batch != Batches || firstReadings.Wait(Patience)),
            EpochEnd = context =>
            {
                ended++;
                if (stopsBefore)
                {
                    context.Stop();
                }
            },
        };
        Network network = new(Spec);
        Exception? error = Record.Exception(() => network.Fit(stream, Options with { Callbacks = [hook] }));
        Assert.Equal(stopsBefore ? null : typeof(InvalidDataException), error?.GetType());
        Assert.Equal((1, 0), (ended, stream.OpenPasses));
        Assert.Equal(Train(Options with { Epochs = 1 }, Stream()), SavedWeights.Of(network));
    }

    [Fact]
    public void Cancelling_ends_a_reading_ahead()
    {
        using CancellationTokenSource source = new();
        using CountdownEvent firstReadings = new(2);
        bool wasTold = false;
        MemoryStreamOfRows stream = Stream((row, cancellation) =>
        {
            Signal(firstReadings, row == 0);
            if (row == 0 && firstReadings.IsSet)
            {
                wasTold = cancellation.WaitHandle.WaitOne(Patience);
                cancellation.ThrowIfCancellationRequested();
            }
        });
        Hook hook = new()
        {
            EpochEnd = _ =>
            {
                Assert.True(firstReadings.Wait(Patience));
                source.Cancel();
            },
        };
        Network network = new(Spec);
        Assert.ThrowsAny<OperationCanceledException>(() => network.Fit(stream, Options with { Callbacks = [hook] }, null, source.Token));
        Assert.True(wasTold);
        Assert.Equal(0, stream.OpenPasses);
    }

    private static void Signal(CountdownEvent readings, bool isFirst)
    {
        if (isFirst && !readings.IsSet)
        {
            readings.Signal();
        }
    }

    private static MemoryStreamOfRows Stream(Action<int, CancellationToken>? reading = null, bool tellsCount = true) =>
        new(Features, Columns, Labels, tellsCount, rowsOutlivePass: true) { Reading = reading };

    private static byte[] Train(FitOptions options, MemoryStreamOfRows stream) => stream.Train(Spec, options);
}
