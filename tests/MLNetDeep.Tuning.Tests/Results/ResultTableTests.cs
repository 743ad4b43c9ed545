using System.Globalization;

namespace MLNetDeep.Tuning.Tests;

public class ResultTableTests
{
    private readonly TuningResult _result;

    public ResultTableTests()
    {
        FixedSearch search = new(trial => trial.Number switch { 0 => 0.25, 1 => throw new FormatException("a|b\nc"), _ => 0.123456789 });
        search.Space.Choice("kind", ("plain", 1));
        _result = search.Run(new() { Metric = FixedModel.Loss, Trials = 3, Strategy = new RandomSearch { Epochs = 2 }, Seed = 5 });
    }

    [Fact]
    public void The_table_has_the_best_first_and_failures_last()
    {
        string[] lines = _result.ToTable().Split('\n');
        string[][] cells = [.. lines.Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))];
        string Seconds(int trial) => _result.Trials[trial].Duration.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
        string X(int trial) => _result.Trials[trial].TextOf(_result.Parameters[0]);
        Assert.Equal(["trial", "loss", "epochs", "seconds", "x", "kind", "failure"], cells[0]);
        Assert.Equal(["2", "0.123457", "2", Seconds(2), X(2), "plain"], cells[1]);
        Assert.Equal(["0", "0.2500", "2", Seconds(0), X(0), "plain"], cells[2]);
        Assert.Equal(["1", Seconds(1), X(1), "plain", "a|b", "c"], cells[3]);
        int end = lines[0].IndexOf("epochs", StringComparison.Ordinal) + "epochs".Length;
        Assert.Equal(["s ", "2 ", "2 "], lines[..3].Select(line => line.Substring(end - 1, 2)));
        Assert.Equal(lines[..2], _result.ToTable(1).Split('\n'));
        Assert.Equal(_result.ToTable(), _result.ToString());
    }

    [Fact]
    public void Markdown_escapes_bars()
    {
        string[] lines = _result.ToMarkdown().Split('\n');
        Assert.Equal("| trial | loss | epochs | seconds | x | kind | failure |", lines[0]);
        Assert.Equal("| --- | --- | --- | --- | --- | --- | --- |", lines[1]);
        Assert.EndsWith("| plain | a\\|b c |", lines[4], StringComparison.Ordinal);
    }
}
