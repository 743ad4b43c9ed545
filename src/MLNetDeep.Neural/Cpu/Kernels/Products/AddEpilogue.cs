using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>Adds the sums to the result.</summary>
internal readonly unsafe struct AddEpilogue<S, V>(float* result) : IEpilogue<V>
    where S : struct, ISimd<V>
    where V : unmanaged
{
    public static bool SkipsEmptyRows => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(nint offset, int column, V sum) => S.Store(S.Add(S.Load(result + offset), sum), result + offset);
}
