namespace MLNetDeep.Neural.Training;

/// <summary>Divides rows among the ranks of an exchange, and adds up what the ranks computed.</summary>
internal static class RankShare
{
    /// <summary>Returns this rank's part of some rows: a range of them. All rows without an exchange.</summary>
    /// <param name="exchange">The exchange; null without one.</param>
    /// <param name="count">The number of rows.</param>
    public static (int First, int Count) Of(IGradientExchange? exchange, int count) =>
        exchange is null ? (0, count) : Of(exchange.Rank, exchange.Size, count);

    /// <summary>Returns a rank's part of some rows: from count·rank/size up to count·(rank + 1)/size.</summary>
    /// <param name="rank">The rank.</param>
    /// <param name="size">The number of ranks.</param>
    /// <param name="count">The number of rows.</param>
    public static (int First, int Count) Of(int rank, int size, int count)
    {
        int first = (int)((long)count * rank / size);
        return (first, (int)((long)count * (rank + 1) / size) - first);
    }

    /// <summary>Returns the sum of the results of all ranks. Without an exchange, returns the result.</summary>
    public static EvaluationResult Sum(this IGradientExchange? exchange, EvaluationResult result)
    {
        if (exchange is null)
        {
            return result;
        }

        // Counts are exact as doubles.
        Span<double> sums = [result.LossSum, result.CorrectCount, result.RowCount, result.PredictionCount, result.AbsoluteErrorSum];
        exchange.Sum(sums);
        return new EvaluationResult(sums[0], (long)sums[1], (long)sums[2], (long)sums[3], sums[4]);
    }
}
