namespace MLNetDeep.Neural.Cpu;

/// <summary>How a parameter's values lie in memory, and how they go to and from the row-by-row order of <see cref="NamedTensor"/>.</summary>
internal abstract unsafe class ParameterLayout
{
    /// <summary>The floats of the buffer, padding included: whole lines.</summary>
    public abstract int Length { get; }

    /// <summary>Writes a tensor's values into a buffer. Padding is left as it is: 0 in parameters and gradients.</summary>
    /// <param name="values">Row by row, as the parameter's shape says.</param>
    /// <param name="buffer">Room for <see cref="Length"/> floats.</param>
    public abstract void Import(ReadOnlySpan<float> values, float* buffer);

    /// <summary>Reads a tensor's values out of a buffer.</summary>
    /// <param name="buffer">What <see cref="Import"/> wrote.</param>
    /// <param name="values">As long as the parameter's size.</param>
    public abstract void Export(float* buffer, Span<float> values);
}
