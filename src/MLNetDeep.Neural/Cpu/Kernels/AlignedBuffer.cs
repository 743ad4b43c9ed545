namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>
/// Floats at a fixed address that is a multiple of 64 bytes, initially 0. Buffers of a page or more begin and end at page boundaries, since
/// processors prefetch up to the end of a page, which another thread may be writing to. The memory is managed: it is freed when nothing
/// refers to this object, so code that uses <see cref="Pointer"/> must keep the object alive.
/// </summary>
internal sealed unsafe class AlignedBuffer
{
    /// <summary>Rows are padded to a multiple of this many floats: one cache line, and one vector of the widest kind.</summary>
    public const int LineLength = 16;

    /// <summary>The number of floats in a page of memory (4,096 bytes).</summary>
    public const int PageLength = 1024;

    private readonly float[] _memory;
    private readonly int _first;

    public AlignedBuffer(long length)
    {
        if (length > Array.MaxLength - (2 * PageLength))
        {
            throw new ArgumentOutOfRangeException(nameof(length), length, $"A buffer of {length} floats is more than an array can hold.");
        }

        Length = (int)length;
        int alignment = Length < PageLength ? LineLength : PageLength;
        _memory = GC.AllocateArray<float>(checked(((Length + alignment - 1) / alignment * alignment) + alignment), pinned: true);
        fixed (float* start = _memory)
        {
            // The array is pinned for its lifetime, so the address stays valid after this block.
            nuint mask = ((nuint)alignment * sizeof(float)) - 1;
            Pointer = (float*)(((nuint)start + mask) & ~mask);
            _first = (int)(Pointer - start);
        }
    }

    public int Length { get; }

    public float* Pointer { get; }

    public Memory<float> Memory => _memory.AsMemory(_first, Length);

    public Span<float> Span => new(Pointer, Length);

    /// <summary>The length of a row padded to whole lines.</summary>
    public static int Pad(int length) => checked(length + LineLength - 1) / LineLength * LineLength;
}
