using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>
/// The rows of a view in random order: each row that is delivered is drawn from a pool of the next rows, so only the
/// pool is held in memory. Where the view itself can shuffle, its order is random as well.
/// </summary>
/// <param name="input">The view.</param>
/// <param name="seed">The seed of the order, the same at every reading.</param>
/// <param name="poolSize">The number of rows in the pool.</param>
/// <param name="shuffleSource">Whether the view is asked for a random order too.</param>
internal sealed class ShuffleView(IDataView input, int seed, int poolSize, bool shuffleSource) : IDataView
{
    public DataViewSchema Schema => input.Schema;

    public bool CanShuffle => true;

    public long? GetRowCount() => input.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        Random random = rand ?? new TauswortheRandom(seed);
        Random? sourceRandom = shuffleSource ? new TauswortheRandom(random) : null;
        DataViewSchema.Column[] columns = columnsNeeded.ToArray();
        DataViewRowCursor cursor = input.GetRowCursor(columns, sourceRandom);
        return poolSize == 1 ? cursor : new ShuffleCursor(cursor, columns, poolSize, random);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
        => [GetRowCursor(columnsNeeded, rand)];
}
