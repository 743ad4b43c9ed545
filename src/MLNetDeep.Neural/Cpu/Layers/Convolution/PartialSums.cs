using System.Numerics.Tensors;

namespace MLNetDeep.Neural.Cpu;

/// <summary>Sums over the rows of a batch, for each part of the rows. They are added up in order.</summary>
/// <param name="pointer">The sums of the first part.</param>
/// <param name="count">The number of parts.</param>
/// <param name="stride">The number of floats from one part to the next.</param>
internal readonly unsafe struct PartialSums(float* pointer, int count, int stride)
{
    /// <summary>The sums of the first part.</summary>
    public float* Pointer => pointer;

    /// <summary>Adds a range of the sums of the other parts to those of the first.</summary>
    public void AddUp(int first, int length)
    {
        Span<float> total = new(pointer + first, length);
        for (int part = 1; part < count; part++)
        {
            TensorPrimitives.Add(total, new ReadOnlySpan<float>(pointer + first + ((nint)part * stride), length), total);
        }
    }
}
