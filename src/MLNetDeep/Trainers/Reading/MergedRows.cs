using System.Buffers;
using MLNetDeep.Neural;

namespace MLNetDeep.Trainers;

/// <summary>Joins the rows that several ranks have read. The ranks take turns, so that the rows of a view are in its order.</summary>
/// <param name="spec">The network.</param>
/// <param name="rowCount">The number of rows to allocate memory for; null if it is not known.</param>
internal sealed class MergedRows(NetworkSpec spec, long? rowCount)
{
    private readonly FeatureRows _features = new(spec, rowCount);
    private readonly ArrayBufferWriter<int> _classes = new();
    private readonly ArrayBufferWriter<float> _numbers = new();
    private readonly ArrayBufferWriter<float> _weights = new();

    /// <summary>The number of rows so far.</summary>
    public int RowCount => _features.RowCount;

    /// <summary>Adds blocks of the same number of rows, one of each rank. Ranks whose rows have ended may have fewer.</summary>
    public void Add(RowBlock[] blocks)
    {
        // The next row of each rank that was not skipped, and the next one that was.
        int[] next = new int[blocks.Length];
        int[] nextSkipped = new int[blocks.Length];
        int count = blocks.Length == 0 ? 0 : blocks.Max(block => block.RowCount);
        for (int row = 0; row < count; row++)
        {
            for (int rank = 0; rank < blocks.Length; rank++)
            {
                RowBlock block = blocks[rank];
                if (nextSkipped[rank] < block.Skipped.Length && block.Skipped[nextSkipped[rank]] == row)
                {
                    nextSkipped[rank]++;
                }
                else if (row < block.RowCount)
                {
                    Add(block.Data!, next[rank]++);
                }
            }
        }
    }

    /// <summary>Returns the rows without copying them.</summary>
    public TrainingData ToData() => new(
        _features.ToMatrix(),
        _numbers.WrittenCount > 0 ? new DenseTargets(_numbers.WrittenMemory) : new ClassTargets(_classes.WrittenMemory),
        _weights.WrittenMemory);

    private void Add(TrainingData data, int row)
    {
        _features.Add(data.Features, row);
        if (data.Targets is ClassTargets classes)
        {
            _classes.Write([classes.Labels.Span[row]]);
        }
        else
        {
            _numbers.Write([((DenseTargets)data.Targets).Values.Span[row]]);
        }

        if (!data.Weights.IsEmpty)
        {
            _weights.Write([data.Weights.Span[row]]);
        }
    }
}
