using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Neural;

namespace MLNetDeep.Rows;

/// <summary>
/// Reads a vector column and checks each row's vector: its length must be the size of the column's type, and the indices of a sparse
/// vector must ascend within it. ML.NET checks neither: a null array, for example, is read as a vector of length 0.
/// </summary>
internal sealed class VectorReader<T>
{
    private readonly DataViewRow _row;
    private readonly DataViewSchema.Column _column;
    private readonly int? _size;
    private readonly ValueGetter<VBuffer<T>> _getter;
    private VBuffer<T> _vector;

    /// <param name="row">The row.</param>
    /// <param name="column">A vector column. If its type has no size, rows may have any length.</param>
    public VectorReader(DataViewRow row, DataViewSchema.Column column)
    {
        _row = row;
        _column = column;
        _size = ((VectorDataViewType)column.Type) is { IsKnownSize: true } type ? type.Size : null;
        _getter = row.GetGetter<VBuffer<T>>(column);
    }

    /// <summary>Reads the vector of the current row. The result is valid until the next call.</summary>
    /// <exception cref="InvalidOperationException">The vector has the wrong length or invalid indices.</exception>
    public ref readonly VBuffer<T> Read()
    {
        Buffers.Empty(ref _vector);
        _getter(ref _vector);
        if (_size is { } size && _vector.Length != size)
        {
            throw RowErrors.WrongLength(_row, _column, _vector.Length);
        }

        if (!_vector.IsDense && !SortedIndices.AreStrictlyAscending(_vector.GetIndices(), _vector.Length))
        {
            throw RowErrors.InvalidIndices(_row, _column, _vector.GetIndices(), _vector.Length);
        }

        return ref _vector;
    }
}
