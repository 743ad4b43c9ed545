using Shared.Tests;

namespace MLNetDeep.Conformance;

/// <summary>Runs the sessions of several ranks, each on a thread of its own, as processes would.</summary>
internal static class Ranks
{
    /// <summary>Runs an action for each rank at the same time, and returns what they return.</summary>
    /// <exception cref="AggregateException">Actions have thrown.</exception>
    public static T[] Run<T>(int count, Func<InProcessExchange, T> action)
    {
        InProcessExchange[] exchanges = InProcessExchange.Create(count);
        T[] results = new T[count];
        List<Exception> errors = [];
        Thread[] threads = [.. exchanges.Select(exchange => new Thread(() =>
        {
            try
            {
                results[exchange.Rank] = action(exchange);
            }
            catch (Exception error)
            {
                lock (errors)
                {
                    errors.Add(error);
                }
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        return errors.Count == 0 ? results : throw new AggregateException(errors);
    }

    /// <summary>
    /// Returns the positions of a batch that a rank has in a step: unequal parts that are not contiguous. From three ranks on, one has none, in
    /// turn.
    /// </summary>
    public static int[] Positions(int rank, int ranks, int step, int batchSize)
    {
        int empty = ranks > 2 ? step % ranks : ranks;
        int[] working = [.. Enumerable.Range(0, ranks).Where(other => other != empty)];
        int turn = Array.IndexOf(working, rank);

        // The first of those that have rows has two of each group of positions, the others one.
        return [.. Enumerable.Range(0, batchSize).Where(position => Math.Max(0, (position % (working.Length + 1)) - 1) == turn)];
    }
}
