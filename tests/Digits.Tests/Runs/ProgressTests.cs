using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Neural;
using MLNetDeep.Samples;
using Spectre.Console;

namespace Digits.Tests;

/// <summary>Tests what a run shows of its progress, as lines and as a bar.</summary>
public sealed class ProgressTests
{
    private readonly ManualTime _time = new();
    private readonly StringWriter _output = new();

    // 100 rows, one in half a second: lines are due after 2 s, 12 s, 22 s and so on. At row 4, 2 s have passed, and 96 rows are left.
    [Fact]
    public void Rows_have_a_line_after_two_seconds_and_then_one_in_ten()
    {
        using LineDisplay display = new(_output, new RunClock(_time), "reading the data");
        Read(display.Watch(Rows(100), "rows"), () => _time.Advance(0.5));
        Assert.Equal(
            [
                "Reading the data, 5 of 100 rows, 2.5 rows/s, 0:38 left",
                "Reading the data, 25 of 100 rows, 2.1 rows/s, 0:36 left",
                "Reading the data, 45 of 100 rows, 2.0 rows/s, 0:26 left",
                "Reading the data, 65 of 100 rows, 2.0 rows/s, 0:17 left",
                "Reading the data, 85 of 100 rows, 2.0 rows/s, 0:07 left",
            ],
            Lines());
    }

    [Fact]
    public void A_run_of_less_than_two_seconds_shows_nothing()
    {
        using (LineDisplay display = new(_output, new RunClock(_time), "reading the data"))
        {
            Read(display.Watch(Rows(190), "rows"), () => _time.Advance(0.01));
        }

        using (BarDisplay bar = new(Console(), new RunClock(_time), "reading the data"))
        {
            Read(bar.Watch(Rows(50), "rows"), () => _time.Advance(0.01));
        }

        Assert.Equal("", _output.ToString());
    }

    [Fact]
    public void Each_epoch_has_a_line_and_a_long_one_more()
    {
        using LineDisplay display = new(_output, new RunClock(_time), "reading the data");
        for (int batch = 1; batch <= 8; batch++)
        {
            _time.Advance(6);
            display.Report(Progress(epoch: 1 + ((batch - 1) / 4), epochs: 2, batch: 1 + ((batch - 1) % 4), batches: 4, seconds: 6 * batch));
        }

        Assert.Equal(
            [
                "Epoch 1/2, loss 0.5000, accuracy 0.7500, 0.2 batches/s, 0:42 left",
                "Epoch 1/2, loss 0.5000, accuracy 0.7500, 0.2 batches/s, 0:30 left",
                "Epoch 1/2: loss 0.5000, accuracy 0.7500, 24.0 s since the start",
                "Epoch 2/2, loss 0.5000, accuracy 0.7500, 0.2 batches/s, 0:12 left",
                "Epoch 2/2: loss 0.5000, accuracy 0.7500, 48.0 s since the start",
            ],
            Lines());
    }

    // The second of four trainings, in the middle: 3 of 8 are done in 30 s, so 50 s are left.
    [Fact]
    public void Each_of_several_trainings_is_a_part_of_the_whole()
    {
        using LineDisplay display = new(_output, new RunClock(_time), "fitting", hasEpochLines: false);
        display.BeginPart("fit", 1, 4);
        display.Report(Progress(epoch: 1, epochs: 10, batch: 1, batches: 2, seconds: 0));
        _time.Advance(30);
        display.BeginPart("fit", 2, 4);
        display.Report(Progress(epoch: 5, epochs: 10, batch: 2, batches: 2, seconds: 0.5) with { Training = new EvaluationResult(0.5, 0, 1, 0, 0) });
        Assert.Equal(["Fit 2/4, epoch 5/10, loss 0.5000, 2.0 batches/s, 0:50 left"], Lines());
    }

    [Theory]
    [InlineData(100, "epoch 3/10  loss 0.5000  accuracy 0.7500  7 batches/s  1:05 left")]
    [InlineData(63, "epoch 3/10  loss 0.5000  7 batches/s  1:05 left")]
    [InlineData(46, "epoch 3/10  7 batches/s  1:05 left")]
    [InlineData(12, "epoch 3/10  ")]
    [InlineData(-3, "")]
    public void Text_beside_a_bar_has_as_many_details_as_fit(int width, string expected)
    {
        ProgressState state = new("epoch 3/10", 0.5, ["loss 0.5000", "accuracy 0.7500"], "7 batches/s", TimeSpan.FromSeconds(65));
        Assert.Equal(expected, state.ToText(width));
        Assert.EndsWith("30:00:01 left", (state with { Left = TimeSpan.FromHours(30) + TimeSpan.FromSeconds(1) }).ToText(100));
    }

