namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// The part of a batch that the layers compute: all of it, or the rows of one of several sessions that divide the batch. What a layer draws at
/// random for a row follows from the row's position in the whole batch.
/// </summary>
internal sealed class BatchPart
{
    private readonly BatchRows _positions = new();
    private bool _hasPositions;

    /// <summary>
    /// Connects the sessions that divide the batch, for layers that sum over its rows; null if this session has the whole batch, and outside of
    /// steps.
    /// </summary>
    public IGradientExchange? Exchange { get; private set; }

    /// <summary>Whether the part has no rows. The layers then compute a row that counts for nothing.</summary>
    public bool IsEmpty { get; private set; }

    /// <summary>Whether the rows follow one another in the whole batch, from <see cref="FirstPosition"/> on.</summary>
    public bool IsConsecutive { get; private set; } = true;

    /// <summary>The position of the first row in the whole batch; 0 if there is no row.</summary>
    public int FirstPosition { get; private set; }

    /// <summary>The position in the whole batch of the row at an index in this part.</summary>
    public int PositionOf(int row) => IsConsecutive ? FirstPosition + row : _positions.Span[row];

    /// <summary>Sets the positions of the rows of the next step. They are copied.</summary>
    public void SetPositions(ReadOnlySpan<int> positions)
    {
        bool isConsecutive = true;
        for (int i = 0; i < positions.Length; i++)
        {
            if (positions[i] < 0)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(positions), positions[i], $"The position of row {i} in the batch is {positions[i]}; accepted: 0 or more.");
            }

            isConsecutive &= positions[i] == positions[0] + i;
        }

        _positions.Set(positions);
        FirstPosition = positions.IsEmpty ? 0 : positions[0];
        (IsConsecutive, _hasPositions) = (isConsecutive, true);
    }

    /// <summary>Begins a step.</summary>
    /// <param name="rows">The number of its rows.</param>
    /// <param name="exchange">Connects the sessions that divide the batch; null if there is one.</param>
    /// <exception cref="ArgumentException">Positions were set, but not as many.</exception>
    public void Begin(int rows, IGradientExchange? exchange)
    {
        (Exchange, IsEmpty) = (exchange is { Size: > 1 } ? exchange : null, rows == 0);
        if (_hasPositions && _positions.Span.Length != rows)
        {
            throw new ArgumentException(
                $"The step has {rows} rows, but {nameof(SetPositions)} was called with {_positions.Span.Length} positions.", nameof(rows));
        }
    }

    /// <summary>Ends a step: the rows of the next one are at 0, 1, 2 and so on, unless other positions are set.</summary>
    public void End()
    {
        (FirstPosition, IsConsecutive, _hasPositions) = (0, true, false);
        (Exchange, IsEmpty) = (null, false);
    }
}
