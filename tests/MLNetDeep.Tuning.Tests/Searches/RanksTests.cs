using MLNetDeep.Tests.Support;
using Shared.Tests;

namespace MLNetDeep.Tuning.Tests;

public class RanksTests
{
    private static readonly TuningOptions s_options = new() { Metric = FixedModel.Metric, Trials = 9 };

    [Theory]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    public void Ranks_find_what_one_process_finds(int ranks, int parallel)
    {
        SmallData data = new();
        TuningResult alone = data.Run(data.Options);
        TuningResult[] results = Run(ranks, exchange => data.Run(data.Options with { Distribution = exchange, ParallelTrials = parallel }));
        foreach (TuningResult result in results)
        {
            Assert.Equal(
                alone.Trials.SelectMany(trial => trial.Rungs.Select(rung => (trial.Number, rung.Value))),
                result.Trials.SelectMany(trial => trial.Rungs.Select(rung => (trial.Number, rung.Value))));
            Assert.Equal(alone.Best.Number, result.Best.Number);
            Assert.Equal(data.Probabilities(alone.Model), data.Probabilities(result.Model));
        }
    }

    [Fact]
    public void Each_trial_runs_in_one_rank_and_all_ranks_work()
    {
        FixedSearch[] searches = [Search(), Search(), Search()];
        Run(3, exchange => searches[exchange.Rank].Run(s_options with { Distribution = exchange }));

        // A fixed model cannot be sent to another rank: the two that did not train the best one train it for themselves.
        int[] trained = [.. searches.SelectMany(search => search.Trained).Select(trained => trained.Trial).Order()];
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7, 8, 8, 8], trained);
        Assert.All(searches, search => Assert.InRange(search.Trained.Count, 2, 7));

        static FixedSearch Search() => new(trial =>
        {
            Thread.Sleep(20);
            return trial.Number;
        });
    }

    [Fact]
    public void The_journal_may_be_continued_by_another_number_of_ranks()
    {
        using TemporaryFolder folder = new();
        TuningOptions options = s_options with { Journal = folder.File("journal.jsonl") };
        FixedSearch first = new(trial => trial.Number);
        first.Run(options with { Trials = 3 });
        FixedSearch[] searches = [new(trial => trial.Number), new(trial => trial.Number)];
        TuningResult[] results = Run(2, exchange => searches[exchange.Rank].Run(options with { Distribution = exchange }));
        Assert.Equal([3, 4, 5, 6, 7, 8], searches.SelectMany(search => search.Trained).Select(trained => trained.Trial).Order().Take(6));
        Assert.All(results, result => Assert.Equal((9, 8), (result.Trials.Length, result.Best.Number)));
        Assert.Equal([folder.File("journal.jsonl")], Directory.GetFiles(folder.FullName));
        Assert.Equal(10, File.ReadAllLines(options.Journal!).Length);
    }

    [Fact]
    public void All_ranks_stop_if_one_is_stopped()
    {
        using CancellationTokenSource stop = new();
        TuningResult[] results = Run(2, exchange => new FixedSearch(trial =>
        {
            if (exchange.Rank == 1 && trial.Number >= 4)
            {
                stop.Cancel();
            }

            return trial.Number;
        }).Run(s_options with { Distribution = exchange, Trials = 1000, StopToken = exchange.Rank == 1 ? stop.Token : default }));
        Assert.All(results, result => Assert.False(result.IsComplete));
        Assert.Equal(results[0].Trials.Select(trial => trial.Number), results[1].Trials.Select(trial => trial.Number));
    }

    [Fact]
    public void An_error_in_one_rank_ends_all()
    {
        using TemporaryFolder folder = new();
        string journal = folder.File("missing/journal.jsonl");
        string?[] messages = Run(2, exchange => Assert.ThrowsAny<Exception>(
            () => new FixedSearch(trial => trial.Number).Run(s_options with { Distribution = exchange, Journal = journal })).Message);
        Assert.StartsWith("There is no folder", messages[0], StringComparison.Ordinal);
        Assert.StartsWith("Rank 0 ended the search: There is no folder", messages[1], StringComparison.Ordinal);

        using CancellationTokenSource cancellation = new();
        Exception[] exceptions = Run(2, exchange => Assert.ThrowsAny<Exception>(() => new FixedSearch(trial =>
        {
            if (exchange.Rank == 1)
            {
                cancellation.Cancel();
            }

            return trial.Number;
        }).Run(s_options with { Distribution = exchange, Cancellation = exchange.Rank == 1 ? cancellation.Token : default })));
        Assert.StartsWith("Rank 1 ended the search: ", exceptions[0].Message, StringComparison.Ordinal);
        Assert.All(exceptions, exception => Assert.IsType<OperationCanceledException>(exception));
    }

    // Every trial trains once, but for those that the ranks train again since they cannot send fixed models.
    [Fact]
    public void Ranks_may_run_different_numbers_of_trials_at_once()
    {
        FixedSearch[] searches = [new(trial => trial.Number), new(trial => trial.Number)];
        int[] parallel = [1, 3];
        TuningResult[] results = Run(
            2, exchange => searches[exchange.Rank].Run(s_options with { Distribution = exchange, ParallelTrials = parallel[exchange.Rank] }));
        Assert.Equal(
            [0, 1, 2, 3, 4, 5, 6, 7, 8, 8], searches.SelectMany(search => search.Trained).Select(trained => trained.Trial).Order());
        Assert.All(results, result => Assert.Equal((9, 8), (result.Trials.Length, result.Best.Number)));
    }

    [Fact]
    public void Ranks_that_search_in_different_ways_are_named()
    {
        Assert.Equal("Seed is 0 in rank 0 and 1 in rank 1", Difference(options => options with { Seed = 1 }));
        Assert.Equal("Trials is 9 in rank 0 and 10 in rank 1", Difference(options => options with { Trials = 10 }));
        Assert.Equal("Metric is score in rank 0 and loss in rank 1", Difference(options => options with { Metric = FixedModel.Loss }));
        Assert.Equal(
            "the search space is x: uniform from 0 to 1 in rank 0 and x: uniform from 0 to 1; b: one of false, true in rank 1",
            Difference(options => options, search => search.Space.Boolean("b")));

        static string Difference(Func<TuningOptions, TuningOptions> change, Action<FixedSearch>? changeSearch = null)
        {
            string[] messages = Run(3, exchange =>
            {
                FixedSearch search = new(trial => trial.Number);
                TuningOptions options = s_options with { Distribution = exchange };
                if (exchange.Rank == 1)
                {
                    options = change(options);
                    changeSearch?.Invoke(search);
                }

                return Assert.Throws<InvalidOperationException>(() => search.Run(options)).Message;
            });
            Assert.Single(messages.Distinct());
            const string Start = "The ranks search in different ways: ", End = ". All ranks must call Tune with the same arguments.";
            Assert.StartsWith(Start, messages[0], StringComparison.Ordinal);
            Assert.EndsWith(End, messages[0], StringComparison.Ordinal);
            return messages[0][Start.Length..^End.Length];
        }
    }

    [Fact]
    public void A_trainer_and_its_search_cannot_both_be_distributed()
    {
        string[] messages = Run(2, exchange => Assert.Throws<InvalidOperationException>(() => new FixedSearch(trial =>
        {
            trial.Configure(new Trainers.MultilayerPerceptronOptions { Distribution = exchange });
            return 1;
        }).Run(s_options with { Distribution = exchange })).Message);
        Assert.All(messages, message => Assert.EndsWith("whose processes train different trials; accepted: one of the two.", message, StringComparison.Ordinal));
    }

    // A rank that waits longer than its deadline for others ends the search. So none may wait as long as a trial.
    [Fact]
    public void All_ranks_keep_in_touch_while_a_trial_runs()
    {
        CountingExchange[] exchanges = new CountingExchange[2];
        using CountdownEvent started = new(2);
        TuningResult[] results = Run(2, inner =>
        {
            CountingExchange exchange = exchanges[inner.Rank] = new(inner);
            started.Signal();
            return new FixedSearch(trial =>
            {
                if (trial.Number == 0)
                {
                    started.Wait();
                    int[] before = [.. exchanges.Select(each => each.Gathers)];
                    Assert.True(SpinWait.SpinUntil(() => exchanges.Zip(before).All(pair => pair.First.Gathers >= pair.Second + 3), TimeSpan.FromMinutes(1)));
                }

                return trial.Number;
            }).Run(s_options with { Distribution = exchange, Trials = 2 });
        });
        Assert.All(results, result => Assert.Equal([null, null], result.Trials.Select(trial => trial.Failure)));
    }

    private static T[] Run<T>(int ranks, Func<InProcessExchange, T> search)
    {
        Task<T>[] tasks =
        [
            .. InProcessExchange.Create(ranks).Select(exchange => Task.Factory.StartNew(
                () => search(exchange), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)),
        ];
        Task.WaitAll(tasks);
        return [.. tasks.Select(task => task.Result)];
    }
}
