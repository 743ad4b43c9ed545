using System.Numerics.Tensors;
using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>A parameter's values on the CPU: a buffer and its layout.</summary>
internal sealed unsafe class CpuParameter
{
    private readonly AlignedBuffer _buffer;

    /// <summary>Creates a parameter whose values are 0.</summary>
    public CpuParameter(ParameterLayout layout)
    {
        Layout = layout;
        _buffer = new AlignedBuffer(layout.Length);
    }

    /// <summary>The layout of the values in the buffer.</summary>
    public ParameterLayout Layout { get; }

    /// <summary>The address of the buffer. The caller must keep this object alive while it uses the address.</summary>
    public float* Pointer => _buffer.Pointer;

    /// <summary>The number of floats at <see cref="Pointer"/>, padding included.</summary>
    public int Length => _buffer.Length;

    /// <summary>The memory of the buffer, padding included.</summary>
    public Memory<float> Memory => _buffer.Memory;

    /// <summary>Whether no value is NaN or infinite.</summary>
    public bool IsFinite => TensorPrimitives.IsFiniteAll<float>(_buffer.Memory.Span);

    /// <summary>Copies a tensor's values into the buffer.</summary>
    public void Import(ReadOnlySpan<float> values) => Layout.Import(values, Pointer);

    /// <summary>Returns a copy of the values in tensor order.</summary>
    /// <param name="size">The number of values.</param>
    public float[] Export(int size)
    {
        float[] values = new float[size];
        Layout.Export(Pointer, values);
        return values;
    }

    /// <summary>Copies the values of a parameter with the same layout.</summary>
    public void CopyFrom(CpuParameter other) => other._buffer.Span.CopyTo(_buffer.Span);

    /// <summary>Sets all values, padding included.</summary>
    public void Fill(float value) => _buffer.Span.Fill(value);
}
