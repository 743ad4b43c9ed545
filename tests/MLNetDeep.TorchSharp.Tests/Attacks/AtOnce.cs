namespace MLNetDeep.TorchSharp.Tests.Attacks;

/// <summary>Runs actions on threads of their own.</summary>
internal static class AtOnce
{
    /// <summary>Starts all actions at the same moment, and waits for them.</summary>
    /// <exception cref="AggregateException">Some of them threw.</exception>
    public static void Run(params IReadOnlyList<Action> actions)
    {
        using Barrier start = new(actions.Count);
        List<Exception> failures = [];
        Thread[] threads = [.. actions.Select(action => new Thread(() =>
        {
            start.SignalAndWait();
            try
            {
                action();
            }
            catch (Exception failure)
            {
                lock (failures)
                {
                    failures.Add(failure);
                }
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        if (failures.Count > 0)
        {
            throw new AggregateException(failures);
        }
    }
}
