using System.Numerics.Tensors;

namespace MLNetDeep.Mpi.Exchange;

/// <summary>A buffer in which gradients are summed over the ranks. It is pinned, so that MPI can write to it.</summary>
internal sealed class GradientBucket(int capacity)
{
    private readonly List<(Memory<float> Gradient, int Start)> _parts = [];

    /// <summary>The values: the first <see cref="Count"/> are in use.</summary>
    public float[] Values { get; } = GC.AllocateUninitializedArray<float>(capacity, pinned: true);

    /// <summary>The number of values.</summary>
    public int Count { get; private set; }

    /// <summary>The request that sums the values.</summary>
    public nint Request;

    /// <summary>Whether there is no room.</summary>
    public bool IsFull => Count == Values.Length;

    /// <summary>Takes as much of a gradient as there is room for, times the number of rows.</summary>
    /// <returns>What there was no room for.</returns>
    public Memory<float> Fill(Memory<float> gradient, long rows)
    {
        Memory<float> part = gradient[..Math.Min(gradient.Length, Values.Length - Count)];
        Span<float> destination = Values.AsSpan(Count, part.Length);
        if (rows == 0)
        {
            destination.Clear();
        }
        else
        {
            TensorPrimitives.Multiply(part.Span, rows, destination);
        }

        _parts.Add((part, Count));
        Count += part.Length;
        return gradient[part.Length..];
    }

    /// <summary>Returns the number of values to sum: at least the given one. Those that are not in use are 0.</summary>
    public int Pad(int count)
    {
        count = Math.Max(count, Count);
        Values.AsSpan(Count..count).Clear();
        return count;
    }

    /// <summary>Writes the sums, divided by the number of rows of all ranks, to the gradients, and empties the bucket.</summary>
    public void WriteMeans(long rows)
    {
        foreach ((Memory<float> gradient, int start) in _parts)
        {
            ReadOnlySpan<float> sums = Values.AsSpan(start, gradient.Length);
            if (rows == 0)
            {
                gradient.Span.Clear();
            }
            else
            {
                TensorPrimitives.Divide(sums, rows, gradient.Span);
            }
        }

        _parts.Clear();
        Count = 0;
    }
}
