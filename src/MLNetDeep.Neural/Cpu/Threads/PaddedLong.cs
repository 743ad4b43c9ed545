using System.Runtime.InteropServices;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// A number that threads tell each other things by, away from everything else: a thread that waits for it to change then keeps nobody from
/// writing, and is not kept from reading. Processors fetch lines of 64 bytes in pairs.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 2 * Distance)]
internal struct PaddedLong
{
    private const int Distance = 128;

    /// <summary>The number.</summary>
    [FieldOffset(Distance)]
    public long Value;
}
