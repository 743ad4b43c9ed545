using System.Runtime.InteropServices;

namespace MLNetDeep.Neural.Cpu;

/// <summary>A long that occupies its own cache lines, to avoid false sharing.</summary>
/// <remarks>The padding is 128 bytes on each side: processors prefetch cache lines of 64 bytes in pairs.</remarks>
[StructLayout(LayoutKind.Explicit, Size = 2 * Distance)]
internal struct PaddedLong
{
    private const int Distance = 128;

    /// <summary>The value.</summary>
    [FieldOffset(Distance)]
    public long Value;
}
