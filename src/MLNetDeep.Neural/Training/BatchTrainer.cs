using System.Collections.Immutable;
using MLNetDeep.Neural.Training;

namespace MLNetDeep.Neural;

/// <summary>Trains a network on batches that the caller chooses. Create it with <see cref="Network.CreateTrainer"/>.</summary>
/// <remarks>
/// <para>The trainer keeps the optimizer's state from batch to batch. It holds memory and threads until it is disposed. A trainer is not
/// thread-safe: a step on one thread throws while a step on another thread runs.</para>
/// <para>The network never receives weights that are NaN or infinite. They are checked when the network's weights are read and when the
/// trainer is disposed; if they are not finite, this throws a <see cref="TrainingDivergedException"/>. The network then keeps its last
/// finite weights, and this trainer takes no more steps.</para>
/// </remarks>
/// <example>
/// <code>
/// using BatchTrainer trainer = network.CreateTrainer(new FitOptions { Optimizer = new Sgd(0.1) });
/// double loss = trainer.TrainOnBatch(batch).Loss;
/// </code>
/// </example>
public sealed partial class BatchTrainer : IDisposable
{
    private readonly Network _network;

    // Held while the session is used, since other threads may ask the network for its weights at any time.
    private readonly Lock _sessionLock = new();
    private int[] _allRows = [];

    // The batch of all ranks has their first rows in turn, then their second rows, and so on.
    private int[] _positions = [];
    private long _unpublishedSteps;
    private bool _isDisposed;

    // The number of steps after which the weights and the optimizer's state were last found to be finite.
    private long _finiteSteps;

    // Whether the weights or the optimizer's state were found to be NaN or infinite.
    private bool _isDiverged;

    internal BatchTrainer(Network network, FitOptions options)
    {
        _network = network;
        Options = options;
        FitOptions sessionOptions = options.GradientExchange is not { } exchange ? options
            : options.TakesLocalSteps ? options with { GradientExchange = null, Threads = options.Threads ?? exchange.DefaultThreads }
            : options with { GradientExchange = new DivergenceExchange(exchange, () => _isDiverged) };
        Session = AugmentingSession.Wrap(
            options.Backend.CreateSession(network.Spec, network.CurrentWeights, sessionOptions), network.Spec, options);
    }

    internal FitOptions Options { get; }

    internal ITrainingSession Session { get; }

    /// <summary>
    /// The number of optimizer steps taken or begun, including the steps before the checkpoint of a resumed training.
    /// </summary>
    internal long Steps { get; private set; }

    /// <summary>The position in the training, for exceptions.</summary>
    internal (int Epoch, long Batch) Position { get; set; } = (1, 0);

    /// <summary>The number of steps since the weights and the optimizer's state were last found to be finite.</summary>
    internal long UncheckedSteps => Steps - _finiteSteps;

    /// <summary>Takes one optimizer step on all rows of <paramref name="batch"/>.</summary>
    /// <remarks>
    /// With <see cref="FitOptions.GradientExchange"/>, each rank passes rows of its own, and the result is that of all ranks. The batch of
    /// all ranks has their first rows in turn, then their second rows, and so on: random numbers, such as the masks of dropout, are those of
    /// one process that trains on this batch, if all ranks pass the same number of rows.
    /// </remarks>
    /// <param name="batch">One row or more.</param>
    /// <returns>The batch's loss and metrics before the step, with dropout on.</returns>
    /// <exception cref="ArgumentException">The batch does not fit the network or has no rows.</exception>
    /// <exception cref="InvalidOperationException">Another call that trains the network has not returned.</exception>
    /// <exception cref="TrainingDivergedException">
    /// The loss is NaN or infinite, and the step was not taken; or the weights were found to be NaN or infinite.
    /// </exception>
    public EvaluationResult TrainOnBatch(TrainingData batch)
    {
        _network.BeginTraining();
        try
        {
            return StepOnAllRows(batch);
        }
        finally
        {
            _network.EndTraining();
        }
    }

