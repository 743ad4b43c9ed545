using Shared.Tests;

namespace MLNetDeep.Neural.Tests.Support;

/// <summary>Runs ranks on threads of their own.</summary>
internal static class RankThreads
{
    /// <summary>Runs a function in each rank, and returns the results in the order of the ranks.</summary>
    public static T[] Run<T>(int ranks, Func<InProcessExchange, T> run) => Task.WhenAll(Start(ranks, run)).GetAwaiter().GetResult();

    /// <summary>Runs an action in each rank, and returns the exceptions in the order of the ranks.</summary>
    public static Exception?[] Failures(int ranks, Action<InProcessExchange> run) => Run(ranks, exchange => Record.Exception(() => run(exchange)));

    private static IEnumerable<Task<T>> Start<T>(int ranks, Func<InProcessExchange, T> run) =>
        [.. InProcessExchange.Create(ranks).Select(exchange => Task.Factory.StartNew(
            () => run(exchange), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
}
