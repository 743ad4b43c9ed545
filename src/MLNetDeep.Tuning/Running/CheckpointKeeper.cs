using MLNetDeep.Neural;

namespace MLNetDeep.Tuning;

/// <summary>Takes a training's state at its end.</summary>
internal sealed class CheckpointKeeper : TrainingCallback
{
    public TrainingCheckpoint? Checkpoint { get; private set; }

    public override void OnTrainEnd(TrainingContext context) => Checkpoint = context.CreateCheckpoint();
}
