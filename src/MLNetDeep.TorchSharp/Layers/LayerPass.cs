namespace MLNetDeep.TorchSharp;

/// <summary>How a batch passes through the layers.</summary>
/// <param name="IsTraining">Whether dropout is on and normalizations use the statistics of the batch.</param>
/// <param name="Seed">The seed of the training.</param>
/// <param name="Step">The number of steps taken before.</param>
/// <param name="Lengths">The lengths of the layer's input rows; null if the input is no sequence, or each row uses all positions.</param>
internal readonly record struct LayerPass(bool IsTraining, int Seed, long Step, SequenceLengths? Lengths)
{
    /// <summary>The positions of the rows in the whole batch; null if the rows are the whole batch, in its order.</summary>
    public RowPositions? Positions { get; init; }

    /// <summary>The batch of which these rows are a part, in a step that several processes take together; otherwise null.</summary>
    public WholeBatch? Whole { get; init; }

    /// <summary>Returns the position of a row in the whole batch.</summary>
    public int PositionOf(int row) => Positions is null ? row : Positions[row];

    /// <summary>Returns a pass that computes outputs, without dropout and with running statistics.</summary>
    /// <param name="lengths">See <see cref="Lengths"/>.</param>
    public static LayerPass Inference(SequenceLengths? lengths) => new(false, 0, 0, lengths);
}
