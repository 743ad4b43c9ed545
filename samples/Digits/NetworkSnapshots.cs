using MLNetDeep.Neural;

namespace MLNetDeep.Samples.Digits;

/// <summary>Copies the network after chosen numbers of iterations of a training.</summary>
/// <param name="iterations">The numbers of mini-batches after which the network is copied; 0 for the initial weights.</param>
internal sealed class NetworkSnapshots(params IReadOnlyList<long> iterations) : TrainingCallback
{
    private readonly List<(long Iterations, Network Network)> _taken = [];

    // The number of batches in the epochs before the current one.
    private long _previousBatches;

    /// <summary>The copies, in the order of the training.</summary>
    public IReadOnlyList<(long Iterations, Network Network)> Taken => _taken;

    public override void OnTrainBegin(TrainingContext context) => TakeIfDue(context.Network, 0);

    public override void OnBatchEnd(TrainingContext context, TrainingProgress progress) =>
        TakeIfDue(context.Network, _previousBatches + progress.Batch);

    public override void OnEpochEnd(TrainingContext context, EpochResult result) => _previousBatches += result.Batches;

    protected override bool ReadsNetworkAfter(long batch) => iterations.Contains(_previousBatches + batch);

    private void TakeIfDue(Network network, long done)
    {
        if (iterations.Contains(done))
        {
            _taken.Add((done, new Network(network.Spec, network.GetWeights())));
        }
    }
}
