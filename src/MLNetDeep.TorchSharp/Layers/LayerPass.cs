namespace MLNetDeep.TorchSharp;

/// <summary>How a batch passes through the layers.</summary>
/// <param name="IsTraining">Whether dropout is on and normalizations use the statistics of the batch.</param>
/// <param name="Seed">The seed of the training.</param>
/// <param name="Step">The number of steps taken before.</param>
/// <param name="Lengths">The lengths of the layer's input rows; null if the input is no sequence, or each row uses all positions.</param>
internal readonly record struct LayerPass(bool IsTraining, int Seed, long Step, SequenceLengths? Lengths)
{
    /// <summary>Returns a pass that computes outputs, without dropout and with running statistics.</summary>
    /// <param name="lengths">See <see cref="Lengths"/>.</param>
    public static LayerPass Inference(SequenceLengths? lengths) => new(false, 0, 0, lengths);
}
