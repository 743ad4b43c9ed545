using MLNetDeep.Neural;
using MLNetDeep.Samples;
using Shared.Tests;

namespace Samples.Tests;

/// <summary>Runs a sample on several threads of the test process, which train together as processes do.</summary>
internal static class RankRuns
{
    /// <summary>Runs a sample on ranks, and returns what each of them wrote. Each must end without an error.</summary>
    /// <param name="ranks">The number of ranks.</param>
    /// <param name="create">Creates the sample's command for one of them.</param>
    /// <param name="arguments">Returns a rank's arguments; --mpi is added.</param>
    public static async Task<string[]> ExecuteAsync<TOptions>(
        int ranks, Func<TextWriter, TextWriter, Func<IGradientExchange>, TrainingCommand<TOptions>> create, Func<int, string[]> arguments)
    {
        InProcessExchange[] exchanges = InProcessExchange.Create(ranks);
        SampleRun[] runs = await Task.WhenAll(exchanges.Select(exchange => Task.Factory.StartNew(
            () => SampleRun.Execute(
                (output, error) => create(output, error, () => exchange), [.. arguments(exchange.Rank), RankCommandLine.MpiName]),
            TaskCreationOptions.LongRunning)));
        Assert.All(runs, run => Assert.Equal((ExitCodes.Success, ""), (run.ExitCode, run.Error)));
        return [.. runs.Select(run => run.Output)];
    }
}