    /// <summary>Takes one optimizer step on all rows. The caller must have begun the training call.</summary>
    internal EvaluationResult StepOnAllRows(TrainingData batch)
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
            _positions = Options.GradientExchange is { } exchange
                ? Array.ConvertAll(_allRows, row => checked((row * exchange.Size) + exchange.Rank))
                : [];
        }

        Position = (1, Steps + 1);
        return Step(batch, _allRows.AsSpan(0, batch.RowCount), _positions.AsSpan(0, Math.Min(_positions.Length, batch.RowCount)));
    }

    /// <summary>Computes the loss and metrics on all rows with the current weights and with dropout off.</summary>
    /// <remarks>With <see cref="FitOptions.GradientExchange"/>, this rank alone evaluates the rows that it passes.</remarks>
    /// <param name="data">The rows to evaluate.</param>
    /// <exception cref="ArgumentException">The data do not fit the network.</exception>
    public EvaluationResult Evaluate(TrainingData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        data.Check(_network.Spec, Options.LossFor(_network.Spec), nameof(data));
        lock (_sessionLock)
        {
            EndBegunSteps();
            return Session.Evaluate(data);
        }
    }

    /// <summary>Ends the training and releases its memory and threads. The network keeps the trained weights.</summary>
    /// <exception cref="TrainingDivergedException">
    /// The last weights are NaN or infinite, which no exception has reported before. The network keeps its last finite weights.
    /// </exception>
    public void Dispose()
    {
        if (!_isDisposed && !End())
        {
            ThrowIfDiverged();
        }
    }

    /// <summary>Ends the training as <see cref="Dispose"/> does. Returns false instead of throwing if the weights are not finite.</summary>
    internal bool End()
    {
        if (_isDisposed)
        {
            return true;
        }

        lock (_sessionLock)
        {
            try
            {
                bool isReported = _isDiverged;
                return TryPublish() || isReported;
            }
            finally
            {
                _isDisposed = true;
                _network.Detach();
                Session.Dispose();
            }
        }
    }

    /// <summary>
    /// Ends the training after an exception, which says more than one that the backend may throw now: its device may have failed. The
    /// session is disposed in any case.
    /// </summary>
    internal void EndAfterException()
    {
        try
        {
            End();
        }
        catch (Exception)
        {
        }
    }

    /// <summary>Takes one optimizer step on the given rows. The caller must check the data first.</summary>
    /// <param name="data">The data that contain the rows.</param>
    /// <param name="rows">The indices of the rows. With an exchange there may be none in this rank.</param>
    /// <param name="positions">With an exchange, the position of each row in the batch of all ranks.</param>
    /// <returns>The result of the rows: with an exchange, of those of all ranks, or with local steps, of this rank's.</returns>
    /// <exception cref="TrainingDivergedException">The loss is NaN or infinite. The step was not taken. Not thrown with local steps.</exception>
    internal EvaluationResult Step(TrainingData data, ReadOnlySpan<int> rows, ReadOnlySpan<int> positions)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        lock (_sessionLock)
        {
            if (Options.TakesLocalSteps)
            {
                return StepLocally(data, rows, positions);
            }

            // A rank must not throw alone, since the others would wait for it: DivergenceExchange tells them, and all throw after the step.
            if (Options.GradientExchange is null)
            {
                ThrowIfDiverged();
            }

            SetPositions(positions);
            EvaluationResult result = Session.Step(data, rows);
            if (!double.IsFinite(result.LossSum))
            {
                CheckFinite();
                throw new TrainingDivergedException(result.Loss, Position.Epoch, Position.Batch) { Trainer = this };
            }

            Steps++;
            _unpublishedSteps++;
            CompareWeights(Options.WeightCheckInterval);
            return result;
        }
    }

    /// <summary>
    /// Computes the mean loss on some rows; with an exchange, on those of all ranks. The caller must check the data first.
    /// </summary>
    /// <returns>NaN if there are no rows.</returns>
    /// <exception cref="TrainingDivergedException">The loss is NaN or infinite.</exception>
    internal double EvaluateFinite(TrainingData? data, ReadOnlySpan<int> rows)
    {
        lock (_sessionLock)
        {
            EndBegunSteps();
            EvaluationResult result = Options.GradientExchange.Sum(rows.IsEmpty ? default : Session.Evaluate(data!, rows));
            return double.IsFinite(result.LossSum)
                ? result.Loss
                : throw new TrainingDivergedException(result.Loss, Position.Epoch, Position.Batch) { Trainer = this };
        }
    }

    /// <summary>Throws if the weights or the optimizer's state are not finite.</summary>
    /// <exception cref="TrainingDivergedException">They are not finite.</exception>
    internal void ThrowIfNotFinite()
    {
        lock (_sessionLock)
        {
            CheckFinite();
            ThrowIfDiverged();
        }
    }

    /// <summary>Restores the optimizer's state from a checkpoint.</summary>
    internal void Restore(OptimizerState state)
    {
        Session.SetOptimizerState(state);
        (Steps, _finiteSteps, _comparedSteps) = (state.Steps, state.Steps, state.Steps);
    }

    /// <summary>Copies the session's weights to the network if the weights have changed since the previous call.</summary>
    /// <exception cref="TrainingDivergedException">The weights are not finite. Later calls do nothing.</exception>
    internal void Publish()
    {
        lock (_sessionLock)
        {
            bool isReported = _isDiverged;
            if (!TryPublish() && !isReported)
            {
                ThrowIfDiverged();
            }
        }
    }

    // Returns whether the weights and the optimizer's state are finite, or had been published before.
    private bool TryPublish()
    {
        EndBegunSteps();
        if (_unpublishedSteps <= 0)
        {
            return true;
        }

        CheckFinite();
        ImmutableArray<NamedTensor> weights = [.. Session.GetWeights()];
        if (!_isDiverged || weights.All(tensor => tensor.IsFinite))
        {
            _network.Replace(weights, _unpublishedSteps);
        }

        _unpublishedSteps = 0;
        return !_isDiverged;
    }

    private void CheckFinite()
    {
        EndBegunSteps();
        if (!_isDiverged && UncheckedSteps > 0)
        {
            _isDiverged = !Session.IsFinite();
            _finiteSteps = _isDiverged ? _finiteSteps : Steps;
        }
    }

    private void ThrowIfDiverged()
    {
        if (_isDiverged)
        {
            throw TrainingDivergedException.ForWeights(this);
        }
    }
}
