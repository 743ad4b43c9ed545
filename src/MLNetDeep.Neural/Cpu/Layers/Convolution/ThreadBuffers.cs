using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>Memory of equal length for each thread of a team. Kernels may read up to a vector beyond the end.</summary>
internal sealed unsafe class ThreadBuffers
{
    private readonly AlignedBuffer?[] _buffers;
    private readonly int _length;

    /// <param name="threads">The number of threads of the team.</param>
    /// <param name="length">The number of floats.</param>
    public ThreadBuffers(int threads, int length)
    {
        _length = length;
        _buffers = new AlignedBuffer?[threads];
    }

    /// <summary>Returns the address of the current thread's memory. It is 0 at first.</summary>
    public float* Pointer() => Current.Pointer;

    /// <summary>Returns the address of the current thread's memory, whose values are set to 0.</summary>
    public float* Clear()
    {
        AlignedBuffer buffer = Current;
        buffer.Span.Clear();
        return buffer.Pointer;
    }

    // A thread's memory is allocated at its first use: many threads of a team may never take part.
    private AlignedBuffer Current => _buffers[ThreadTeam.CurrentShare] ??= new AlignedBuffer((long)_length + AlignedBuffer.LineLength);
}
