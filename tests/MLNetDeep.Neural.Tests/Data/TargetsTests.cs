namespace MLNetDeep.Neural.Tests.Data;

public class TargetsTests
{
    [Fact]
    public void ClassOf_returns_the_label_the_largest_column_or_the_rounded_value()
    {
        Assert.Equal(7, new ClassTargets(new[] { 3, 7 }).ClassOf(1));
        Assert.Equal(2, new DenseTargets(new float[] { 1, 0, 0, 0.2f, 0.3f, 0.5f }, 3).ClassOf(1));
        Assert.Equal(0, new DenseTargets(new float[] { 1, 1, 0 }, 3).ClassOf(0));
        Assert.Equal([0, 1, 0, 2], Enumerable.Range(0, 4).Select(new DenseTargets(new float[] { 0, 0.9f, 0.5f, 1.5f }).ClassOf));
    }

    [Fact]
    public void Numeric_rows_are_read_without_copying()
    {
        DenseTargets targets = new(new float[] { 1, 2, 3, 4 }, 2);
        Assert.Equal([3, 4], targets.Row(1).ToArray());
        foreach (int row in new[] { -1, 2 })
        {
            Assert.Throws<ArgumentOutOfRangeException>(nameof(row), () => targets.Row(row).ToArray());
            Assert.Throws<ArgumentOutOfRangeException>(nameof(row), () => targets.ClassOf(row));
            Assert.Throws<ArgumentOutOfRangeException>(nameof(row), () => new ClassTargets(new[] { 0, 1 }).ClassOf(row));
        }
    }
}
