namespace MLNetDeep.Neural;

/// <content>Steps whose results are read later; see <see cref="ITrainingSession.ResultDelay"/>.</content>
public sealed partial class BatchTrainer
{
    // The steps that were begun and whose results have not been returned by EndStep, the oldest first.
    private readonly Queue<(int Epoch, long Batch, double LearningRate)> _begunSteps = new();

    // The results of the first of these steps, as far as the session has returned them: all steps are ended before weights are read.
    private readonly Queue<EvaluationResult> _results = new();

    // Whether the last of the results is not finite. The session has then dropped the steps after it.
    private bool _hasFailedStep;

    /// <summary>
    /// The finite results that the session has returned and <see cref="EndStep"/> has not, the oldest first. Their steps are in the weights.
    /// </summary>
    internal IEnumerable<EvaluationResult> UnreportedResults => _results.Where(result => double.IsFinite(result.LossSum));

    /// <summary>Begins a step on the given rows. The caller must check the data first, and ends the step with <see cref="EndStep"/>.</summary>
    /// <param name="data">The data that contain the batch.</param>
    /// <param name="rows">The indices of the batch's rows.</param>
    /// <param name="learningRate">The learning rate of the step, which <see cref="EndStep"/> returns.</param>
    /// <exception cref="TrainingDivergedException">The weights were found to be NaN or infinite.</exception>
    internal void BeginStep(TrainingData data, ReadOnlySpan<int> rows, double learningRate)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        lock (_sessionLock)
        {
            ThrowIfDiverged();

            // After a step that failed, EndStep throws before it reaches this one.
            if (!_hasFailedStep)
            {
                Session.BeginStep(data, rows);
                Steps++;
                _unpublishedSteps++;
                _begunSteps.Enqueue((Position.Epoch, Position.Batch, learningRate));
            }
        }
    }

    /// <summary>Waits for the oldest step that was begun and not ended. Returns its result and its learning rate.</summary>
    /// <exception cref="TrainingDivergedException">
    /// The loss is NaN or infinite. Neither this step was taken nor any that was begun after it.
    /// </exception>
    internal (EvaluationResult Result, double LearningRate) EndStep()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        lock (_sessionLock)
        {
            if (_results.Count == 0)
            {
                ReadResult();
            }

            EvaluationResult result = _results.Dequeue();
            (int epoch, long batch, double learningRate) = _begunSteps.Dequeue();
            if (!double.IsFinite(result.LossSum))
            {
                _begunSteps.Clear();
                _hasFailedStep = false;
                CheckFinite();
                throw new TrainingDivergedException(result.Loss, epoch, batch) { Trainer = this };
            }

            return (result, learningRate);
        }
    }

    // Waits for all begun steps and keeps their results for EndStep.
    private void EndBegunSteps()
    {
        while (_results.Count < _begunSteps.Count && !_hasFailedStep)
        {
            ReadResult();
        }
    }

    private void ReadResult()
    {
        EvaluationResult result = Session.EndStep();
        _results.Enqueue(result);
        if (!double.IsFinite(result.LossSum))
        {
            _hasFailedStep = true;
            long droppedSteps = Steps - Session.GetOptimizerState().Steps;
            Steps -= droppedSteps;
            _unpublishedSteps -= droppedSteps;
        }
    }
}
