namespace MLNetDeep.Neural;

/// <summary>Passes each report to a handler on the reporting thread, in order, before <see cref="Report"/> returns.</summary>
/// <remarks>
/// .NET's <see cref="Progress{T}"/> posts reports to a synchronization context. A console program or a service has none. There,
/// <see cref="Progress{T}"/> runs the handler on pool threads: reports may arrive out of order, at the same time, and after the training
/// has ended. Use <see cref="Progress{T}"/> only to update a user interface from its own thread.
/// </remarks>
/// <typeparam name="T">The type of the reports, such as <see cref="TrainingProgress"/>.</typeparam>
/// <param name="handler">
/// Called for each report. The training waits for it. An exception from it reaches the caller of <c>Fit</c>.
/// </param>
/// <example>
/// <code>
/// network.Fit(data, options, new SynchronousProgress&lt;TrainingProgress&gt;(report => Console.WriteLine(report.Loss)));
/// </code>
/// </example>
public sealed class SynchronousProgress<T>(Action<T> handler) : IProgress<T>
{
    private readonly Action<T> _handler = handler ?? throw new ArgumentNullException(nameof(handler));

    /// <summary>Calls the handler.</summary>
    /// <param name="value">The report.</param>
    public void Report(T value) => _handler(value);
}
