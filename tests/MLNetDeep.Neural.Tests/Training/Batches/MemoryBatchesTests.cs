using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Training;

/// <summary>Checks the order of rows in batches with a backend that records them.</summary>
public class MemoryBatchesTests
{
    private const int Rows = 70;

    [Fact]
    public void Each_epoch_has_every_row_once_in_a_new_order()
    {
        List<int[]> epochs = Epochs(new FitOptions { Epochs = 3 });
        Assert.All(epochs, order => Assert.Equal(Enumerable.Range(0, Rows), order.Order()));
        Assert.NotEqual(epochs[0], epochs[1]);
        Assert.NotEqual(epochs[1], epochs[2]);
        Assert.NotEqual(Enumerable.Range(0, Rows), epochs[0]);
    }

    [Fact]
    public void Seed_determines_the_order()
    {
        Assert.Equal(Epochs(new FitOptions { Epochs = 2 }), Epochs(new FitOptions { Epochs = 2 }));
        Assert.NotEqual(Epochs(new FitOptions()), Epochs(new FitOptions { Seed = 1 }));
    }

    [Fact]
    public void Without_shuffling_rows_keep_their_order() =>
        Assert.All(Epochs(new FitOptions { Epochs = 2, Shuffle = false }), order => Assert.Equal(Enumerable.Range(0, Rows), order));

    [Fact]
    public void Sessions_are_disposed_after_success_and_cancellation()
    {
        RecordingBackend backend = new();
        Network network = new(Samples.Mlp());
        FitOptions options = new() { Backend = backend };
        network.Fit(Samples.Data(Rows, 20, 5), options);
        using CancellationTokenSource cancelled = new();
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(() => network.Fit(Samples.Data(Rows, 20, 5), options, null, cancelled.Token));
        Assert.Equal(0, backend.OpenSessions);
    }

    private static List<int[]> Epochs(FitOptions options)
    {
        RecordingBackend backend = new();
        new Network(Samples.Mlp()).Fit(Samples.Data(Rows, 20, 5), options with { Backend = backend });
        Assert.All(backend.Steps.Chunk(3), epoch => Assert.Equal([32, 32, 6], epoch.Select(batch => batch.Length)));
        return [.. backend.Steps.Chunk(3).Select(epoch => epoch.SelectMany(batch => batch).ToArray())];
    }
}
