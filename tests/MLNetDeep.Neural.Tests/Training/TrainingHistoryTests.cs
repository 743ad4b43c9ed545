using System.Globalization;
using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Training;

public class TrainingHistoryTests
{
    private static readonly TrainingData Data = Samples.Separable(70, 20, 5);

    [Fact]
    public void ToCsv_writes_one_line_per_epoch()
    {
        FitOptions options = new() { Optimizer = new Sgd(0.125), Epochs = 2, ValidationSplit = 0.2 };
        TrainingHistory history = new Network(Samples.Mlp()).Fit(Data, options);
        string[] lines = history.ToCsv().Split('\n');
        Assert.Equal("epoch,batches,learning_rate,loss,accuracy,mean_absolute_error,val_loss,val_accuracy,val_mean_absolute_error,seconds", lines[0]);
        string[] fields = lines[2].Split(',');
        Assert.Equal(["2", "2", "0.125"], fields[..3]);
        Assert.Equal(history.Epochs[1].Training.Loss, ParseNumber(fields[3]));
        Assert.Equal("", fields[5]);
        Assert.Equal(history.Epochs[1].Validation!.Value.Accuracy, ParseNumber(fields[7]));
        Assert.Equal(4, lines.Length);

        NetworkSpec spec = new([20], [new Dense(1)]);
        TrainingData values = new(Data.Features, new DenseTargets(Samples.Floats(70)));
        string line = new Network(spec).Fit(values, new FitOptions { Loss = new MeanSquaredError() }).ToCsv().Split('\n')[1];
        fields = line.Split(',');
        Assert.Equal(("", "", "", ""), (fields[4], fields[6], fields[7], fields[8]));
        Assert.NotEqual("", fields[5]);
    }

    [Fact]
    public void A_training_keeps_the_last_epoch_also_if_it_is_partial()
    {
        // 70 rows are three batches of 32: two epochs and a batch.
        TrainingHistory history = new Network(Samples.Mlp()).Fit(Data, new FitOptions { Iterations = 7 });
        Assert.Equal((3, 3), (history.Epochs.Length, history.KeptEpoch));
        Assert.True(history.Epochs[2].IsPartial);
        Assert.Null(new Network(Samples.Mlp()).Fit(Data, new FitOptions { Iterations = 0 }).KeptEpoch);
    }

    private static double ParseNumber(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
