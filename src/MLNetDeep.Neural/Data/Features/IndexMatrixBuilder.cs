using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>Collects rows of indices into <see cref="IndexFeatures"/>. Short rows are padded with 0 at the end.</summary>
/// <example>
/// <code>
/// IndexMatrixBuilder rows = new(columnCount: 3, indexCount: 100);
/// rows.Add([5, 7, 99]);
/// rows.Add([8]);
/// IndexFeatures texts = rows.ToMatrix(); // 5 7 99, 8 0 0; lengths 3, 1
/// </code>
/// </example>
public sealed class IndexMatrixBuilder
{
    private readonly GrowingArray<int> _indices;
    private readonly GrowingArray<int> _lengths;
    private bool _allFull = true;

    /// <summary>Creates an empty builder.</summary>
    /// <param name="columnCount">The number of indices in a full row: 1 or more.</param>
    /// <param name="indexCount">The number of different indices (the size of the vocabulary): 1 or more.</param>
    /// <param name="rowCount">The number of rows to allocate memory for. Default null: unknown.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is below 1.</exception>
    public IndexMatrixBuilder(int columnCount, int indexCount, long? rowCount = null)
    {
        ColumnCount = Guard.Accept(columnCount >= 1, columnCount, nameof(columnCount), "1 or more");
        IndexCount = Guard.Accept(indexCount >= 1, indexCount, nameof(indexCount), "1 or more");
        long rows = Math.Clamp(rowCount ?? 1, 1, Array.MaxLength);
        _indices = new GrowingArray<int>(rows * columnCount);
        _lengths = new GrowingArray<int>(rows);
    }

    /// <summary>The number of indices in a full row.</summary>
    public int ColumnCount { get; }

    /// <summary>
    /// The number of different indices (the size of the vocabulary): indices range from 0 to <see cref="IndexCount"/> - 1.
    /// </summary>
    public int IndexCount { get; }

    /// <summary>The number of rows added so far.</summary>
    public int RowCount => _lengths.Count;

    /// <summary>Adds a row. A short row is padded with 0 at the end; the matrix stores the row's length.</summary>
    /// <param name="row">0 to <see cref="ColumnCount"/> indices, each from 0 to <see cref="IndexCount"/> - 1.</param>
    /// <exception cref="ArgumentException">The row is too long, or an index is not accepted; no row is added.</exception>
    public void Add(ReadOnlySpan<int> row)
    {
        if (row.Length > ColumnCount)
        {
            throw new ArgumentException($"Row {RowCount} has {row.Length} indices; accepted: 0 to {ColumnCount}.", nameof(row));
        }

        int invalid = IndexFeatures.IndexOfFirstInvalid(row, IndexCount);
        if (invalid >= 0)
        {
            throw new ArgumentException(IndexFeatures.InvalidIndexMessage(RowCount, invalid, row[invalid], IndexCount), nameof(row));
        }

        Span<int> destination = _indices.Reserve(ColumnCount);
        row.CopyTo(destination);
        destination[row.Length..].Clear();
        _indices.Advance(ColumnCount);
        _lengths.Add(row.Length);
        _allFull &= row.Length == ColumnCount;
    }

    /// <summary>
    /// Removes all rows but keeps the memory. Matrices from earlier calls of <see cref="ToMatrix"/> must not be used any more.
    /// </summary>
    public void Clear()
    {
        _indices.Clear();
        _lengths.Clear();
        _allFull = true;
    }

    /// <summary>Returns the rows as a matrix over the builder's memory. Do not use the matrix after adding more rows.</summary>
    public IndexFeatures ToMatrix() =>
        new(_indices.Items, RowCount, ColumnCount, IndexCount, _allFull ? default : _lengths.Items);
}
