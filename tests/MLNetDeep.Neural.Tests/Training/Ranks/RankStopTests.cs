using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Training.Ranks;

/// <summary>One rank asks for the end of a training, and all stop after the same batch.</summary>
public class RankStopTests
{
    private const int Ranks = 3;

    private static readonly FitOptions s_options = new() { BatchSize = 16, Epochs = 4 };

    private static TrainingData Data => Samples.Separable(98, 20, 5);

    // The others learn of the wish with the next step, or with the next average of the weights. An epoch has 7 batches.
    [Theory]
    [InlineData(1, 3, 4)]
    [InlineData(1, 7, 7)]
    [InlineData(1, 10, 11)]
    [InlineData(4, 2, 4)]
    [InlineData(4, 9, 12)]
    [InlineData(4, 14, 14)]
    public void A_token_or_a_callback_stops_all(int localSteps, int batch, int expected)
    {
        foreach (bool usesToken in (bool[])[false, true])
        {
            using CancellationTokenSource source = new();
            RankRun[] runs = RankRun.Fit(Ranks, Samples.Mlp(), Data, rank => s_options with
            {
                LocalSteps = localSteps,
                StopToken = usesToken && rank == 1 ? source.Token : default,
                Callbacks = rank == 1 ? [StopAfter(batch, usesToken ? _ => source.Cancel() : context => context.Stop())] : [StopAfter(0, _ => { })],
            });
            Assert.All(runs, run => Assert.Equal(expected, run.Losses.Length));
            Assert.All(runs, run => Assert.Equal(expected % 7 != 0, run.History!.Epochs[^1].IsPartial));
            Assert.All(runs, run => Close.SameBits(runs[0].Network.GetWeights(), run.Network.GetWeights()));
        }
    }

    [Fact]
    public void A_stop_at_the_end_of_an_epoch_begins_no_further_one()
    {
        RankRun[] runs = RankRun.Fit(Ranks, Samples.Mlp(), Data, rank => s_options with
        {
            Callbacks = rank == 2 ? [new LambdaCallback((context, result) => Stop(context, result.Epoch == 2))] : [],
        });
        Assert.All(runs, run => Assert.Equal(2, run.History!.Epochs.Length));
        Assert.All(runs, run => Assert.False(run.History!.Epochs[1].IsPartial));
    }

    [Fact]
    public void A_token_that_is_signalled_before_prevents_the_first_batch()
    {
        RankRun[] runs = RankRun.Fit(Ranks, Samples.Mlp(), Data, rank => s_options with { StopToken = new CancellationToken(canceled: rank == 1) });
        Assert.All(runs, run => Assert.Empty(run.Losses));
    }

    [Fact]
    public void A_stop_does_not_end_the_next_training() => RankRun.OnThreads(2, (rank, exchange) =>
    {
        Network network = new(Samples.Mlp());
        FitOptions options = s_options with { GradientExchange = exchange, Threads = 1 };
        RankRun stopped = RankRun.Fit(network, Data, options with { Callbacks = [StopAfter(2, context => context.Stop())] });
        Assert.Equal(3, stopped.Losses.Length);
        Assert.Equal(28, RankRun.Fit(network, Data, options).Losses.Length);
        return true;
    });

    private static LambdaCallback StopAfter(int batch, Action<TrainingContext> stop)
    {
        int batches = 0;
        return new() { BatchEnd = (context, _) => Stop(context, ++batches == batch, stop) };
    }

    private static void Stop(TrainingContext context, bool isNow, Action<TrainingContext>? stop = null)
    {
        if (isNow)
        {
            (stop ?? (running => running.Stop()))(context);
        }
    }
}
