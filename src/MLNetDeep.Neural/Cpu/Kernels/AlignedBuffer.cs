namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>
/// An array of floats, initially 0, at a fixed address that is a multiple of 64 bytes. Buffers of a page or more begin and end at page
/// boundaries: processors prefetch up to the end of a page, so a shared page could be prefetched while another thread writes to it. The
/// memory is managed: it is freed when nothing refers to this object, so code that uses <see cref="Pointer"/> must keep the object alive.
/// </summary>
internal sealed unsafe class AlignedBuffer
{
    /// <summary>The number of floats in a cache line, and in the widest SIMD vector. Rows are padded to a multiple of it.</summary>
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

    /// <summary>The length of a row padded to whole cache lines, in floats.</summary>
    public static int Pad(int length) => checked(length + LineLength - 1) / LineLength * LineLength;
}
