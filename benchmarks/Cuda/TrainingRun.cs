namespace MLNetDeep.Benchmarks.Cuda;

/// <summary>The result of training a network for some epochs.</summary>
/// <param name="Seconds">The time of each epoch, in seconds.</param>
/// <param name="Accuracy">The accuracy on the test digits.</param>
internal sealed record TrainingRun(IReadOnlyList<double> Seconds, double Accuracy)
{
    /// <summary>The time of the fastest epoch, in seconds.</summary>
    public double BestSeconds => Seconds.Min();
}
