using MLNetDeep.Neural;

namespace MLNetDeep.Hosting;

/// <summary>How far a run has come; see <see cref="TrainingProgress"/>.</summary>
/// <param name="Epoch">The current epoch, counted from 1.</param>
/// <param name="Epochs">The number of epochs; while unknown, the current epoch.</param>
/// <param name="Batch">The number of completed batches in the epoch.</param>
/// <param name="BatchesPerEpoch">The number of batches in the epoch; 0 if unknown.</param>
/// <param name="DoneBatches">The number of completed batches since the first epoch began, also those before a checkpoint.</param>
/// <param name="Loss">The mean loss over this epoch's rows so far.</param>
/// <param name="LearningRate">The learning rate of the last step.</param>
internal readonly record struct RunPosition(
    int Epoch, int Epochs, long Batch, long BatchesPerEpoch, long DoneBatches, double Loss, double LearningRate);
