using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>
/// The step of a GRU: from the sums x over the inputs and s over the last state h, for the gates r, z and n: r = σ(x + s), z = σ(x + s),
/// n = a(x + r s), h ← (1 - z) n + z h. With the gradient h' of the state after the step and the derivatives r', z' and n' of the gates:
/// the gradient of the sum of n over the inputs is q = h' (1 - z) n' and over the state q r, that of the sums of r is q s r', that of the
/// sums of z is h' (h - n) z', and h' z goes to the last state directly.
/// </summary>
internal static unsafe class GruCell<S, V, TState, TGate>
    where S : struct, ISimd<V>
    where V : unmanaged
    where TState : struct, ICellFunction<V>
    where TGate : struct, ICellFunction<V>
{
    private const int Line = AlignedBuffer.LineLength;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(in RecurrentStep step, TState state, TGate gate)
    {
        for (int row = 0; row < step.Rows; row++)
        {
            nint gates = row * step.GatesStride;
            nint offset = row * step.StateStride;
            for (int unit = 0; unit < step.Units; unit += S.Lanes)
            {
                nint position = gates + (3 * (unit & -Line)) + (unit & (Line - 1));
                float* sums = step.Gates + position;
                float* stateSums = step.StateGates + position;
                V reset = gate.Apply(S.Add(S.Load(sums), S.Load(stateSums)), out V savedReset);
                S.Store(savedReset, sums);
                V keep = gate.Apply(S.Add(S.Load(sums + Line), S.Load(stateSums + Line)), out V savedKeep);
                S.Store(savedKeep, sums + Line);
                V sum = S.MultiplyAdd(reset, S.Load(stateSums + (2 * Line)), S.Load(sums + (2 * Line)));
                V candidate = state.Apply(sum, out V savedCandidate);
                S.Store(savedCandidate, sums + (2 * Line));
                V last = S.Load(step.LastState + offset + unit);
                S.Store(S.MultiplyAdd(keep, S.Subtract(last, candidate), candidate), step.State + offset + unit);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(in RecurrentStep step, TState state, TGate gate)
    {
        V one = S.Broadcast(1);
        for (int row = 0; row < step.Rows; row++)
        {
            nint gates = row * step.GatesStride;
            float* stateGradients = step.StateGradient + (row * step.StateGradientStride);
            float* lastGradients = step.LastStateGradient + (row * step.StateGradientStride);
            nint offset = row * step.StateStride;
            for (int unit = 0; unit < step.Units; unit += S.Lanes)
            {
                nint position = gates + (3 * (unit & -Line)) + (unit & (Line - 1));
                float* sums = step.Gates + position;
                float* stateSums = step.StateGates + position;
                V savedReset = S.Load(sums);
                V savedKeep = S.Load(sums + Line);
                V savedCandidate = S.Load(sums + (2 * Line));
                V keep = gate.Output(savedKeep);
                V stateGradient = S.Load(stateGradients + unit);
                V difference = S.Subtract(S.Load(step.LastState + offset + unit), state.Output(savedCandidate));
                V keepGradient = gate.Backward(S.Multiply(stateGradient, difference), savedKeep);
                V candidateGradient = state.Backward(S.Multiply(stateGradient, S.Subtract(one, keep)), savedCandidate);
                V resetGradient = gate.Backward(S.Multiply(candidateGradient, S.Load(stateSums + (2 * Line))), savedReset);
                S.Store(resetGradient, sums);
                S.Store(resetGradient, stateSums);
                S.Store(keepGradient, sums + Line);
                S.Store(keepGradient, stateSums + Line);
                S.Store(candidateGradient, sums + (2 * Line));
                S.Store(S.Multiply(candidateGradient, gate.Output(savedReset)), stateSums + (2 * Line));
                if (step.LastStateGradient is not null)
                {
                    V passed = S.Multiply(stateGradient, keep);
                    S.Store(step.AddsLastGradient ? S.Add(passed, S.Load(lastGradients + unit)) : passed, lastGradients + unit);
                }
            }
        }
    }
}
