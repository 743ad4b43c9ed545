using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Training;

public class LambdaCallbackTests
{
    private static readonly TrainingData Data = Samples.Separable(70, 20, 5);

    [Fact]
    public void Each_lambda_is_called_at_its_event()
    {
        List<string> calls = [];
        LambdaCallback callback = new((context, epoch) => calls.Add($"end {context.Epoch} {epoch.Batches}"))
        {
            TrainBegin = _ => calls.Add("start"),
            EpochBegin = context => calls.Add($"begin {context.Epoch}"),
            BatchEnd = (context, progress) => calls.Add($"{context.Epoch}.{progress.Batch}"),
            TrainEnd = _ => calls.Add("stop"),
        };
        new Network(Samples.Mlp()).Fit(Data, new FitOptions { BatchSize = 40, Epochs = 2, Callbacks = [callback] });
        Assert.Equal(["start", "begin 1", "1.1", "1.2", "end 1 2", "begin 2", "2.1", "2.2", "end 2 2", "stop"], calls);
    }

    [Fact]
    public void A_lambda_can_stop_the_training()
    {
        LambdaCallback callback = new((context, epoch) =>
        {
            if (epoch.Epoch == 3)
            {
                context.Stop();
            }
        });
        Assert.Equal(3, new Network(Samples.Mlp()).Fit(Data, new FitOptions { Epochs = 9, Callbacks = [callback] }).Epochs.Length);
    }

    [Fact]
    public void Without_lambdas_nothing_happens()
    {
        Network plain = new(Samples.Mlp()), called = new(Samples.Mlp());
        plain.Fit(Data, new FitOptions());
        called.Fit(Data, new FitOptions { Callbacks = [new LambdaCallback()] });
        Close.SameBits(plain.GetWeights(), called.GetWeights());
    }
}
