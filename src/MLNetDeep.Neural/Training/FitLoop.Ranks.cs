namespace MLNetDeep.Neural.Training;

/// <content>Trainings in several processes; see <see cref="FitOptions.GradientExchange"/>.</content>
internal sealed partial class FitLoop
{
    // With local steps: the number of this rank's steps since the last average of the weights, and their summed result. The sums of an epoch
    // are those of all ranks, so they are added there after the average.
    private int _unaveragedSteps;
    private EvaluationResult _unaveragedSums;

    // A rank does not stop because of its own callbacks or token alone: the others would wait for it.
    private bool IsStopping => _options.GradientExchange is null ? _context.IsStopping : _context.IsStopAgreed;

    // Called by all ranks outside of epochs, where no step follows that would tell the others.
    private void AgreeOnStop()
    {
        if (_options.GradientExchange is { } exchange && !_context.IsStopAgreed)
        {
            Span<double> requests = [_context.IsStopping ? 1 : 0];
            exchange.Sum(requests);
            _context.IsStopAgreed = requests[0] > 0;
        }
    }

    private void Step()
    {
        if (!_options.TakesLocalSteps)
        {
            RequestStop();
        }

        _lastResult = _trainer.Step(_source.Data!, _source.Rows, _source.Positions);
        if (!_options.TakesLocalSteps)
        {
            ReadStop();
        }
    }

    // Adds the result of the last step.
    private void AddResult(bool isEpochEnd)
    {
        if (!_options.TakesLocalSteps)
        {
            _epochSums += _lastResult;
            _lossWatch.Add(_lastResult);
            return;
        }

        _unaveragedSteps++;
        _unaveragedSums += _lastResult;
        if (isEpochEnd || _trainer.Steps % _options.LocalSteps == 0 || IsNetworkReadAfter(_completedBatches))
        {
            AverageWeights();
        }
    }

    // The first rank alone reports, but each asks its host whether it was cancelled.
    private void ReportProgress(in TrainingProgress progress)
    {
        if (_context.IsMainProcess)
        {
            _progress?.Report(progress);
        }
        else
        {
            (_progress as ICancelsTraining)?.ThrowIfCancelled();
        }
    }

    // A callback of one rank alone may find that the weights are not finite. That rank must not end alone, since the others would wait for it:
    // with the next step, or at the end of the epoch, all find it.
    private void NotifyBatchEnd(TrainingCallback callback, in TrainingProgress progress)
    {
        try
        {
            callback.OnBatchEnd(_context, progress);
        }
        catch (TrainingDivergedException exception)
            when (_options.GradientExchange is not null && exception.Trainer == _trainer && !exception.IsThrownInAllRanks)
        {
        }
    }

    // Averages the weights of all ranks if they have taken local steps since the last average.
    private void AverageWeights()
    {
        if (_unaveragedSteps == 0)
        {
            return;
        }

        RequestStop();
        EvaluationResult sums = _unaveragedSums;
        (_unaveragedSteps, _unaveragedSums) = (0, default);
        sums = _trainer.AverageWeights(sums);
        _epochSums += sums;
        _lossWatch.Add(sums);
        ReadStop();
    }

    // The next exchange tells the other ranks.
    private void RequestStop()
    {
        if (_options.GradientExchange is { } exchange && _context.IsStopping && !_context.IsStopAgreed)
        {
            exchange.RequestStop();
        }
    }

    private void ReadStop() => _context.IsStopAgreed |= _options.GradientExchange is { IsStopping: true };
}
