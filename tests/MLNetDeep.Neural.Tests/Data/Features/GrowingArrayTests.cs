namespace MLNetDeep.Neural.Tests.Data.Features;

public class GrowingArrayTests
{
    // A count from a file or a view may be wrong: 10^12 rows of 1,000 values would take 4,000 TB.
    [Fact]
    public void Memory_follows_the_items_and_not_their_expected_number()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        FeatureMatrixBuilder rows = new(1000, rowCount: 1_000_000_000_000);
        rows.AddBytes(new byte[1000]);
        rows.ToMatrix();
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1L << 27);
        IndexMatrixBuilder indices = new(1, 10, rowCount: long.MaxValue);
        indices.Add([9]);
        Assert.Equal(1, indices.ToMatrix().RowCount);
    }

    // The expected number saves copies: 100,000 items are one array from the start.
    [Fact]
    public void Expected_items_are_added_without_growing()
    {
        GrowingArray<byte> array = new(100_000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            array.Reserve(1000).Fill((byte)i);
            array.Advance(1000);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        array.Add(100);
        Assert.Equal(100_001, array.Items.Length);
        Assert.Equal([99, 100], array.Items[99_999..].ToArray());
    }
}
