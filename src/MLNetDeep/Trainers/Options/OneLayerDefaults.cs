using MLNetDeep.Neural;

namespace MLNetDeep.Trainers;

/// <summary>The defaults that the trainers of one layer share.</summary>
internal static class OneLayerDefaults
{
    /// <summary>
    /// Adam with the rate 0.01 / (1 + 0.002 t) at step t. The first steps are long enough to get near the best weights of standardized
    /// features within 2,000 steps; the later ones are short enough that noise in the labels does not keep the weights from settling.
    /// </summary>
    public static OptimizerSpec Optimizer { get; } = new Adam(new TimeDecay(initialRate: 0.01, decay: 0.002));
}
