using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>A parameter's values on the CPU: a buffer and its layout.</summary>
internal sealed unsafe class CpuParameter
{
    private readonly AlignedBuffer _buffer;

    /// <summary>Makes a parameter of zeros.</summary>
    public CpuParameter(ParameterLayout layout)
    {
        Layout = layout;
        _buffer = new AlignedBuffer(layout.Length);
    }

    /// <summary>How the values lie in the buffer.</summary>
    public ParameterLayout Layout { get; }

    /// <summary>The first value; the caller keeps this object alive while it uses the address.</summary>
    public float* Pointer => _buffer.Pointer;

    /// <summary>The floats at <see cref="Pointer"/>, padding included.</summary>
    public int Length => _buffer.Length;

    /// <summary>The same memory, padding included.</summary>
    public Memory<float> Memory => _buffer.Memory;

    /// <summary>Takes a tensor's values.</summary>
    public void Import(ReadOnlySpan<float> values) => Layout.Import(values, Pointer);

    /// <summary>A copy of the values in the order of a tensor.</summary>
    /// <param name="size">How many there are.</param>
    public float[] Export(int size)
    {
        float[] values = new float[size];
        Layout.Export(Pointer, values);
        return values;
    }

    /// <summary>Takes the values of a parameter of the same layout.</summary>
    public void CopyFrom(CpuParameter other) => other._buffer.Span.CopyTo(_buffer.Span);

    /// <summary>Sets every value, padding included.</summary>
    public void Fill(float value) => _buffer.Span.Fill(value);
}
