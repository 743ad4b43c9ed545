using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Tests.Support;

namespace MLNetDeep.Tuning.Tests;

public sealed class TuningJournalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TuningOptions _options;

    public TuningJournalTests() => _options = new()
    {
        Metric = FixedModel.Metric,
        Trials = 9,
        Strategy = new SuccessiveHalving { MaxEpochs = 3 },
        Journal = _folder.File("journal.jsonl"),
    };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_journal_cut_anywhere_gives_the_same_result_and_trains_only_what_it_lacks()
    {
        (int Trial, double Value)[] expected = Values(Search().Run(_options));
        byte[] whole = File.ReadAllBytes(_options.Journal!);
        string[] lines = Encoding.UTF8.GetString(whole).Split('\n');
        Assert.Equal(1 + 12 + 1, lines.Length); // a header, 9 + 3 trainings, and nothing after the last line end

        // In the middle of each line and after it; the last line, before its end.
        int end = 0;
        foreach (string line in lines[..^1])
        {
            int start = end;
            end += Encoding.UTF8.GetByteCount(line) + 1;
            foreach (int cut in (int[])[(start + end) / 2, line == lines[^2] ? end - 1 : end])
            {
                File.WriteAllBytes(_options.Journal!, whole[..cut]);
                FixedSearch search = Search();
                TuningResult result = search.Run(_options);
                Assert.Equal(expected, Values(result));
                Assert.Equal(8, result.Best.Number);
                Assert.Equal(0.9, ((FixedModel)result.Model).Value);
                int kept = Math.Max(0, whole[..cut].Count(b => b == '\n') - 1);

                // The best model was not saved: it cannot be. It is trained anew if its trial was in the journal.
                Assert.InRange(search.Trained.Count, 12 - kept, 13 - kept);
                string[] again = File.ReadAllLines(_options.Journal!);
                Assert.Equal(lines[..(kept + 1)], again[..(kept + 1)]);
                Assert.Equal(13, again.Length);
            }
        }
    }

    [Fact]
    public void Failures_are_kept()
    {
        FixedSearch failing = new(trial => trial.Number == 4 ? throw new FormatException("Bad.") : trial.Number);
        failing.Run(_options);
        FixedSearch again = new(_ => throw new InvalidOperationException("Nothing should be trained but the best model."));
        Assert.Throws<InvalidOperationException>(() => again.Run(_options));
        Assert.Equal([(8, 3)], again.Trained.Select(trained => (trained.Trial, trained.Epochs!.Value)));
        Assert.Contains("\"failure\":\"Bad.\"", File.ReadAllText(_options.Journal!), StringComparison.Ordinal);
    }

    [Fact]
    public void A_random_search_may_be_given_more_trials()
    {
        TuningOptions random = _options with { Strategy = new RandomSearch() };
        (int Trial, double Value)[] all = Values(Search().Run(random with { Journal = null }));
        Search().Run(random with { Trials = 4 });
        FixedSearch more = Search();
        Assert.Equal(all, Values(more.Run(random)));
        Assert.Equal([4, 5, 6, 7, 8], more.Trained.Select(trained => trained.Trial));
        Assert.Equal(all[..2], Values(Search().Run(random with { Trials = 2 })));
    }

    [Fact]
    public void The_journal_of_another_search_is_refused_with_what_differs()
    {
        Search().Run(_options);
        byte[] before = File.ReadAllBytes(_options.Journal!);
        Assert.Contains("Seed was 0 and is now 1. Accepted", Refusal(_options with { Seed = 1 }), StringComparison.Ordinal);
        Assert.Contains("Trials was 9 and is now 10", Refusal(_options with { Trials = 10 }), StringComparison.Ordinal);
        Assert.Contains("Metric was score and is now loss", Refusal(_options with { Metric = FixedModel.Loss }), StringComparison.Ordinal);
        Assert.Contains(
            "Strategy was SuccessiveHalving { MinEpochs = 1, MaxEpochs = 3, Reduction = 3, ContinueTraining = True } and is now "
            + "RandomSearch { Epochs =  }; Trials was 9 and is now missing", Refusal(_options with { Strategy = new RandomSearch() }), StringComparison.Ordinal);
        FixedSearch other = Search();
        other.Space.Boolean("b");
        Assert.Contains(
            "the search space was x: uniform from 0 to 1 and is now x: uniform from 0 to 1; b: one of false, true",
            Assert.Throws<InvalidOperationException>(() => other.Run(_options)).Message, StringComparison.Ordinal);
        FixedSearch started = Search();
        started.X.StartAt(0.5);
        Assert.Contains(
            "the search space was x: uniform from 0 to 1 and is now x: uniform from 0 to 1, initially 0.5. Accepted",
            Assert.Throws<InvalidOperationException>(() => started.Run(_options)).Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(_options.Journal!));

        string Refusal(TuningOptions options) => Assert.Throws<InvalidOperationException>(() => Search().Run(options)).Message;
    }

    // Each has the same columns: another label in the last row, other features, one row less.
    [Theory]
    [InlineData(1, 0, 20)]
    [InlineData(0, 1, 20)]
    [InlineData(0, 0, 19)]
    public void The_journal_of_other_data_is_refused(float lastLabel, float feature, int rows)
    {
        Search(0, 0, 20);
        Search(0, 0, 20);
        string message = Assert.Throws<InvalidOperationException>(() => Search(lastLabel, feature, rows)).Message;
        Assert.Matches(
            $"Data was 20 rows of Features, Name, Label with hash [0-9A-F]{{16}} and is now {rows} rows of Features, Name, Label with hash [0-9A-F]{{16}}\\. ",
            message);

        // The view does not know the number of its rows.
        void Search(float label, float feature, int rows)
        {
            MLContext ml = new();
            SearchSpace space = new();
            space.Boolean("a");
            ml.Tune(
                ml.Data.LoadFromEnumerable(Enumerable.Range(0, rows).Select(
                    row => new DataRow { Features = [1, feature], Name = $"row {row}", Label = row == rows - 1 ? label : 0 })),
                space, trial => new FixedEstimator(() => trial.Number), _options with { Strategy = new RandomSearch(), Trials = 2 });
        }
    }

    [Theory]
    [InlineData("Label,Text\n1,good\n")]
    [InlineData("a letter without a line end")]
    [InlineData("{}\n")]
    [InlineData("{\"format\":\"MLNetDeep.Tuning 2\",\"search\":{},\"parameters\":{}}\n")]
    public void A_file_that_is_no_journal_is_refused_and_kept(string content)
    {
        File.WriteAllText(_options.Journal!, content);
        Assert.EndsWith(
            "is not the journal of a search; its first line is not 'MLNetDeep.Tuning 1'.",
            Assert.Throws<InvalidDataException>(() => Search().Run(_options)).Message, StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllText(_options.Journal!));
    }

    [Theory]
    [InlineData("not JSON")]
    [InlineData("")]
    [InlineData("{\"result\":null}")]
    [InlineData("{\"result\":{\"trial\":1,\"rung\":0}}")]
    [InlineData("{\"result\":{\"trial\":1,\"rung\":0,\"value\":1e999,\"seconds\":1},\"values\":{}}")]
    [InlineData("{\"result\":{\"trial\":1,\"rung\":0,\"value\":1,\"seconds\":1e999},\"values\":{}}")]
    public void A_damaged_line_is_named(string damaged)
    {
        Search().Run(_options);
        string[] lines = File.ReadAllLines(_options.Journal!);
        lines[3] = damaged;
        File.WriteAllLines(_options.Journal!, lines);
        Assert.StartsWith(
            "Line 4 of the journal", Assert.Throws<InvalidDataException>(() => Search().Run(_options)).Message, StringComparison.Ordinal);
        Assert.Equal(lines, File.ReadAllLines(_options.Journal!));
    }

    [Fact]
    public void Two_searches_at_once_cannot_use_one_journal()
    {
        string? refusal = null;
        FixedSearch outer = new(trial =>
        {
            refusal ??= Assert.Throws<InvalidOperationException>(() => Search().Run(_options)).Message;
            return trial.Number;
        });
        outer.Run(_options);
        Assert.Contains("cannot be opened; probably another search is using it", refusal, StringComparison.Ordinal);
        Assert.Equal(12, outer.Trained.Count);
    }

    [Fact]
    public void A_folder_that_does_not_exist_is_named() => Assert.Contains(
        "There is no folder",
        Assert.Throws<DirectoryNotFoundException>(() => Search().Run(_options with { Journal = _folder.File("missing/j.jsonl") })).Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_best_model_that_was_lost_is_trained_again_without_being_stopped()
    {
        Search().Run(_options);
        using CancellationTokenSource stop = new();
        stop.Cancel();
        FixedSearch again = new(trial => trial.StopToken.IsCancellationRequested ? -1 : 0.9);
        TuningResult result = again.Run(_options with { StopToken = stop.Token });
        Assert.Equal([(8, 3)], again.Trained.Select(trained => (trained.Trial, trained.Epochs!.Value)));
        Assert.Equal(0.9, ((FixedModel)result.Model).Value);
    }

    private static FixedSearch Search() => new(trial => (trial.Number + (trial.Epochs == 3 ? 1 : 0)) / 10.0);

    private static (int Trial, double Value)[] Values(TuningResult result) =>
        [.. result.Trials.SelectMany(trial => trial.Rungs.Select(rung => (trial.Number, rung.Value)))];

    private sealed class DataRow
    {
        [VectorType(2)]
        public float[] Features { get; set; } = [];

        public string Name { get; set; } = "";

        public float Label { get; set; }
    }
}
