namespace MLNetDeep.Neural;

/// <summary>
/// Ends the training without an exception when it diverges: when the loss becomes NaN or infinite. Same as Keras's
/// <c>TerminateOnNaN</c>.
/// </summary>
/// <remarks>
/// Without this callback, <c>Fit</c> throws <see cref="TrainingDivergedException"/>. With it, <c>Fit</c> returns the history, and the
/// network keeps its last finite weights, where Keras keeps those that are not finite.
/// </remarks>
/// <example>
/// <code>
/// TerminateOnNaN guard = new();
/// network.Fit(data, new FitOptions { Callbacks = [guard] });
/// Console.WriteLine(guard.Divergence?.Message ?? "The training did not diverge.");
/// </code>
/// </example>
public sealed class TerminateOnNaN : TrainingCallback
{
    /// <summary>Where and how the last training diverged; null if it did not.</summary>
    public TrainingDivergedException? Divergence { get; private set; }

    /// <inheritdoc/>
    public override void OnTrainBegin(TrainingContext context) => Divergence = null;

    /// <inheritdoc/>
    public override void OnDiverged(TrainingContext context, TrainingDivergedException divergence)
    {
        ArgumentNullException.ThrowIfNull(context);
        Divergence = divergence;
        context.Stop();
    }
}
