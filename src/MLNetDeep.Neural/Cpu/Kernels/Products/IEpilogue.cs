namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>What a product does with each of its sums, while they are in registers.</summary>
internal interface IEpilogue<V>
    where V : unmanaged
{
    /// <summary>Whether a row of the result that sums nothing may be left alone.</summary>
    static abstract bool LeavesEmptyRows { get; }

    /// <summary>Takes the sums of one vector of the result.</summary>
    /// <param name="offset">Where they belong, in floats from the start of the result.</param>
    /// <param name="column">The column of the first of them.</param>
    /// <param name="sum">The sums.</param>
    void Store(nint offset, int column, V sum);
}
