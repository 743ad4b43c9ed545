using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Rows;

namespace MLNetDeep.Trainers;

/// <summary>Reads the features of a cursor's current row: as bytes if the row supports it, otherwise as floats.</summary>
internal sealed class FeatureReader
{
    private readonly VectorReader<float> _values;

    /// <param name="row">The row.</param>
    /// <param name="column">The feature column.</param>
    public FeatureReader(DataViewRow row, DataViewSchema.Column column)
    {
        _values = new VectorReader<float>(row, column);

        // With a very large scale, bytes overflow to infinity as floats. Such rows must be read as floats, so that the infinities are
        // detected.
        Bytes = (row as IByteRow)?.GetByteReader(column) is { } bytes && float.IsFinite(byte.MaxValue * bytes.Scale)
            ? new GuardedByteReader(column.Name, bytes)
            : null;
    }

    /// <summary>Reads the features as bytes; null if they must be read as floats.</summary>
    public IByteReader? Bytes { get; }

    /// <summary>Reads the features as floats. The result is valid until the next call.</summary>
    public ref readonly VBuffer<float> Read() => ref _values.Read();
}
