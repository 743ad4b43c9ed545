namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>How the sums of a <see cref="PatchProduct"/> begin and end.</summary>
internal unsafe interface IPatchEpilogue<V>
    where V : unmanaged
{
    /// <summary>Whether the initial values depend on the result; otherwise they are the same for all rows.</summary>
    static abstract bool BeginsWithResult { get; }

    /// <summary>Returns the initial value of a vector of sums.</summary>
    /// <param name="result">The address of the first sum's result.</param>
    /// <param name="column">The column of the first sum.</param>
    /// <param name="count">The number of columns from there, which may be less than a vector.</param>
    V Begin(float* result, int column, int count);

    /// <summary>Stores a vector of sums.</summary>
    /// <param name="result">The address of the first sum's result.</param>
    /// <param name="count">The number of columns from there, which may be less than a vector.</param>
    /// <param name="sum">The sums.</param>
    void End(float* result, int count, V sum);
}
