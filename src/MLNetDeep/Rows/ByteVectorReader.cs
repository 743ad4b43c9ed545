using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Rows;

/// <summary>Reads a column of byte vectors: from the row's own reader of bytes if it has one, otherwise as vectors.</summary>
internal sealed class ByteVectorReader : IByteReader
{
    private readonly DataViewRow _row;
    private readonly DataViewSchema.Column _column;
    private readonly int _size;
    private readonly VectorReader<byte> _vectors;
    private readonly IByteReader? _source;

    // Memory for sparse vectors, taken once one is there.
    private byte[] _dense = [];

    /// <param name="row">The row.</param>
    /// <param name="column">A column of byte vectors of known size.</param>
    public ByteVectorReader(DataViewRow row, DataViewSchema.Column column)
    {
        _row = row;
        _column = column;
        _size = ((VectorDataViewType)column.Type).Size;
        _vectors = new VectorReader<byte>(row, column);
        _source = (row as IByteRow)?.GetByteReader(column);
    }

    public float Scale => 1;

    public ReadOnlySpan<byte> Read()
    {
        if (_source is not null)
        {
            ReadOnlySpan<byte> bytes = _source.Read();
            return bytes.Length == _size ? bytes : throw RowErrors.WrongLength(_row, _column, bytes.Length);
        }

        ref readonly VBuffer<byte> vector = ref _vectors.Read();
        if (vector.IsDense)
        {
            return vector.GetValues();
        }

        _dense = _dense.Length == _size ? _dense : new byte[_size];
        vector.CopyTo(_dense);
        return _dense;
    }
}
