namespace MLNetDeep.Neural.Tests.Support;

/// <summary>A callback that invokes actions passed by a test. BatchEnd receives the one-based batch number in the training.</summary>
internal sealed class Hook : TrainingCallback
{
    private int _batches;

    public Action<TrainingContext, int>? BatchEnd { get; init; }

    public Action<TrainingContext>? EpochEnd { get; init; }

    public override void OnBatchEnd(TrainingContext context, TrainingProgress progress) => BatchEnd?.Invoke(context, ++_batches);

    public override void OnEpochEnd(TrainingContext context, EpochResult result) => EpochEnd?.Invoke(context);
}
