namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>
/// The operation that a product applies to its sums while they are in registers, such as an activation or a weight update.
/// </summary>
internal interface IEpilogue<V>
    where V : unmanaged
{
    /// <summary>Whether rows of the result whose sums have no terms may be skipped.</summary>
    static abstract bool SkipsEmptyRows { get; }

    /// <summary>Handles one vector of sums.</summary>
    /// <param name="offset">The position of the first sum, in floats from the start of the result.</param>
    /// <param name="column">The column of the first sum.</param>
    /// <param name="sum">The sums.</param>
    void Store(nint offset, int column, V sum);
}
