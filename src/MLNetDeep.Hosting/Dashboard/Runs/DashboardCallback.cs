using System.Collections.Concurrent;
using MLNetDeep.Neural;

namespace MLNetDeep.Hosting;

/// <summary>Records trainings as runs. Each training has its own recorder, so that trainings on several threads do not mix.</summary>
/// <remarks>Of a training in several processes, rank 0 alone records the run and saves the network.</remarks>
internal sealed class DashboardCallback(TrainingDashboardOptions options, RunList runs) : TrainingCallback
{
    private readonly ConcurrentDictionary<TrainingContext, RunRecorder> _recorders = [];
    private volatile Exception? _saveError;

    /// <inheritdoc cref="TrainingDashboard.SaveError"/>
    public Exception? SaveError => _saveError;

    public override void OnTrainBegin(TrainingContext context)
    {
        // The callback may be in the list twice.
        if (context.IsMainProcess && !_recorders.ContainsKey(context))
        {
            _recorders[context] = new RunRecorder(context, options, runs);
        }
    }

    public override void OnEpochBegin(TrainingContext context) => Find(context)?.StopIfRequested(context);

    public override void OnBatchEnd(TrainingContext context, TrainingProgress progress) => Find(context)?.EndBatch(context, progress);

    public override void OnEpochEnd(TrainingContext context, EpochResult result) => Find(context)?.EndEpoch(context, result);

    public override void OnDiverged(TrainingContext context, TrainingDivergedException divergence) =>
        Find(context)?.Diverge(divergence);

    public override void OnTrainEnd(TrainingContext context) => End(context, exception: null);

    public override void OnTrainFailed(TrainingContext context, Exception exception) => End(context, exception);

    private RunRecorder? Find(TrainingContext context) => _recorders.GetValueOrDefault(context);

    private void End(TrainingContext context, Exception? exception)
    {
        // A training that a callback before this one ended at its beginning has no recorder.
        if (_recorders.TryRemove(context, out RunRecorder? recorder) && recorder.End(context, exception) is { } error)
        {
            _saveError = error;
        }
    }
}
