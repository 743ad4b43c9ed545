namespace MLNetDeep.Neural.Cpu;

/// <summary>How the rows of a batch are staged for the first layer that runs.</summary>
/// <param name="Parts">The number of inputs, and their division into parts.</param>
/// <param name="AcceptsSparse">Whether the layer also accepts compressed rows, which hold only nonzero values.</param>
/// <param name="NeedsColumns">Whether compressed rows are also stored by columns, for the weight gradient.</param>
/// <param name="SplitsInputs">
/// Whether the layer's inputs, rather than its units, are divided among threads; see <see cref="SplitInputDense"/>.
/// </param>
/// <param name="IndexCount">The number of different indices, if the input is indices.</param>
/// <param name="MasksZeroIndices">Whether the zeros of a row of indices are left out.</param>
internal sealed record InputPlan(
    InputParts Parts,
    bool AcceptsSparse = false,
    bool NeedsColumns = false,
    bool SplitsInputs = false,
    int IndexCount = int.MaxValue,
    bool MasksZeroIndices = false)
{
    /// <summary>The default plan: full rows.</summary>
    public static InputPlan FullRows(int inputs) => new(new InputParts(inputs, 1));
}
