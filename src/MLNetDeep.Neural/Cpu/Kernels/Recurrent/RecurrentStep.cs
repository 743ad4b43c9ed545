namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>
/// The operands of one time step of a recurrent layer, for some rows of the batch. Each row has one line of floats in each operand; the
/// lines of consecutive rows are a stride apart. Gates are in the order of <see cref="GateLayout"/>.
/// </summary>
internal unsafe struct RecurrentStep
{
    /// <summary>
    /// The sums of the gates; the forward pass replaces them by what the derivatives need, the backward pass by the gradients of the sums.
    /// Of a GRU, these are the sums over the inputs.
    /// </summary>
    public float* Gates;

    /// <summary>The row stride of <see cref="Gates"/> and <see cref="StateGates"/>, in floats.</summary>
    public nint GatesStride;

    /// <summary>Of a GRU, the sums over the last state, and in the backward pass their gradients.</summary>
    public float* StateGates;

    /// <summary>The state before the step.</summary>
    public float* LastState;

    /// <summary>Receives the state after the step.</summary>
    public float* State;

    /// <summary>The row stride of the states and cells, in floats.</summary>
    public nint StateStride;

    /// <summary>Of an LSTM, the cell before the step.</summary>
    public float* LastCell;

    /// <summary>Of an LSTM, receives the cell after the step.</summary>
    public float* Cell;

    /// <summary>Of an LSTM, what the derivative of the cell's activation needs.</summary>
    public float* CellActivation;

    /// <summary>The gradient of the state after the step.</summary>
    public float* StateGradient;

    /// <summary>
    /// Receives the gradient of the state before the step, as far as it does not pass through a product. It is added if
    /// <see cref="AddsLastGradient"/>, otherwise stored. Null if there is no step before.
    /// </summary>
    public float* LastStateGradient;

    /// <summary>The row stride of <see cref="StateGradient"/> and <see cref="LastStateGradient"/>, in floats.</summary>
    public nint StateGradientStride;

    /// <summary>See <see cref="LastStateGradient"/>.</summary>
    public bool AddsLastGradient;

    /// <summary>Of an LSTM, the gradient of the cell after the step from later steps; receives that of the cell before the step.</summary>
    public float* CellGradient;

    /// <summary>The row stride of <see cref="CellGradient"/>, in floats.</summary>
    public nint CellGradientStride;

    /// <summary>The number of rows.</summary>
    public int Rows;

    /// <summary>The number of units, padded to whole cache lines.</summary>
    public int Units;
}
