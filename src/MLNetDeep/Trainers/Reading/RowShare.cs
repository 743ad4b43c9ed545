using MLNetDeep.Neural;

namespace MLNetDeep.Trainers;

/// <summary>The rows of a view that a process reads: all rows by default, or each n-th one.</summary>
/// <param name="First">The number of the first row.</param>
/// <param name="Step">The distance from one row to the next; 0 for all rows.</param>
internal readonly record struct RowShare(int First, int Step)
{
    /// <summary>Returns the rows that a rank reads.</summary>
    /// <param name="exchange">The exchange; null without ranks.</param>
    /// <param name="rows">What the view has in each rank.</param>
    public static RowShare Of(IGradientExchange? exchange, DistributedRows rows) =>
        exchange is null || rows == DistributedRows.Shard ? default : new RowShare(exchange.Rank, exchange.Size);

    /// <summary>Whether a row is one of these.</summary>
    public bool Has(long row) => Step <= 1 || row % Step == First;
}
