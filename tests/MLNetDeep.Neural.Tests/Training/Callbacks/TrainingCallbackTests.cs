using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Training;

public class TrainingCallbackTests
{
    private static readonly TrainingData Data = Samples.Separable(70, 20, 5);

    [Fact]
    public void Callbacks_are_called_in_order()
    {
        List<string> calls = [];
        new Network(Samples.Mlp()).Fit(Data, new FitOptions { Epochs = 2, BatchSize = 40, Callbacks = [new Recorder(calls, "a"), new Recorder(calls, "b")] });
        string[] epoch1 = ["a begin 1", "b begin 1", "a 1.1", "b 1.1", "a 1.2", "b 1.2", "a end 1", "b end 1"];
        Assert.Equal(
            ["a start", "b start", .. epoch1, .. epoch1.Select(call => call.Replace(" 1", " 2", StringComparison.Ordinal)), "a stop", "b stop"], calls);
    }

    [Fact]
    public void Stop_ends_the_training_after_the_current_batch()
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
    public void Progress_reports_the_batch_result_and_the_learning_rate()
    {
        List<TrainingProgress> reports = [];
        FitOptions options = new() { Optimizer = new Sgd(new TimeDecay(0.1, 0.5)), BatchSize = 40, Epochs = 2 };
        TrainingHistory history = new Network(Samples.Mlp()).Fit(Data, options, new Reporter(reports.Add));
        Assert.Equal([0.1, 0.1 / 1.5, 0.1 / 2, 0.1 / 2.5], reports.Select(report => report.LearningRate));
        Assert.Equal([0.1 / 1.5, 0.1 / 2.5], history.Epochs.Select(epoch => epoch.LearningRate));
        Assert.Equal([40L, 30, 40, 30], reports.Select(report => report.BatchResult.RowCount));
        Assert.Equal(reports[1].Training, reports[0].BatchResult + reports[1].BatchResult);
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
