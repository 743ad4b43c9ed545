using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Training;

public class SynchronousProgressTests
{
    [Fact]
    public void Reports_arrive_in_order_on_the_training_thread_before_Fit_returns()
    {
        List<(int Thread, int Epoch, int Batch)> reports = [];
        SynchronousProgress<TrainingProgress> progress = new(
            report => reports.Add((Environment.CurrentManagedThreadId, report.Epoch, (int)report.Batch)));
        new Network(Samples.Mlp()).Fit(Samples.Separable(2000, 20, 5), new FitOptions { BatchSize = 8, Epochs = 2 }, progress);
        int thread = Environment.CurrentManagedThreadId;
        Assert.Equal(Enumerable.Range(0, 500).Select(i => (thread, 1 + (i / 250), 1 + (i % 250))), reports);
    }

    [Fact]
    public void An_exception_of_the_handler_reaches_the_reporter() =>
        Assert.Throws<TimeZoneNotFoundException>(() => new SynchronousProgress<int>(_ => throw new TimeZoneNotFoundException()).Report(1));

    [Fact]
    public void A_missing_handler_throws() => Assert.Throws<ArgumentNullException>("handler", () => new SynchronousProgress<int>(null!));
}
