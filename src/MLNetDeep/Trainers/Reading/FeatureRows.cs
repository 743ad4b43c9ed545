using Microsoft.ML.Data;
using MLNetDeep.Neural;

namespace MLNetDeep.Trainers;

/// <summary>The features of rows that are read one by one, as the numbers or the indices that a network takes.</summary>
internal sealed class FeatureRows
{
    private readonly FeatureMatrixBuilder? _numbers;
    private readonly IndexMatrixBuilder? _indices;

    /// <param name="spec">The network.</param>
    /// <param name="rowCount">The number of rows to allocate memory for; null if it is not known.</param>
    public FeatureRows(NetworkSpec spec, long? rowCount)
    {
        if (spec.IndexCount is { } count)
        {
            _indices = new IndexMatrixBuilder(spec.InputSize, count, rowCount);
        }
        else
        {
            _numbers = new FeatureMatrixBuilder(spec.InputSize, rowCount);
        }
    }

    public int RowCount => _numbers?.RowCount ?? _indices!.RowCount;

    /// <summary>Adds a row of numbers.</summary>
    public void Add(in VBuffer<float> row)
    {
        if (row.IsDense)
        {
            _numbers!.Add(row.GetValues());
        }
        else
        {
            _numbers!.Add(row.GetIndices(), row.GetValues());
        }
    }

    /// <summary>Adds a row of bytes times a scale.</summary>
    public void AddBytes(ReadOnlySpan<byte> row, float scale) => _numbers!.AddBytes(row, scale);

    /// <summary>Adds the indices of the current row.</summary>
    public void AddIndices(IndexReader reader) => reader.AddTo(_indices!);

    /// <summary>Removes the rows but keeps the memory.</summary>
    public void Clear()
    {
        _numbers?.Clear();
        _indices?.Clear();
    }

    /// <summary>Returns the rows without copying them.</summary>
    public FeatureMatrix ToMatrix() => _numbers is null ? _indices!.ToMatrix() : _numbers.ToMatrix();
}
