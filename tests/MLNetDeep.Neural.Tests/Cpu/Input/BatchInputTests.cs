using MLNetDeep.Neural.Cpu;

namespace MLNetDeep.Neural.Tests.Cpu.Input;

public class BatchInputTests
{
    [Fact]
    public void Batch_row_indices_are_staged_with_their_lengths()
    {
        IndexFeatures features = new(new[] { 1, 2, 3, 4, 5, 0, 6, 0, 0 }, columnCount: 3, indexCount: 7, new[] { 3, 2, 1 });
        BatchInput input = new([3], InputPlan.FullRows(3), ThreadTeam.CallerOnly);
        input.Stage(features, [2, 0]);
        Assert.Equal([6, 0, 0], input.Indices.Row(0).ToArray());
        Assert.Equal([1, 2, 3], input.Indices.Row(1).ToArray());
        Assert.Equal([1, 3], input.Lengths.Span.ToArray());
        unsafe
        {
            Assert.Equal([6, 0, 0, 1, 2, 3], new ReadOnlySpan<int>(input.Indices.Pointer, 6).ToArray());
        }

        // The next batch reuses the memory. An announced batch is staged only when it becomes the current batch.
        input.StageNext(features, [1]);
        input.Stage(features, [1]);
        Assert.Equal([4, 5, 0], input.Indices.Row(0).ToArray());
        Assert.Equal([2], input.Lengths.Span.ToArray());
    }

    [Fact]
    public void Lengths_are_omitted_if_all_rows_are_full()
    {
        BatchInput input = new([2], InputPlan.FullRows(2), ThreadTeam.CallerOnly);
        input.Stage(new IndexFeatures(new[] { 1, 2, 3, 4 }, 2, 5), [1]);
        Assert.Equal([3, 4], input.Indices.Row(0).ToArray());
        Assert.True(input.Lengths.Span.IsEmpty);
        input.Stage(new DenseFeatures(new float[] { 1, 2, 3, 4 }, 2, rowLengths: new[] { 1, 2 }), [1, 0]);
        Assert.Equal([3, 4], input.Row(0).ToArray());
        Assert.Equal([2, 1], input.Lengths.Span.ToArray());
    }
}
