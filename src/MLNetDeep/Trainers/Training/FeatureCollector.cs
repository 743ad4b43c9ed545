using Microsoft.ML.Data;
using MLNetDeep.Neural;

namespace MLNetDeep.Trainers;

/// <summary>Gathers rows of features into the form that suits them: sparse as long as at most a quarter is not zero, else dense.</summary>
internal sealed class FeatureCollector(int columnCount, long? rowCount)
{
    private const int SparseBelow = 4;

    // The form is settled on the first rows, so that a dense set is not gathered twice.
    private const int RowsToSettle = 256;

    private readonly GrowingArray<int> _rowStarts = StartOfFirstRow();
    private readonly GrowingArray<int> _columns = new();
    private readonly GrowingArray<float> _values = new();
    private GrowingArray<float>? _dense;

    public int RowCount { get; private set; }

    /// <summary>Starts anew, in the memory and, where it was dense, in the form of before.</summary>
    public void Clear()
    {
        _rowStarts.Clear();
        _rowStarts.Add(0);
        _columns.Clear();
        _values.Clear();
        _dense?.Clear();
        RowCount = 0;
    }

    public void Add(in VBuffer<float> row)
    {
        if (_dense is not null)
            row.CopyTo(_dense.Extend(columnCount));
        else
            AddSparse(row);
        RowCount++;
        if (_dense is null && RowCount % RowsToSettle == 0 && (long)_values.Count * SparseBelow > (long)RowCount * columnCount)
            MakeDense();
    }

    public FeatureMatrix ToMatrix()
    {
        if (_dense is null && (long)_values.Count * SparseBelow > (long)RowCount * columnCount)
            MakeDense();
        return _dense is not null
            ? new DenseFeatures(_dense.Items, columnCount)
            : new SparseFeatures(_rowStarts.Items, _columns.Items, _values.Items, columnCount);
    }

    private void AddSparse(in VBuffer<float> row)
    {
        ReadOnlySpan<float> values = row.GetValues();
        ReadOnlySpan<int> slots = row.GetIndices();
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] == 0)
                continue;
            _columns.Add(row.IsDense ? i : slots[i]);
            _values.Add(values[i]);
        }
        _rowStarts.Add(_values.Count);
    }

    private void MakeDense()
    {
        long capacity = Math.Max(rowCount ?? 0, RowCount) * columnCount;
        _dense = new GrowingArray<float>((int)Math.Min(capacity, Array.MaxLength));
        ReadOnlySpan<int> starts = _rowStarts.Items.Span;
        for (int r = 0; r < RowCount; r++)
        {
            Span<float> row = _dense.Extend(columnCount);
            for (int i = starts[r]; i < starts[r + 1]; i++)
                row[_columns.Items.Span[i]] = _values.Items.Span[i];
        }
    }

    private static GrowingArray<int> StartOfFirstRow()
    {
        var starts = new GrowingArray<int>();
        starts.Add(0);
        return starts;
    }
}
