namespace MLNetDeep.Neural.Cpu;

/// <summary>The queries, keys and values of one head for the positions of one row, or their gradients.</summary>
/// <param name="queries">The queries; those of a head are padded to whole cache lines.</param>
/// <param name="width">The distance between queries and keys, and between keys and values, in floats.</param>
/// <param name="length">The number of used positions.</param>
internal readonly unsafe struct AttentionRow(float* queries, int width, int length)
{
    /// <summary>The queries.</summary>
    public float* Queries => queries;

    /// <summary>The keys.</summary>
    public float* Keys => queries + width;

    /// <summary>The values.</summary>
    public float* Values => queries + (2 * width);

    /// <summary>The distance between two positions, in floats.</summary>
    public nint Stride => 3 * width;

    /// <summary>The number of used positions.</summary>
    public int Length => length;
}
