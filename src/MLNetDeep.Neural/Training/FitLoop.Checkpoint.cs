using MLNetDeep.Neural.Serialization;

namespace MLNetDeep.Neural.Training;

/// <content>The state of the training, for checkpoints.</content>
internal sealed partial class FitLoop
{
    private TrainingCheckpoint CreateCheckpoint()
    {
        AverageWeights();
        _trainer.ThrowIfNotFinite();
        OptimizerState optimizer = _trainer.Session.GetOptimizerState();

        // The weights have the steps of batches that are not reported yet.
        (long batches, EvaluationResult sums) = (_completedBatches, _epochSums);
        foreach (EvaluationResult result in _trainer.UnreportedResults)
        {
            (batches, sums) = (batches + 1, sums + result);
        }

        CheckpointDocument document = new(
            CheckpointFormat.Version,
            _identity,
            optimizer.Steps,
            batches,
            sums,
            _history.ToImmutable(),
            _earlyStopping.LowestCost,
            _earlyStopping.EpochsSinceBest,
            _earlyStopping.Identity,
            _lossWatch.Start,
            _context.LearningRateFactor,
            _states.Save());
        return new TrainingCheckpoint(
            document, _network.CurrentWeights, optimizer, _earlyStopping.BestWeights, _network.CurrentBatchesTracked);
    }
}
