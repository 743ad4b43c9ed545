namespace MLNetDeep.Tuning.Tests;

public class RandomSearchTests
{
    private static readonly TuningOptions s_options = new() { Metric = FixedModel.Metric, Trials = 8 };

    [Fact]
    public void The_best_trial_has_the_highest_metric_or_the_lowest()
    {
        FixedSearch search = null!;
        search = new(trial => -Math.Abs(trial.Get(search.X) - 0.3));
        TuningResult highest = search.Run(s_options);
        TuningResult lowest = search.Run(s_options with { Metric = FixedModel.Loss });
        double[] distances = [.. highest.Trials.Select(trial => Math.Abs(trial.Get(search.X) - 0.3))];
        Assert.Equal(8, distances.Distinct().Count());
        Assert.Equal(Array.IndexOf(distances, distances.Min()), highest.Best.Number);
        Assert.Equal(Array.IndexOf(distances, distances.Max()), lowest.Best.Number);
        Assert.Equal(-distances.Min(), highest.Best.Value);
        Assert.Equal(highest.Best.Value, Assert.IsType<FixedModel>(highest.Model).Value);
        Assert.True(highest.IsComplete);
    }

    // Drawn values are never exactly 0.25.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_random_search_is_never_worse_than_its_initial_values(int seed)
    {
        FixedSearch search = null!;
        search = new(trial => -Math.Abs(trial.Get(search.X) - 0.25));
        search.X.StartAt(0.25);
        TuningResult result = search.Run(s_options with { Seed = seed });
        Assert.Equal((0, 0, 0.25), (result.Best.Number, result.Best.Value, result.Best.Get(search.X)));
        Assert.Equal(1, result.Trials.Count(trial => trial.Value == 0));
    }

    [Fact]
    public void Of_equal_trials_the_first_is_best() =>
        Assert.Equal(2, new FixedSearch(trial => trial.Number >= 2 ? 1 : 0).Run(s_options with { ParallelTrials = 3 }).Best.Number);

    [Fact]
    public void Trials_that_fail_are_recorded_and_the_search_goes_on()
    {
        FixedSearch search = new(trial => trial.Number switch
        {
            0 => throw new InvalidDataException("No rows.", new FormatException("Line 3.")),
            1 => double.NaN,
            2 => double.PositiveInfinity,
            int number => number,
        });
        TuningResult result = search.Run(s_options);
        Assert.Equal(7, result.Best.Number);
        Assert.Equal(
            ["No rows. Line 3.", "The score is NaN.", "The score is Infinity.", null], result.Trials.Take(4).Select(trial => trial.Failure));
        Assert.True(double.IsNaN(result.Trials[0].Value));
    }

    [Fact]
    public void If_all_trials_fail_one_exception_says_so()
    {
        FixedSearch search = new(trial => throw new InvalidDataException($"Trial {trial.Number} failed."));
        InvalidOperationException exception = Assert.Throws<InvalidOperationException>(() => search.Run(s_options));
        Assert.Equal("Of 8 trials, all failed. The first: Trial 0 failed.", exception.Message);
    }

    [Fact]
    public void Parallel_trials_run_at_once_and_find_the_same()
    {
        using Barrier barrier = new(4);
        FixedSearch parallel = new(trial => barrier.SignalAndWait(TimeSpan.FromSeconds(30)) ? trial.Seed : throw new TimeoutException());
        FixedSearch serial = new(trial => trial.Seed);
        TuningResult one = serial.Run(s_options), four = parallel.Run(s_options with { ParallelTrials = 4 });
        Assert.Equal(one.Trials.Select(trial => (trial.Number, trial.Value)), four.Trials.Select(trial => (trial.Number, trial.Value)));
        Assert.Equal(one.Best.Number, four.Best.Number);
        Assert.Equal(Enumerable.Range(0, 8), serial.Trained.Select(trained => trained.Trial));
    }

    [Fact]
    public void Threads_are_divided_among_parallel_trials()
    {
        int threads = 0;
        FixedSearch search = new(trial => threads = trial.Threads);
        search.Run(s_options);
        Assert.Equal(Environment.ProcessorCount, threads);
        search.Run(s_options with { ParallelTrials = 2 * Environment.ProcessorCount });
        Assert.Equal(1, threads);
    }

    [Fact]
    public void Progress_is_reported_after_each_trial()
    {
        List<TuningProgress> reports = [];
        new FixedSearch(trial => trial.Number == 0 ? double.NaN : 10 - trial.Number)
            .Run(s_options with { Progress = new Neural.SynchronousProgress<TuningProgress>(reports.Add) });
        Assert.Equal(Enumerable.Range(1, 8).Select(count => (count, 8)), reports.Select(report => (report.Completed, report.Total)));
        Assert.Equal([null, .. Enumerable.Repeat((int?)1, 7)], reports.Select(report => report.Best?.Number));
        Assert.Equal(Enumerable.Range(0, 8), reports.Select(report => report.Trial.Number));
    }

