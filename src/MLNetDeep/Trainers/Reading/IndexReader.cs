using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Neural;
using MLNetDeep.Rows;

namespace MLNetDeep.Trainers;

/// <summary>Reads the indices of a cursor's current row.</summary>
internal abstract class IndexReader
{
    /// <summary>Adds the indices of the current row to a matrix.</summary>
    /// <exception cref="InvalidOperationException">
    /// An index is negative or too large for the matrix, or the row has too many indices; the message names the column and the row.
    /// </exception>
    public abstract void AddTo(IndexMatrixBuilder rows);
}

/// <summary>Reads indices of one type.</summary>
/// <param name="row">The row.</param>
/// <param name="column">The index column.</param>
/// <param name="widen">Converts a value to an index.</param>
internal sealed class IndexReader<T>(DataViewRow row, IndexColumn column, Func<T, long> widen) : IndexReader
{
    private readonly VectorReader<T> _reader = new(row, column.Column);
    private int[] _indices = [];

    public override void AddTo(IndexMatrixBuilder rows)
    {
        ref readonly VBuffer<T> values = ref _reader.Read();
        if (values.Length > rows.ColumnCount)
        {
            throw new InvalidOperationException(
                $"The vector in {RowErrors.Place(row, column.Column)} has {values.Length} indices; accepted: up to {rows.ColumnCount}, which is "
                + "what the network takes. WordIndicesOptions.Length shortens sequences.");
        }

        if (_indices.Length < values.Length)
        {
            _indices = new int[values.Length];
        }

        int count = 0;
        foreach (T value in values.DenseValues())
        {
            long index = widen(value);
            if (index < 0 || index >= rows.IndexCount)
            {
                throw new InvalidOperationException(
                    $"The vector in {RowErrors.Place(row, column.Column)} has the index {index}; accepted: 0 to {rows.IndexCount - 1}.");
            }

            _indices[count++] = (int)index;
        }

        rows.Add(_indices.AsSpan(0, count));
    }
}
