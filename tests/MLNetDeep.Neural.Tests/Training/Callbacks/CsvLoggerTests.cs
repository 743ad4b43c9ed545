using System.Globalization;
using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Training;

public sealed class CsvLoggerTests : IDisposable
{
    private static readonly TrainingData Data = Samples.Separable(70, 20, 5);

    private readonly string _path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.csv");

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void The_file_has_the_rows_of_the_history()
    {
        File.WriteAllText(_path, "something else");
        FitOptions options = new()
        {
            Epochs = 3, ValidationSplit = 0.2, Metrics = [TrainingMetric.ValidationF1Score, TrainingMetric.Recall], Callbacks = [new CsvLogger(_path)],
        };
        TrainingHistory history = new Network(Samples.Mlp()).Fit(Data, options);
        string text = File.ReadAllText(_path);
        Assert.Equal(history.ToCsv(), text);
        string[] lines = text.Split('\n');
        Assert.Equal(
            "epoch,batches,learning_rate,loss,accuracy,mean_absolute_error,val_loss,val_accuracy,val_mean_absolute_error,recall,val_f1_score,seconds",
            lines[0]);
        Assert.Equal(history.Epochs[2].ValidationMetrics!.F1Score, double.Parse(lines[3].Split(',')[10], CultureInfo.InvariantCulture));
        Assert.Equal(history.Epochs[2].TrainingMetrics!.Recall, double.Parse(lines[3].Split(',')[9], CultureInfo.InvariantCulture));
    }

    [Fact]
    public void The_file_grows_with_each_epoch()
    {
        List<int> lines = [];
        LambdaCallback count = new((_, _) => lines.Add(File.ReadAllLines(_path).Length));
        new Network(Samples.Mlp()).Fit(Data, new FitOptions { Epochs = 3, Callbacks = [new CsvLogger(_path), count] });
        Assert.Equal([2, 3, 4], lines);
    }

    [Fact]
    public void Numbers_have_decimal_points_whatever_the_culture()
    {
        CultureInfo culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            comma.NumberFormat.NumberDecimalSeparator = ",";
            CultureInfo.CurrentCulture = comma;
            new Network(Samples.Mlp()).Fit(Data, new FitOptions { Optimizer = new Sgd(0.125), Callbacks = [new CsvLogger(_path)] });
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }

