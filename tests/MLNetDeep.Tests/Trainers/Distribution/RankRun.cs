using MLNetDeep.Neural;
using Shared.Tests;

namespace MLNetDeep.Tests.Trainers.Distribution;

/// <summary>Runs ranks on threads of their own.</summary>
internal static class RankRun
{
    /// <summary>Runs a function in each rank, and returns the results in the order of the ranks.</summary>
    public static T[] On<T>(int ranks, Func<IGradientExchange, T> run) =>
        Task.WhenAll(InProcessExchange.Create(ranks).Select(exchange => Task.Factory.StartNew(
            () => run(exchange), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))).GetAwaiter().GetResult();
}
