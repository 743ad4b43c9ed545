using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Neural;

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
    private readonly ValueGetter<VBuffer<T>> _getter = row.GetGetter<VBuffer<T>>(column.Column);
    private VBuffer<T> _values;
    private int[] _indices = [];

    public override void AddTo(IndexMatrixBuilder rows)
    {
        _getter(ref _values);
        if (_values.Length > rows.ColumnCount || (column.Size is { } size && _values.Length != size))
        {
            throw new InvalidOperationException(
                $"Column '{column.Column.Name}' (row {row.Position}) has {_values.Length} indices; accepted: "
                + (column.Size is { } wanted ? $"{wanted}." : $"up to {rows.ColumnCount}."));
        }

        if (_indices.Length < _values.Length)
        {
            _indices = new int[_values.Length];
        }

        int count = 0;
        foreach (T value in _values.DenseValues())
        {
            long index = widen(value);
            if (index < 0 || index >= rows.IndexCount)
            {
                throw new InvalidOperationException(
                    $"Column '{column.Column.Name}' (row {row.Position}) has the index {index}; accepted: 0 to {rows.IndexCount - 1}.");
            }

            _indices[count++] = (int)index;
        }

        rows.Add(_indices.AsSpan(0, count));
    }
}
