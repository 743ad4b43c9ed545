using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Training;

public class CallbackTests
{
    private static readonly TrainingData Data = Samples.Separable(70, 20, 5);

    [Fact]
    public void Calls_come_in_order()
    {
        List<string> calls = [];
        new Network(Samples.Mlp()).Fit(Data, new FitOptions { Epochs = 2, BatchSize = 40, Callbacks = [new Recorder(calls, "a"), new Recorder(calls, "b")] });
        string[] epoch1 = ["a begin 1", "b begin 1", "a 1.1", "b 1.1", "a 1.2", "b 1.2", "a end 1", "b end 1"];
        Assert.Equal(
            ["a start", "b start", .. epoch1, .. epoch1.Select(call => call.Replace(" 1", " 2", StringComparison.Ordinal)), "a stop", "b stop"], calls);
    }

    [Fact]
    public void A_callback_can_stop_after_a_batch()
    {
        Network network = new(Samples.Mlp()), other = new(Samples.Mlp());
        Hook stopper = new()
        {
            BatchEnd = (context, batch) =>
            {
                if (batch == 9)
                {
                    context.Stop();
                }
            },
        };
        TrainingHistory history = network.Fit(Data, new FitOptions { Epochs = 5, BatchSize = 10, Callbacks = [stopper] });
        Assert.Equal([7, 2], history.Epochs.Select(epoch => epoch.Batches));
        Assert.Equal(20, history.Epochs[1].Training.RowCount);
        other.Fit(Data, new FitOptions { BatchSize = 10, Iterations = 9 });
        Close.SameBits(other.GetWeights(), network.GetWeights());
    }

    [Fact]
    public void Progress_tells_the_batch_and_the_rate()
    {
        List<TrainingProgress> reports = [];
        FitOptions options = new() { Optimizer = new Sgd(new TimeDecay(0.1, 0.5)), BatchSize = 40, Epochs = 2 };
        TrainingHistory history = new Network(Samples.Mlp()).Fit(Data, options, new Reporter(reports.Add));
        Assert.Equal([0.1, 0.1 / 1.5, 0.1 / 2, 0.1 / 2.5], reports.Select(report => report.LearningRate));
        Assert.Equal([0.1 / 1.5, 0.1 / 2.5], history.Epochs.Select(epoch => epoch.LearningRate));
        Assert.Equal([40L, 30, 40, 30], reports.Select(report => report.BatchResult.RowCount));
        Assert.Equal(reports[1].Training, reports[0].BatchResult + reports[1].BatchResult);
    }

    [Fact]
    public void The_history_is_a_table()
    {
        FitOptions options = new() { Optimizer = new Sgd(0.125), Epochs = 2, ValidationSplit = 0.2 };
        TrainingHistory history = new Network(Samples.Mlp()).Fit(Data, options);
        string[] lines = history.ToCsv().Split('\n');
        Assert.Equal("epoch,batches,learning_rate,loss,accuracy,mean_absolute_error,val_loss,val_accuracy,val_mean_absolute_error,seconds", lines[0]);
        string[] fields = lines[2].Split(',');
        Assert.Equal(["2", "2", "0.125"], fields[..3]);
        Assert.Equal(history.Epochs[1].Training.Loss, double.Parse(fields[3], System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal("", fields[5]);
        Assert.Equal(history.Epochs[1].Validation!.Value.Accuracy, double.Parse(fields[7], System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(4, lines.Length);

        NetworkSpec spec = new([20], [new Dense(1)]);
        TrainingData values = new(Data.Features, new DenseTargets(Samples.Floats(70)));
        string line = new Network(spec).Fit(values, new FitOptions { Loss = new MeanSquaredError() }).ToCsv().Split('\n')[1];
        fields = line.Split(',');
        Assert.Equal(("", "", "", ""), (fields[4], fields[6], fields[7], fields[8]));
        Assert.NotEqual("", fields[5]);
    }

    // The last fifth is not trained on, and is what is validated with, whatever the shuffling.
    [Fact]
    public void The_validation_split_is_the_last_share()
    {
        FitOptions options = new() { Epochs = 2, BatchSize = 16 };
        Network split = new(Samples.Mlp()), apart = new(Samples.Mlp());
        TrainingHistory history = split.Fit(Data, options with { ValidationSplit = 0.2 });
        TrainingHistory expected = apart.Fit(Data.Slice(0, 56), options with { ValidationData = Data.Slice(56, 14) });
        Close.SameBits(apart.GetWeights(), split.GetWeights());
        Assert.Equal(expected.Epochs[1].Validation, history.Epochs[1].Validation);
        Assert.Equal(14, history.Epochs[0].Validation!.Value.RowCount);
        Assert.Throws<ArgumentException>(() => split.Fit(Data.Slice(0, 2), new FitOptions { ValidationSplit = 0.9 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FitOptions { ValidationSplit = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new FitOptions { ValidationSplit = -0.1 });
    }

    private sealed class Reporter(Action<TrainingProgress> action) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => action(value);
    }

    private sealed class Recorder(List<string> calls, string name) : TrainingCallback
    {
        public override void OnTrainBegin(TrainingContext context) => calls.Add($"{name} start");

        public override void OnEpochBegin(TrainingContext context) => calls.Add($"{name} begin {context.Epoch}");

        public override void OnBatchEnd(TrainingContext context, TrainingProgress progress) =>
            calls.Add($"{name} {progress.Epoch}.{progress.Batch}");

        public override void OnEpochEnd(TrainingContext context, EpochResult result) => calls.Add($"{name} end {result.Epoch}");

        public override void OnTrainEnd(TrainingContext context) => calls.Add($"{name} stop");
    }
}
