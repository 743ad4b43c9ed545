using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Rows;

namespace MLNetDeep.Trainers;

/// <summary>Reads the features of the row on which a cursor stands: as bytes where the row gives them, otherwise as floats.</summary>
internal sealed class FeatureReader
{
    private readonly ValueGetter<VBuffer<float>> _getter;
    private VBuffer<float> _row;

    /// <param name="row">The row.</param>
    /// <param name="column">The column of features.</param>
    public FeatureReader(DataViewRow row, DataViewSchema.Column column)
    {
        _getter = row.GetGetter<VBuffer<float>>(column);

        // A scale that takes bytes beyond the floats gives infinities, which only the floats show.
        Bytes = (row as IByteRow)?.FindBytes(column) is { } bytes && float.IsFinite(byte.MaxValue * bytes.Scale)
            ? new GuardedByteReader(column.Name, bytes)
            : null;
    }

    /// <summary>Reads bytes; null where the features are floats.</summary>
    public IByteReader? Bytes { get; }

    /// <summary>Reads floats. They stay valid until the next call.</summary>
    public ref readonly VBuffer<float> Read()
    {
        _getter(ref _row);
        return ref _row;
    }
}
