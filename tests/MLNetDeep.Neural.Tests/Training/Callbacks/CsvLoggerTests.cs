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

    [Fact]
    public void An_empty_path_throws() => Assert.Throws<ArgumentException>("path", () => new CsvLogger(""));

    private static string[] WithoutSeconds(string[] lines) => [.. lines.Select(line => line[..line.LastIndexOf(',')])];
}
