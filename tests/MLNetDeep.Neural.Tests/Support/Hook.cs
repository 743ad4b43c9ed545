namespace MLNetDeep.Neural.Tests.Support;

/// <summary>Calls a test at the ends of batches, which are counted from the beginning of the training, and of epochs.</summary>
internal sealed class Hook : TrainingCallback
{
    private int _batches;

    public Action<TrainingContext, int>? BatchEnd { get; init; }

    public Action<TrainingContext>? EpochEnd { get; init; }

    public override void OnBatchEnd(TrainingContext context, TrainingProgress progress) => BatchEnd?.Invoke(context, ++_batches);

    public override void OnEpochEnd(TrainingContext context, EpochResult result) => EpochEnd?.Invoke(context);
}
