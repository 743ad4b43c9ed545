using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Benchmarks.BagOfWordsPeer;

/// <summary>Rows one after another, as the peer's matrix has them: where each starts, and the slots and values in them.</summary>
internal sealed class SparseRows
{
    private readonly List<int> _starts = [];
    private readonly List<int> _slots = [];

    public List<float> Values { get; } = [];

    public int Count => _starts.Count;

    public static SparseRows Read(IDataView bags)
    {
        var rows = new SparseRows();
        DataViewSchema.Column column = bags.Schema["Bag"];
        using DataViewRowCursor cursor = bags.GetRowCursor([column]);
        ValueGetter<VBuffer<float>> getBag = cursor.GetGetter<VBuffer<float>>(column);
        VBuffer<float> bag = default;
        while (cursor.MoveNext())
        {
            getBag(ref bag);
            rows._starts.Add(rows.Values.Count);
            rows._slots.AddRange(bag.GetIndices());
            rows.Values.AddRange(bag.GetValues());
        }
        return rows;
    }
}