    [Fact]
    public void A_bar_shows_the_training_and_leaves_the_last_epoch_and_the_cursor()
    {
        RunClock clock = new(_time);
        _time.Advance(2);
        using (BarDisplay bar = new(Console(), clock, "reading the data"))
        {
            bar.Report(Progress(epoch: 1, epochs: 2, batch: 4, batches: 4, seconds: 2));
            SpinWait.SpinUntil(() => _output.ToString().Contains("epoch 1/2", StringComparison.Ordinal), TimeSpan.FromSeconds(30));
            bar.WriteLine("A warning.");
            bar.Report(Progress(epoch: 2, epochs: 2, batch: 4, batches: 4, seconds: 4));
        }

        string output = _output.ToString();
        Assert.Contains("epoch 1/2  loss 0.5000  0.5 batches/s  0:02 left", output);
        Assert.Contains("A warning.", output);
        const string Hide = "\e[?25l";
        const string Show = "\e[?25h";
        Assert.True(output.LastIndexOf(Show, StringComparison.Ordinal) > output.LastIndexOf(Hide, StringComparison.Ordinal));
        string after = output[(output.LastIndexOf("\e[", StringComparison.Ordinal) + 2)..];
        Assert.EndsWith("Epoch 2/2: loss 0.5000, accuracy 0.7500, 4.0 s since the start", after.TrimEnd());
        Assert.DoesNotContain("━", after);
    }

    [Fact]
    public void Watched_rows_are_the_same_rows()
    {
        IDataView rows = new MLContext(1).Data.FilterRowsByColumn(Rows(20), nameof(Row.Value), 5, 15);
        List<(long Done, long? Total)> reports = [];
        WatchedRows watched = new(rows, expected: 99, (done, total) => reports.Add((done, total)), CancellationToken.None);
        Assert.Equal([.. Enumerable.Range(5, 10).Select(i => (float)i)], watched.GetColumn<float>(nameof(Row.Value)));
        Assert.Equal([.. Enumerable.Range(0, 11).Select(i => ((long)i, (long?)99))], reports);

        // A whole pass has counted the rows. Two cursors share a pass.
        reports.Clear();
        DataViewRowCursor[] cursors = watched.GetRowCursorSet(watched.Schema, 2);
        foreach (DataViewRowCursor cursor in cursors)
        {
            while (cursor.MoveNext())
            {
            }

            cursor.Dispose();
        }

        Assert.Equal([.. Enumerable.Range(0, 11).Select(i => ((long)i, (long?)10))], reports);
        Assert.Equal((rows.CanShuffle, 10), (watched.CanShuffle, watched.GetRowCount()));
        Assert.Same(rows.Schema, watched.Schema);
    }

    [Fact]
    public void A_pass_over_watched_rows_can_be_cancelled()
    {
        using CancellationTokenSource cancellation = new();
        using LineDisplay display = new(_output, new RunClock(_time), "reading the data", cancellation: cancellation.Token);
        int count = 0;
        Assert.Throws<OperationCanceledException>(() => Read(display.Watch(Rows(100), "rows"), () =>
        {
            if (++count == 7)
            {
                cancellation.Cancel();
            }
        }));
        Assert.Equal(7, count);
    }

    private static TrainingProgress Progress(int epoch, int epochs, long batch, long batches, double seconds) => new()
    {
        Epoch = epoch,
        Epochs = epochs,
        Batch = batch,
        BatchesPerEpoch = batches,
        Training = new EvaluationResult(lossSum: 2, correctCount: 3, rowCount: 4),
        Elapsed = TimeSpan.FromSeconds(seconds),
    };

    private static IDataView Rows(int count) =>
        new MLContext(1).Data.LoadFromEnumerable(Enumerable.Range(0, count).Select(i => new Row { Value = i }).ToArray());

    private static void Read(IDataView rows, Action afterRow)
    {
        using DataViewRowCursor cursor = rows.GetRowCursor(rows.Schema);
        while (cursor.MoveNext())
        {
            afterRow();
        }
    }

    private IAnsiConsole Console()
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            Interactive = InteractionSupport.Yes,
            Out = new AnsiConsoleOutput(TextWriter.Synchronized(_output)),
        });
        console.Profile.Width = 80;
        return console;
    }

    private string[] Lines() => _output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);

    private sealed class Row
    {
        public float Value { get; set; }
    }
}
