using TorchSharp;

namespace MLNetDeep.TorchSharp;

/// <summary>How a batch passes through the layers.</summary>
/// <param name="IsTraining">Whether dropout is on and normalizations use the statistics of the batch.</param>
/// <param name="Random">The random numbers of the training step; null if the pass needs none.</param>
/// <param name="Step">The number of training steps taken before.</param>
internal readonly record struct LayerPass(bool IsTraining, torch.Generator? Random, long Step)
{
    /// <summary>A pass that computes outputs, without dropout and with running statistics.</summary>
    public static LayerPass Inference => default;
}
