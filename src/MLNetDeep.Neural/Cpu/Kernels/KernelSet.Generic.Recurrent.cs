namespace MLNetDeep.Neural.Cpu.Kernels;

/// <content>Recurrent kernels.</content>
internal sealed unsafe partial class KernelSet<S, V>
{
    public override void Accumulate(in DenseProduct product, float* result, in Tile tile) =>
        Gemm<S, V, AddEpilogue<S, V>>.Run(product, new(result), tile);

    public override void RecurrentForward(RecurrentCellKind cell, in RecurrentStep step, ActivationKind state, ActivationKind gate) =>
        Run(cell, step, state, gate, backward: false);

    public override void RecurrentBackward(RecurrentCellKind cell, in RecurrentStep step, ActivationKind state, ActivationKind gate) =>
        Run(cell, step, state, gate, backward: true);

    // The usual activations have kernels of their own.
    private static void Run(RecurrentCellKind cell, in RecurrentStep step, ActivationKind state, ActivationKind gate, bool backward)
    {
        bool isTanh = state.Function == ActivationFunction.Tanh;
        if (cell == RecurrentCellKind.Simple)
        {
            if (isTanh)
            {
                Simple(step, default(KnownFunction<S, V, QuotientTanh<S, V>>), backward);
            }
            else
            {
                Simple(step, new AnyFunction<S, V>(state), backward);
            }
        }
        else if (isTanh && gate.Function == ActivationFunction.Sigmoid)
        {
            Gated(
                cell,
                step,
                default(KnownFunction<S, V, QuotientTanh<S, V>>),
                default(KnownFunction<S, V, CellSigmoid<S, V>>),
                backward);
        }
        else
        {
            Gated(cell, step, new AnyFunction<S, V>(state), new AnyFunction<S, V>(gate), backward);
        }
    }

    private static void Simple<TState>(in RecurrentStep step, TState state, bool backward)
        where TState : struct, ICellFunction<V>
    {
        if (backward)
        {
            SimpleCell<S, V, TState>.Backward(step, state);
        }
        else
        {
            SimpleCell<S, V, TState>.Forward(step, state);
        }
    }

    private static void Gated<TState, TGate>(RecurrentCellKind cell, in RecurrentStep step, TState state, TGate gate, bool backward)
        where TState : struct, ICellFunction<V>
        where TGate : struct, ICellFunction<V>
    {
        switch (cell, backward)
        {
            case (RecurrentCellKind.Lstm, false):
                LstmCell<S, V, TState, TGate>.Forward(step, state, gate);
                break;
            case (RecurrentCellKind.Lstm, true):
                LstmCell<S, V, TState, TGate>.Backward(step, state, gate);
                break;
            case (RecurrentCellKind.Gru, false):
                GruCell<S, V, TState, TGate>.Forward(step, state, gate);
                break;
            case (RecurrentCellKind.Gru, true):
                GruCell<S, V, TState, TGate>.Backward(step, state, gate);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(cell), cell, null);
        }
    }
}
