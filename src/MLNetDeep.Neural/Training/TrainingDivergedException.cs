namespace MLNetDeep.Neural;

/// <summary>Thrown when the training loss becomes NaN or infinite.</summary>
/// <remarks>The network keeps the weights from before the batch with that loss.</remarks>
public sealed class TrainingDivergedException : Exception
{
    internal TrainingDivergedException(double loss, int epoch, int batch)
        : base($"The loss became {loss} in epoch {epoch}, batch {batch}. Try a smaller learning rate, scale the features to about -1 to 1, "
            + "and look for NaN or infinite values in the data.")
    {
        Epoch = epoch;
        Batch = batch;
    }

    /// <summary>The epoch, counted from 1.</summary>
    public int Epoch { get; }

    /// <summary>The batch within the epoch, counted from 1.</summary>
    public int Batch { get; }
}