    [Fact]
    public void A_stopped_search_keeps_what_has_ended()
    {
        using CancellationTokenSource stop = new();
        FixedSearch search = new(trial =>
        {
            if (trial.Number == 3)
            {
                stop.Cancel();
                Assert.True(trial.StopToken.IsCancellationRequested);
            }

            return trial.Number;
        });
        TuningResult result = search.Run(s_options with { StopToken = stop.Token });
        Assert.False(result.IsComplete);
        Assert.Equal([0, 1, 2], result.Trials.Select(trial => trial.Number));
        Assert.Equal(2, result.Best.Number);
        Assert.Equal(
            "The search was stopped before a trial ended, so there is no best one.",
            Assert.Throws<InvalidOperationException>(() => search.Run(s_options with { StopToken = stop.Token })).Message);
    }

    [Fact]
    public void A_cancelled_search_throws_when_its_trials_have_ended()
    {
        using CancellationTokenSource cancellation = new();
        int running = 0;
        FixedSearch search = new(trial =>
        {
            Interlocked.Increment(ref running);
            if (trial.Number == 1)
            {
                cancellation.Cancel();
            }

            trial.Cancellation.WaitHandle.WaitOne();
            Interlocked.Decrement(ref running);
            throw new OperationCanceledException();
        });
        Assert.Throws<OperationCanceledException>(() => search.Run(s_options with { Cancellation = cancellation.Token, ParallelTrials = 3 }));
        Assert.Equal(0, running);
        Assert.True(search.Trained.Count is 2 or 3);
    }

    // A trial may end early because it was told to stop, so its model must not be what is refitted.
    [Fact]
    public void After_a_stop_the_best_trial_is_refitted_without_being_stopped()
    {
        using CancellationTokenSource stop = new();
        using CancellationTokenSource cancellation = new();
        FixedSearch search = new(trial =>
        {
            trial.Cancellation.ThrowIfCancellationRequested();
            return trial.StopToken.IsCancellationRequested ? -1 : trial.Number;
        });
        TuningResult result = search.Run(s_options with
        {
            StopToken = stop.Token,
            Cancellation = cancellation.Token,
            Progress = new Neural.SynchronousProgress<TuningProgress>(progress =>
            {
                if (progress.Completed == 3)
                {
                    stop.Cancel();
                }
            }),
        });
        Assert.Equal((3, 2), (result.Trials.Length, result.Best.Number));
        Assert.Equal(2, ((FixedModel)result.Refit(new Microsoft.ML.MLContext().Data.LoadFromEnumerable([new { Label = 1f }]))).Value);
        cancellation.Cancel();
        Assert.Throws<OperationCanceledException>(() => result.Refit(new Microsoft.ML.MLContext().Data.LoadFromEnumerable([new { Label = 1f }])));
    }

    [Fact]
    public void A_trial_that_cancels_something_of_its_own_has_failed()
    {
        FixedSearch search = new(trial => trial.Number == 1 ? throw new TaskCanceledException("The request took too long.") : trial.Number);
        TuningResult result = search.Run(s_options);
        Assert.Equal(("The request took too long.", 7), (result.Trials[1].Failure, result.Best.Number));
        Assert.True(result.IsComplete);
    }

    // Whatever a trial throws then, it has not failed: it would fail for ever in the journal.
    [Fact]
    public void A_cancelled_MLContext_cancels_the_search()
    {
        Microsoft.ML.MLContext ml = new();
        Microsoft.ML.IDataView data = ml.Data.LoadFromEnumerable([new { Label = 1f }]);
        SearchSpace space = new();
        space.Boolean("a");
        FixedEstimator CreatePipeline(Trial trial) => new(() =>
        {
            MLNetDeep.Tests.Support.Cancel.Execution(ml);
            throw new InvalidDataException("Half a file.");
        });
        Assert.Throws<OperationCanceledException>(() => ml.Tune(data, space, CreatePipeline, s_options with { ValidationData = data }));
    }

    [Fact]
    public void An_exception_of_the_last_report_is_not_lost()
    {
        Neural.SynchronousProgress<TuningProgress> progress =
            new(report => Assert.True(report.Completed < report.Total ? true : throw new NotSupportedException("No terminal.")));
        Assert.Throws<NotSupportedException>(() => new FixedSearch(trial => trial.Number).Run(s_options with { Progress = progress }));
    }

    [Fact]
    public void An_exception_of_the_progress_ends_the_search()
    {
        FixedSearch search = new(trial => trial.Number);
        TuningOptions options = s_options with
        {
            Progress = new Neural.SynchronousProgress<TuningProgress>(_ => throw new NotSupportedException("No terminal.")),
        };
        Assert.Equal("No terminal.", Assert.Throws<NotSupportedException>(() => search.Run(options)).Message);
        Assert.True(search.Trained.Count < 8);
    }
}
