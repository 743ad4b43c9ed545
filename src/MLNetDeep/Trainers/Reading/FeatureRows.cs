using Microsoft.ML.Data;
using MLNetDeep.Neural;

namespace MLNetDeep.Trainers;

/// <summary>The features of rows that are read one by one, as the numbers or the indices that a network takes.</summary>
internal sealed class FeatureRows
{
    private readonly FeatureMatrixBuilder? _numbers;
    private readonly IndexMatrixBuilder? _indices;

    // Memory for a row of another matrix, taken once there is one.
    private byte[] _pixels = [];
    private int[] _columns = [];
    private float[] _values = [];

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

    /// <summary>Adds a row of a matrix.</summary>
    public void Add(FeatureMatrix rows, int row)
    {
        switch (rows)
        {
            case IndexFeatures:
                _indices!.Add(rows.UsedIndices(row));
                break;
            case ByteFeatures bytes:
                byte[] pixels = Temporary(ref _pixels, rows.ColumnCount);
                bytes.CopyBytes(row, pixels);
                _numbers!.AddBytes(pixels, bytes.Scale);
                break;
            case DenseFeatures dense:
                _numbers!.Add(dense.Row(row));
                break;
            default:
                int count = rows.CountNonZeros(row);
                Span<int> columns = Temporary(ref _columns, rows.ColumnCount).AsSpan(0, count);
                Span<float> values = Temporary(ref _values, rows.ColumnCount).AsSpan(0, count);
                rows.CopyNonZeros(row, columns, values);
                _numbers!.Add(columns, values);
                break;
        }
    }

    /// <summary>Removes the rows but keeps the memory.</summary>
    public void Clear()
    {
        _numbers?.Clear();
        _indices?.Clear();
    }

    /// <summary>Returns the rows without copying them.</summary>
    public FeatureMatrix ToMatrix() => _numbers is null ? _indices!.ToMatrix() : _numbers.ToMatrix();

    private static T[] Temporary<T>(ref T[] array, int length) => array.Length == length ? array : array = new T[length];
}
