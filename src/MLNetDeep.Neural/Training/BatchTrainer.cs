namespace MLNetDeep.Neural;

/// <summary>Trains a network on batches that the caller chooses. Create it with <see cref="Network.CreateTrainer"/>.</summary>
/// <remarks>
/// The trainer keeps the optimizer's state from batch to batch. It holds memory and threads until it is disposed. A trainer is not
/// thread-safe.
/// </remarks>
/// <example>
/// <code>
/// using BatchTrainer trainer = network.CreateTrainer(new FitOptions { Optimizer = new Sgd(0.1) });
/// double loss = trainer.TrainOnBatch(batch).Loss;
/// </code>
/// </example>
public sealed class BatchTrainer : IDisposable
{
    private readonly Network _network;
    private int[] _allRows = [];
    private long _unpublishedSteps;
    private bool _isDisposed;

    internal BatchTrainer(Network network, FitOptions options)
    {
        _network = network;
        Options = options;
        Session = options.Backend.CreateSession(network.Spec, network.CurrentWeights, options);
    }

    internal FitOptions Options { get; }

    internal ITrainingSession Session { get; }

    /// <summary>The number of optimizer steps taken, including the steps before the checkpoint of a resumed training.</summary>
    internal long Steps { get; private set; }

    /// <summary>Takes one optimizer step on all rows of <paramref name="batch"/>.</summary>
    /// <param name="batch">One row or more.</param>
    /// <returns>The batch's loss and metrics before the step, with dropout on.</returns>
    /// <exception cref="ArgumentException">The batch does not fit the network or has no rows.</exception>
    /// <exception cref="TrainingDivergedException">The loss is NaN or infinite; the step was not taken.</exception>
    public EvaluationResult TrainOnBatch(TrainingData batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        batch.Check(_network.Spec, Options.LossFor(_network.Spec), nameof(batch));
        if (batch.RowCount == 0)
        {
            throw new ArgumentException("There are no rows to train on.", nameof(batch));
        }

        if (_allRows.Length < batch.RowCount)
        {
            _allRows = [.. Enumerable.Range(0, batch.RowCount)];
        }

        EvaluationResult result = Step(batch, _allRows.AsSpan(0, batch.RowCount));
        return double.IsFinite(result.LossSum) ? result : throw new TrainingDivergedException(result.Loss, 1, (int)Steps + 1);
    }

    /// <summary>Computes the loss and metrics on all rows with the current weights and with dropout off.</summary>
    /// <param name="data">The rows to evaluate.</param>
    /// <exception cref="ArgumentException">The data do not fit the network.</exception>
    public EvaluationResult Evaluate(TrainingData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        data.Check(_network.Spec, Options.LossFor(_network.Spec), nameof(data));
        return Session.Evaluate(data);
    }

    /// <summary>Ends the training and releases its memory and threads. The network keeps the trained weights.</summary>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        Publish();
        _isDisposed = true;
        _network.EndTraining();
        Session.Dispose();
    }

    /// <summary>Takes one optimizer step on the given rows. The caller must check the data first.</summary>
    internal EvaluationResult Step(TrainingData data, ReadOnlySpan<int> rows)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        EvaluationResult result = Session.Step(data, rows);
        if (double.IsFinite(result.LossSum))
        {
            Steps++;
            _unpublishedSteps++;
        }

        return result;
    }

    /// <summary>Restores the optimizer's state from a checkpoint.</summary>
    internal void Restore(OptimizerState state)
    {
        Session.SetOptimizerState(state);
        Steps = state.Steps;
    }

    /// <summary>Copies the session's weights to the network if the weights have changed since the previous call.</summary>
    internal void Publish()
    {
        if (_unpublishedSteps > 0)
        {
            long steps = _unpublishedSteps;
            _unpublishedSteps = 0;
            _network.Replace([.. Session.GetWeights()], steps);
        }
    }
}
