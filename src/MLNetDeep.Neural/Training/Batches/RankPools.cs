namespace MLNetDeep.Neural.Training;

/// <summary>Reads this rank's rows of each pool, and learns from the other ranks how many rows they have read.</summary>
/// <remarks>
/// The ranks talk to each other only on the training thread, once for each pool. The next pass begins ahead of time once the streams of all
/// ranks have ended.
/// </remarks>
internal sealed class RankPools(PoolReader reader, IGradientExchange exchange) : IPools
{
    // The rows of this rank in the current pool; their order is that of the batches.
    private int[] _rows = [];
    private int[] _places = [];
    private int _rowCount;
    private int[] _positions = [];

    // The last rows that this rank has read. A rank without rows in a pool steps on none of these.
    private TrainingData? _data;
    private int _poolRows;
    private (int Epoch, int Rows)? _nextPass;
    private bool _isPoolKnown;

    /// <summary>The numbers of the rows.</summary>
    public RankTurns Turns { get; } = new(exchange.Rank, exchange.Size);

    public bool HasEnded { get; private set; }

    public void Begin(int epoch, int rows)
    {
        Turns.Begin();
        (HasEnded, _isPoolKnown, _poolRows, _nextPass, _data) = (false, false, rows, null, null);
        reader.Begin(epoch, Turns.CountOf(rows));
    }

    public TrainingData? Wait()
    {
        if (!_isPoolKnown && !HasEnded)
        {
            GatherPool();
        }

        return HasEnded ? null : _data;
    }

    public void StartReading(int rows, (int Epoch, int Rows)? nextPass)
    {
        (_isPoolKnown, _poolRows, _nextPass) = (false, rows, nextPass);
        if (Turns.HaveEnded)
        {
            EndPass();
        }
        else
        {
            reader.StartReading(Turns.CountOf(rows), nextPass: null);
        }
    }

    /// <summary>Finds this rank's rows of the current pool.</summary>
    /// <param name="order">The order of the rows of all ranks in the batches.</param>
    public void SetOrder(ReadOnlySpan<int> order)
    {
        if (_rows.Length < order.Length)
        {
            (_rows, _places) = (new int[order.Length], new int[order.Length]);
        }

        _rowCount = 0;
        ReadOnlySpan<int> indices = Turns.Indices;
        for (int place = 0; place < order.Length; place++)
        {
            int index = indices[order[place]];
            if (index >= 0)
            {
                (_rows[_rowCount], _places[_rowCount++]) = (index, place);
            }
        }
    }

    /// <summary>Returns this rank's rows between two places in the order.</summary>
    public ReadOnlySpan<int> RowsBetween(int start, int end) => _rows.AsSpan(Find(start)..Find(end));

    /// <summary>Returns how far this rank's rows between two places in the order are behind the first of these places.</summary>
    public ReadOnlySpan<int> PositionsBetween(int start, int end)
    {
        ReadOnlySpan<int> places = _places.AsSpan(Find(start)..Find(end));
        if (_positions.Length < places.Length)
        {
            _positions = new int[places.Length];
        }

        for (int i = 0; i < places.Length; i++)
        {
            _positions[i] = places[i] - start;
        }

        return _positions.AsSpan(0, places.Length);
    }

    public void Dispose() => reader.Dispose();

    private void GatherPool()
    {
        TrainingData? pool = null;
        ReadOnlyMemory<byte>[] all = RankReading.Gather(exchange, () => BitConverter.GetBytes((pool = reader.Wait())?.RowCount ?? 0));
        int[] counts = Array.ConvertAll(all, bytes => BitConverter.ToInt32(bytes.Span));
        CheckCounts(counts);
        _data = pool ?? _data;
        Turns.Add(_poolRows, counts);
        _isPoolKnown = true;
        if (Turns.RowCount == 0)
        {
            EndPass();
        }
    }

    // At the start of a pass, each rank has rows to read. Later, ranks may have none left.
    private void CheckCounts(int[] counts)
    {
        int empty = _data is null && counts.Any(count => count > 0) ? Array.IndexOf(counts, 0) : -1;
        if (empty >= 0)
        {
            throw new ArgumentException($"The stream has no rows for rank {empty} of {exchange.Size}; each rank needs a row or more.");
        }
    }

    private void EndPass()
    {
        HasEnded = true;
        if (_nextPass is { } next)
        {
            _nextPass = null;
            reader.StartNextPass(next.Epoch, Turns.FirstCountOf(next.Rows));
        }
    }

    private int Find(int place)
    {
        int found = _places.AsSpan(0, _rowCount).BinarySearch(place);
        return found < 0 ? ~found : found;
    }
}
