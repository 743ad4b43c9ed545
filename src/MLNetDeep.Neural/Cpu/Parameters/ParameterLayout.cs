namespace MLNetDeep.Neural.Cpu;

/// <summary>The layout of a parameter's values in memory. Converts from and to the row-major order of <see cref="NamedTensor"/>.</summary>
internal abstract unsafe class ParameterLayout
{
    /// <summary>The length of the buffer in floats, padding included: a multiple of a cache line.</summary>
    public abstract int Length { get; }

    /// <summary>Writes a tensor's values into a buffer. The padding, which is 0 in parameters and gradients, is not changed.</summary>
    /// <param name="values">The values in row-major order.</param>
    /// <param name="buffer">A buffer of <see cref="Length"/> floats.</param>
    public abstract void Import(ReadOnlySpan<float> values, float* buffer);

    /// <summary>Reads a tensor's values from a buffer.</summary>
    /// <param name="buffer">A buffer that <see cref="Import"/> has filled.</param>
    /// <param name="values">Receives the values in row-major order; the length is the parameter's size.</param>
    public abstract void Export(float* buffer, Span<float> values);
}
