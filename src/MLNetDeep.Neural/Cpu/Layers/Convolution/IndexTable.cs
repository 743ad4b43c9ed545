using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MLNetDeep.Neural.Cpu;

/// <summary>An array of offsets at a fixed address. The caller must keep this object alive while it uses the address.</summary>
internal sealed unsafe class IndexTable
{
    private readonly int[] _values;

    public IndexTable(IEnumerable<int> values)
    {
        int[] source = [.. values];
        _values = GC.AllocateUninitializedArray<int>(source.Length, pinned: true);
        source.CopyTo(_values, 0);
        Pointer = (int*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_values));
    }

    /// <summary>The number of offsets.</summary>
    public int Length => _values.Length;

    /// <summary>The address of the first offset.</summary>
    public int* Pointer { get; }
}
