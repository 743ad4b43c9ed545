using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Peers;

/// <summary>Rows in compressed sparse row form, as in scikit-learn: the start of each row, and the column indices and values.</summary>
internal sealed class SparseRows
{
    private readonly List<int> _starts = [];
    private readonly List<int> _slots = [];
    private readonly List<float> _values = [];

    public static SparseRows Read(IDataView view, string name)
    {
        SparseRows rows = new();
        DataViewSchema.Column column = view.Schema[name];
        using DataViewRowCursor cursor = view.GetRowCursor([column]);
        ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(column);
        VBuffer<float> row = default;
        while (cursor.MoveNext())
        {
            getter(ref row);
            rows._starts.Add(rows._values.Count);
            rows._slots.AddRange(row.GetIndices());
            rows._values.AddRange(row.GetValues());
        }

        return rows;
    }
}