        string[] fields = File.ReadAllLines(_path)[1].Split(',');
        Assert.Equal((10, "0.125"), (fields.Length, fields[2]));
    }

    [Fact]
    public void Append_adds_rows_and_a_missing_line_end()
    {
        FitOptions options = new() { Epochs = 2, Callbacks = [new CsvLogger(_path, append: true)] };
        new Network(Samples.Mlp()).Fit(Data, options);
        File.AppendAllText(_path, "3,1");
        new Network(Samples.Mlp()).Fit(Data, options);
        Assert.Equal(["epoch", "1", "2", "3", "1", "2"], File.ReadAllLines(_path).Select(line => line.Split(',')[0]));
    }

    [Fact]
    public void Append_refuses_a_file_with_other_columns()
    {
        File.WriteAllText(_path, "date,price\n1,2\n");
        InvalidOperationException exception = Assert.Throws<InvalidOperationException>(
            () => new Network(Samples.Mlp()).Fit(Data, new FitOptions { Callbacks = [new CsvLogger(_path, append: true)] }));
        Assert.Contains("its first line is 'date,price'; this training writes 'epoch,batches,", exception.Message, StringComparison.Ordinal);
        Assert.Equal("date,price\n1,2\n", File.ReadAllText(_path));
    }

    [Fact]
    public void A_resumed_training_writes_the_rows_of_an_uninterrupted_one()
    {
        FitOptions options = new() { Epochs = 4, BatchSize = 16, ValidationSplit = 0.2, Callbacks = [new CsvLogger(_path)] };
        new Network(Samples.Mlp()).Fit(Data, options);
        string[] expected = WithoutSeconds(File.ReadAllLines(_path));
        TrainingCheckpoint? checkpoint = null;
        Hook stop = new()
        {
            BatchEnd = (context, batch) =>
            {
                if (batch == 6)
                {
                    checkpoint = context.CreateCheckpoint();
                    context.Stop();
                }
            },
        };
        new Network(Samples.Mlp()).Fit(Data, options with { Callbacks = [new CsvLogger(_path), stop] });
        Assert.Equal(3, File.ReadAllLines(_path).Length);
        new Network(Samples.Mlp()).Fit(Data, options with { ResumeFrom = checkpoint });
        Assert.Equal(expected, WithoutSeconds(File.ReadAllLines(_path)));
    }

    // Batches of 16 rows are 4 per epoch: the first run ends in epoch 1, after it, and in epochs 2 and 4.
    [Theory]
    [InlineData(2, 2)]
    [InlineData(4, 2)]
    [InlineData(6, 3)]
    [InlineData(15, 5)]
    public void A_resumed_training_that_appends_replaces_the_row_of_a_partial_epoch(int end, int lines)
    {
        FitOptions options = new() { Epochs = 4, BatchSize = 16, ValidationSplit = 0.2 };
        new Network(Samples.Mlp()).Fit(Data, options with { Callbacks = [new CsvLogger(_path)] });
        string[] expected = WithoutSeconds(File.ReadAllLines(_path));
        File.Delete(_path);
        TrainingCheckpoint? checkpoint = null;
        Hook stop = new() { BatchEnd = (context, batch) => StopAt(context, batch == end) };
        LambdaCallback keep = new() { TrainEnd = context => checkpoint = context.CreateCheckpoint() };

        // The rows of another training stay.
        string other = new Network(Samples.Mlp(), seed: 5).Fit(Data, options).ToCsv();
        File.WriteAllText(_path, other);
        new Network(Samples.Mlp()).Fit(Data, options with { Callbacks = [new CsvLogger(_path, append: true), stop, keep] });
        Assert.Equal(4 + lines, File.ReadAllLines(_path).Length);
        new Network(Samples.Mlp()).Fit(Data, options with { Callbacks = [new CsvLogger(_path, append: true)], ResumeFrom = checkpoint });
        string[] rows = File.ReadAllLines(_path);
        Assert.Equal(other.TrimEnd('\n').Split('\n'), rows[..5]);
        Assert.Equal(expected[1..], WithoutSeconds(rows[5..]));
    }

    // A run that was killed has gone beyond its checkpoint, and its last row has no end.
    [Fact]
    public void A_resumed_training_that_appends_replaces_the_rows_after_its_checkpoint()
    {
        TrainingCheckpoint? checkpoint = null;
        LambdaCallback keep = new((context, result) => checkpoint = result.Epoch == 2 ? context.CreateCheckpoint() : checkpoint);
        FitOptions options = new() { Epochs = 4, Callbacks = [new CsvLogger(_path, append: true), keep] };
        new Network(Samples.Mlp()).Fit(Data, options);
        string[] expected = WithoutSeconds(File.ReadAllLines(_path));
        File.AppendAllText(_path, "5,1");
        new Network(Samples.Mlp()).Fit(Data, options with { ResumeFrom = checkpoint });
        Assert.Equal(expected, WithoutSeconds(File.ReadAllLines(_path)));
    }

    // The file ends in the rows of a training that began later, or has no rows of the checkpoint's training.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_resumed_training_that_appends_keeps_the_rows_of_other_trainings(bool startsWithSame)
    {
        TrainingCheckpoint? checkpoint = null;
        LambdaCallback keep = new((context, result) => checkpoint = result.Epoch == 2 ? context.CreateCheckpoint() : checkpoint);
        FitOptions options = new() { Epochs = 4, Callbacks = [new CsvLogger(_path, append: true), keep] };
        new Network(Samples.Mlp()).Fit(Data, options);
        if (!startsWithSame)
        {
            File.Delete(_path);
        }

        new Network(Samples.Mlp(), seed: 5).Fit(Data, options with { Callbacks = [new CsvLogger(_path, append: true)] });
        string before = File.ReadAllText(_path);
        new Network(Samples.Mlp()).Fit(Data, options with { ResumeFrom = checkpoint });
        Assert.StartsWith(before, File.ReadAllText(_path), StringComparison.Ordinal);
        Assert.Equal(["3", "4"], File.ReadAllLines(_path)[^2..].Select(line => line.Split(',')[0]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_old_file_stays_until_the_first_row(bool stops)
    {
        File.WriteAllText(_path, "old");
        Hook check = new() { BatchEnd = (context, batch) => Assert.Equal("old", File.ReadAllText(_path)) };
        using CancellationTokenSource stop = new();
        if (stops)
        {
            stop.Cancel();
        }

        FitOptions options = new() { Callbacks = [new CsvLogger(_path), check], Epochs = 1, StopToken = stop.Token };
        TrainingHistory history = new Network(Samples.Mlp()).Fit(Data, options);
        Assert.Equal(stops ? "old" : history.ToCsv(), File.ReadAllText(_path));
    }

    [Fact]
    public void A_path_that_cannot_be_written_throws_before_the_first_batch()
    {
        string path = Path.Combine(_path, "missing", "log.csv");
        Hook hook = new() { BatchEnd = (_, _) => Assert.Fail("A batch was trained.") };
        DirectoryNotFoundException exception = Assert.Throws<DirectoryNotFoundException>(
            () => new Network(Samples.Mlp()).Fit(Data, new FitOptions { Callbacks = [new CsvLogger(path), hook] }));
        Assert.Contains(Path.Combine(_path, "missing"), exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_path_throws() => Assert.Throws<ArgumentException>("path", () => new CsvLogger(""));

    private static void StopAt(TrainingContext context, bool stops)
    {
        if (stops)
        {
            context.Stop();
        }
    }

    private static string[] WithoutSeconds(string[] lines) => [.. lines.Select(line => line[..line.LastIndexOf(',')])];
}
