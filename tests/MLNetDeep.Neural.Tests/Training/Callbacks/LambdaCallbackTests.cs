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
    public void The_exception_that_ends_a_training_reaches_every_callback_and_then_the_caller()
    {
        List<string> calls = [];
        LambdaCallback first = new()
        {
            Diverged = (_, _) => calls.Add("diverged"),
            TrainEnd = _ => calls.Add("end"),
            TrainFailed = (context, exception) =>
            {
                calls.Add($"{context.Epoch} {exception.GetType().Name}");
                throw new NotSupportedException("This one must not hide the first.");
            },
        };
        LambdaCallback second = new((_, epoch) => throw new InvalidDataException($"{epoch.Epoch}"))
        {
            TrainFailed = (_, exception) => calls.Add(exception.Message),
        };
        FitOptions options = new() { Epochs = 3, Callbacks = [first, second] };
        Assert.Throws<InvalidDataException>(() => new Network(Samples.Mlp()).Fit(Data, options));
        Assert.Equal(["1 InvalidDataException", "1"], calls);

        calls.Clear();
        FitOptions diverging = options with { Optimizer = new Sgd(1e30) };
        string message = Assert.Throws<TrainingDivergedException>(() => new Network(Samples.Mlp()).Fit(Data, diverging)).Message;
        Assert.Equal(["diverged", "1 TrainingDivergedException", message], calls);

        calls.Clear();
        new Network(Samples.Mlp()).Fit(Data, options with { Callbacks = [first] });
        Assert.Equal(["end"], calls);
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
