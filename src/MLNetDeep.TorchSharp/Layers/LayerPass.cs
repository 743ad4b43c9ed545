namespace MLNetDeep.TorchSharp;

/// <summary>How a batch passes through the layers.</summary>
/// <param name="IsTraining">Whether dropout is on and normalizations use the statistics of the batch.</param>
/// <param name="Seed">The seed of the training.</param>
/// <param name="Step">The number of steps taken before.</param>
internal readonly record struct LayerPass(bool IsTraining, int Seed, long Step)
{
    /// <summary>A pass that computes outputs, without dropout and with running statistics.</summary>
    public static LayerPass Inference => default;
}
