namespace MLNetDeep.Neural.Training;

/// <summary>A receiver of progress that can cancel the training before the first batch too, while rows are read.</summary>
internal interface ICancelsTraining
{
    /// <summary>Called between blocks of rows, on the training thread.</summary>
    /// <exception cref="OperationCanceledException">The training is cancelled.</exception>
    void ThrowIfCancelled();
}
