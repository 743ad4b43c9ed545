using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>
/// The step of an LSTM: from the sums of the gates i, f, g and o, c ← f c + i g and h ← o a(c), where a is the activation of g. With the
/// gradients h' and c' of the state and the cell after the step, p = c' + h' o a'(c): the gradients of i, f, g and o are p g, p c (the last
/// cell), p i and h' a(c), each times the derivative of the gate, and that of the last cell is p f.
/// </summary>
internal static unsafe class LstmCell<S, V, TState, TGate>
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
            float* gates = step.Gates + (row * step.GatesStride);
            nint offset = row * step.StateStride;
            for (int unit = 0; unit < step.Units; unit += S.Lanes)
            {
                float* sums = gates + (4 * (unit & -Line)) + (unit & (Line - 1));
                V input = gate.Apply(S.Load(sums), out V savedInput);
                S.Store(savedInput, sums);
                V forget = gate.Apply(S.Load(sums + Line), out V savedForget);
                S.Store(savedForget, sums + Line);
                V candidate = state.Apply(S.Load(sums + (2 * Line)), out V savedCandidate);
                S.Store(savedCandidate, sums + (2 * Line));
                V output = gate.Apply(S.Load(sums + (3 * Line)), out V savedOutput);
                S.Store(savedOutput, sums + (3 * Line));
                V cell = S.MultiplyAdd(forget, S.Load(step.LastCell + offset + unit), S.Multiply(input, candidate));
                S.Store(cell, step.Cell + offset + unit);
                V shown = state.Apply(cell, out V savedCell);
                S.Store(savedCell, step.CellActivation + offset + unit);
                S.Store(S.Multiply(output, shown), step.State + offset + unit);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(in RecurrentStep step, TState state, TGate gate)
    {
        bool storesZeros = step.LastStateGradient is not null && !step.AddsLastGradient;
        for (int row = 0; row < step.Rows; row++)
        {
            float* gates = step.Gates + (row * step.GatesStride);
            float* stateGradients = step.StateGradient + (row * step.StateGradientStride);
            float* lastGradients = step.LastStateGradient + (row * step.StateGradientStride);
            float* cellGradients = step.CellGradient + (row * step.CellGradientStride);
            nint offset = row * step.StateStride;
            for (int unit = 0; unit < step.Units; unit += S.Lanes)
            {
                float* sums = gates + (4 * (unit & -Line)) + (unit & (Line - 1));
                V savedInput = S.Load(sums);
                V savedForget = S.Load(sums + Line);
                V savedCandidate = S.Load(sums + (2 * Line));
                V savedOutput = S.Load(sums + (3 * Line));
                V savedCell = S.Load(step.CellActivation + offset + unit);
                V stateGradient = S.Load(stateGradients + unit);
                V outputGradient = gate.Backward(S.Multiply(stateGradient, state.Output(savedCell)), savedOutput);
                S.Store(outputGradient, sums + (3 * Line));
                V cellGradient = state.Backward(S.Multiply(stateGradient, gate.Output(savedOutput)), savedCell);
                cellGradient = S.Add(cellGradient, S.Load(cellGradients + unit));
                S.Store(gate.Backward(S.Multiply(cellGradient, state.Output(savedCandidate)), savedInput), sums);
                S.Store(gate.Backward(S.Multiply(cellGradient, S.Load(step.LastCell + offset + unit)), savedForget), sums + Line);
                S.Store(state.Backward(S.Multiply(cellGradient, gate.Output(savedInput)), savedCandidate), sums + (2 * Line));
                S.Store(S.Multiply(cellGradient, gate.Output(savedForget)), cellGradients + unit);
                if (storesZeros)
                {
                    S.Store(S.Broadcast(0), lastGradients + unit);
                }
            }
        }
    }
}
