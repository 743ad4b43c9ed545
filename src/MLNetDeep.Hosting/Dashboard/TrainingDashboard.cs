using MLNetDeep.Neural;

namespace MLNetDeep.Hosting;

/// <summary>
/// A web page on this computer that shows trainings while they run: curves, rates, the time left, and buttons to stop and to save.
/// </summary>
/// <remarks>
/// <para>Put <see cref="Callback"/> into the callbacks of each training to watch. Several trainings show as runs, in the order in which
/// they begin. The page is served on 127.0.0.1 only, until the dashboard is disposed; then it keeps its last state. A training never waits for
/// the page.</para>
/// <para>The stop button ends the training after its current batch, as <see cref="TrainingContext.Stop"/> does: <c>Fit</c> returns what is
/// trained, with the best weights if <see cref="EarlyStopping.RestoreBestWeights"/> is on. With
/// <see cref="TrainingDashboardOptions.SavePath"/>, a file receives the best weights when the run ends.</para>
/// <para>Requests are refused if they name another host, and so are stop and save without the page's token. Every user of this computer can
/// open the page, though.</para>
/// </remarks>
/// <example>
/// <code>
/// using TrainingDashboard dashboard = TrainingDashboard.Start(new() { SavePath = "best.safetensors" });
/// Console.WriteLine($"Watch the training at {dashboard.Address}");
/// network.Fit(data, new FitOptions { Epochs = 50, ValidationSplit = 0.2, Callbacks = [dashboard.Callback] });
/// </code>
/// </example>
public sealed class TrainingDashboard : IAsyncDisposable, IDisposable
{
    private readonly DashboardServer _server;
    private readonly DashboardCallback _callback;

    private TrainingDashboard(DashboardServer server, DashboardCallback callback)
    {
        _server = server;
        _callback = callback;
    }

    /// <summary>The address of the page, such as <c>http://127.0.0.1:49312/</c>.</summary>
    public Uri Address => _server.Address;

    /// <summary>
    /// The callback that makes a training show on the page: for <see cref="FitOptions.Callbacks"/> and the <c>Callbacks</c> of trainers.
    /// </summary>
    /// <remarks>
    /// One callback serves any number of trainings, one after another or at the same time. With
    /// <see cref="FitOptions.GradientExchange"/>, a training shows on the page of rank 0 only, whose button stops all ranks.
    /// </remarks>
    public TrainingCallback Callback => _callback;

    /// <summary>
    /// The last error while a run's best weights were written to <see cref="TrainingDashboardOptions.SavePath"/>; null if there was none.
    /// </summary>
    /// <remarks>Such an error does not end the training. The page shows its message.</remarks>
    public Exception? SaveError => _callback.SaveError;

    /// <summary>Starts to serve the page.</summary>
    /// <param name="options">The options. Default null: a free port, and nothing is saved.</param>
    /// <param name="cancellation">Cancels the start.</param>
    /// <returns>The dashboard. Dispose it to end the page.</returns>
    /// <exception cref="IOException">
    /// The port is in use or not permitted, or <see cref="TrainingDashboardOptions.SavePath"/> cannot be written.
    /// </exception>
    /// <exception cref="UnauthorizedAccessException">
    /// The folder of <see cref="TrainingDashboardOptions.SavePath"/> takes no new files, or the path is a folder.
    /// </exception>
    public static async Task<TrainingDashboard> StartAsync(
        TrainingDashboardOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new TrainingDashboardOptions();
        if (options.SavePath is { } path)
        {
            AtomicFile.EnsureWritable(path);
        }

        RunList runs = new();
        DashboardServer server = await DashboardServer.StartAsync(options, runs, cancellation).ConfigureAwait(false);
        return new TrainingDashboard(server, new DashboardCallback(options, runs));
    }

    /// <summary>Starts to serve the page, and returns when it is served.</summary>
    /// <param name="options">The options. Default null: a free port, and nothing is saved.</param>
    /// <returns>The dashboard. Dispose it to end the page.</returns>
    /// <exception cref="IOException">
    /// The port is in use or not permitted, or <see cref="TrainingDashboardOptions.SavePath"/> cannot be written.
    /// </exception>
    /// <exception cref="UnauthorizedAccessException">
    /// The folder of <see cref="TrainingDashboardOptions.SavePath"/> takes no new files, or the path is a folder.
    /// </exception>
    public static TrainingDashboard Start(TrainingDashboardOptions? options = null) =>
        Task.Run(() => StartAsync(options)).GetAwaiter().GetResult();

    /// <summary>Ends the page: its last state is sent, then all connections are closed, within a second. Trainings go on.</summary>
    public ValueTask DisposeAsync() => _server.DisposeAsync();

    /// <inheritdoc cref="DisposeAsync"/>
    public void Dispose() => Task.Run(() => DisposeAsync().AsTask()).GetAwaiter().GetResult();
}
