namespace MLNetDeep.Neural.Cpu;

/// <summary>How the rows of a batch are brought together for the first layer that runs.</summary>
/// <param name="Parts">The values of a row, and how compressed rows are split.</param>
/// <param name="AcceptsSparse">Whether the layer also takes compressed rows, with only their nonzero values.</param>
/// <param name="NeedsColumns">Whether compressed rows are wanted by columns too, for the gradient.</param>
/// <param name="SplitsInputs">Whether threads share the layer's inputs instead of its units; see <see cref="SplitInputDense"/>.</param>
internal sealed record InputPlan(InputParts Parts, bool AcceptsSparse = false, bool NeedsColumns = false, bool SplitsInputs = false)
{
    /// <summary>Full rows, for a layer with no needs of its own.</summary>
    public static InputPlan FullRows(int inputs) => new(new InputParts(inputs, 1));
}
