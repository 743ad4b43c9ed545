using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>The step of a simple recurrent layer: h ← a(z) with the sums z. The gradient of z is that of h times a'(z).</summary>
internal static unsafe class SimpleCell<S, V, TState>
    where S : struct, ISimd<V>
    where V : unmanaged
    where TState : struct, ICellFunction<V>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(in RecurrentStep step, TState state)
    {
        for (int row = 0; row < step.Rows; row++)
        {
            float* sums = step.Gates + (row * step.GatesStride);
            float* states = step.State + (row * step.StateStride);
            for (int unit = 0; unit < step.Units; unit += S.Lanes)
            {
                S.Store(state.Apply(S.Load(sums + unit), out V saved), states + unit);
                S.Store(saved, sums + unit);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(in RecurrentStep step, TState state)
    {
        bool storesZeros = step.LastStateGradient is not null && !step.AddsLastGradient;
        for (int row = 0; row < step.Rows; row++)
        {
            float* sums = step.Gates + (row * step.GatesStride);
            float* stateGradients = step.StateGradient + (row * step.StateGradientStride);
            float* lastGradients = step.LastStateGradient + (row * step.StateGradientStride);
            for (int unit = 0; unit < step.Units; unit += S.Lanes)
            {
                S.Store(state.Backward(S.Load(stateGradients + unit), S.Load(sums + unit)), sums + unit);
                if (storesZeros)
                {
                    S.Store(S.Broadcast(0), lastGradients + unit);
                }
            }
        }
    }
}
