using System.Numerics.Tensors;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Rows;

namespace MLNetDeep.Trainers;

/// <summary>Reads the features of a cursor's current row: as bytes if the row has them, otherwise as floats. Planes of a picture are put in
/// the order of the network.</summary>
internal sealed class FeatureReader
{
    private readonly VectorReader<float>? _values;
    private readonly int _size;
    private readonly int _planes;

    // Memory for values that are converted or put in order, taken once they are.
    private float[] _source = [];
    private float[] _ordered = [];
    private VBuffer<float> _row;

    /// <param name="row">The row.</param>
    /// <param name="column">The feature column.</param>
    /// <param name="planes">How many planes of a row must be interleaved; 1 if the row is in the network's order.</param>
    public FeatureReader(DataViewRow row, DataViewSchema.Column column, int planes = 1)
    {
        VectorDataViewType type = (VectorDataViewType)column.Type;
        _size = type.Size;
        _planes = planes;
        IByteReader? reader;
        if (type.ItemType == NumberDataViewType.Byte)
        {
            reader = new ByteVectorReader(row, column);
        }
        else
        {
            _values = new VectorReader<float>(row, column);
            reader = (row as IByteRow)?.GetByteReader(column);
        }

        // With a very large scale, bytes overflow to infinity as floats. Such rows must be read as floats, so that the infinities are
        // detected.
        if (reader is not null && float.IsFinite(byte.MaxValue * reader.Scale))
        {
            Bytes = new GuardedByteReader(column.Name, planes > 1 ? new InterleavedByteReader(reader, planes) : reader);
        }
    }

    /// <summary>Reads the features as bytes; null if they must be read as floats.</summary>
    public IByteReader? Bytes { get; }

    /// <summary>Reads the features as floats. The result is valid until the next call.</summary>
    public ref readonly VBuffer<float> Read()
    {
        if (_values is null)
        {
            ReadBytes();
            return ref _row;
        }

        ref readonly VBuffer<float> values = ref _values.Read();
        if (_planes == 1)
        {
            return ref values;
        }

        TakeMemory();
        values.CopyTo(_source);
        Planes.Interleave<float>(_source, _ordered, _planes);
        return ref _row;
    }

    private void ReadBytes()
    {
        TakeMemory();
        TensorPrimitives.ConvertTruncating(Bytes!.Read(), _ordered);
    }

    private void TakeMemory()
    {
        if (_ordered.Length == _size)
        {
            return;
        }

        _source = _planes > 1 && _values is not null ? new float[_size] : [];
        _ordered = new float[_size];
        _row = new VBuffer<float>(_size, _ordered);
    }
}
