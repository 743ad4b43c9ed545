using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>
/// One part of a random split: each row of the input draws a number in [0, 1), the same in every part and at every
/// reading, and belongs to the part in whose range the number lies.
/// </summary>
internal sealed class RandomSplitView(IDataView input, int seed, NumberRange range, bool complement) : FilterView(input)
{
    // The numbers belong to the rows by their order, so the order must not change.
    public override bool CanShuffle => false;

    public override DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
        => [GetRowCursor(columnsNeeded)];

    protected override Func<bool> CreateCondition(DataViewRowCursor cursor)
    {
        var random = new TauswortheRandom(seed);
        return () => range.Contains(random.NextSingle()) != complement;
    }
}
