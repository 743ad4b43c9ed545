using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Peers;

/// <summary>The rows of a column in compressed sparse row (CSR) format, which is what scikit-learn's CountVectorizer returns.</summary>
internal sealed class SparseRows
{
    private readonly List<int> _rowStarts = [];
    private readonly List<int> _columns = [];
    private readonly List<float> _values = [];

    /// <summary>Copies all rows of a view's vector column.</summary>
    public static SparseRows Read(IDataView view, string columnName)
    {
        SparseRows rows = new();
        DataViewSchema.Column column = view.Schema[columnName];
        using DataViewRowCursor cursor = view.GetRowCursor([column]);
        ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(column);
        VBuffer<float> row = default;
        while (cursor.MoveNext())
        {
            getter(ref row);
            rows._rowStarts.Add(rows._values.Count);
            rows._columns.AddRange(row.GetIndices());
            rows._values.AddRange(row.GetValues());
        }

        return rows;
    }
}
