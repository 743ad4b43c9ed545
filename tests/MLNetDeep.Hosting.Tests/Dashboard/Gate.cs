using MLNetDeep.Neural;

namespace MLNetDeep.Hosting.Tests.Dashboard;

/// <summary>A callback that holds the training after a certain batch until the test opens the gate.</summary>
internal sealed class Gate(int epoch, long batch) : TrainingCallback
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim _open = new();

    /// <summary>Completes when the training is held.</summary>
    public Task Reached => _reached.Task.WaitAsync(DashboardClient.Timeout);

    public void Open() => _open.Set();

    public override void OnBatchEnd(TrainingContext context, TrainingProgress progress)
    {
        if ((progress.Epoch, progress.Batch) == (epoch, batch))
        {
            _reached.SetResult();
            if (!_open.Wait(DashboardClient.Timeout))
            {
                throw new TimeoutException("The test did not open the gate.");
            }
        }
    }
}
