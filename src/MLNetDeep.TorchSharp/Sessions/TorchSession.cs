using System.Runtime.InteropServices;
using MLNetDeep.Neural;
using static TorchSharp.torch;

namespace MLNetDeep.TorchSharp;

/// <summary>A training session on TorchSharp. Each call opens one scope, which disposes all tensors that the call made.</summary>
internal sealed class TorchSession : ITrainingSession
{
    private readonly TorchDevice _device;
    private readonly LossSpec _lossSpec;
    private readonly ExchangedGradients? _exchange;
    private readonly WholeBatch? _whole;
    private readonly RowPositions _positions = new();
    private readonly int _seed;
    private readonly List<IDisposable> _owned = [];
    private readonly TorchParameters _parameters;
    private readonly TorchNetwork _network;
    private readonly TorchLoss _loss;
    private readonly TorchPenalties _penalties;
    private readonly TorchOptimizer _optimizer;
    private readonly TorchUpdate _update;
    private readonly KeptFeatures _kept;
    private readonly BatchStage[] _stages;
    private readonly BatchStage _evaluationStage;
    private readonly TorchEvaluator _evaluator;
    private readonly StepResults? _results;
    private readonly Snapshots? _snapshots;
    private readonly Queue<long> _begunSteps = new();
    private AveragedWeights? _averages;

    public TorchSession(TorchDevice device, NetworkSpec spec, IReadOnlyList<NamedTensor> weights, FitOptions options)
    {
        _device = device;
        _lossSpec = options.LossFor(spec);
        _loss = TorchLoss.For(_lossSpec, options.ClassWeights);
        _seed = options.Seed;
        ResultDelay = options.GradientExchange is null ? device.ResultDelay : 0;
        try
        {
            using TorchCall call = device.BeginCall(this);
            _parameters = Own(new TorchParameters(spec, weights, device, training: true));
            _network = Own(new TorchNetwork(_parameters, device));
            _penalties = Own(new TorchPenalties(_parameters));
            _optimizer = Own(new TorchOptimizer(options.Optimizer, _parameters));
            _update = Own(new TorchUpdate(_network, _parameters, _penalties, _optimizer, options.Optimizer));
            if (options.GradientExchange is { } exchange)
            {
                _exchange = new ExchangedGradients(exchange, _parameters);
                _whole = new WholeBatch(exchange);
            }

            _kept = Own(new KeptFeatures(device));

            // A stage is written again when the result of its step has been read.
            _stages = [.. Enumerable.Range(0, ResultDelay + 1).Select(_ => Own(CreateStage()))];
            _evaluationStage = Own(CreateStage());
            _evaluator = new TorchEvaluator(_network, _evaluationStage, _penalties);
            if (ResultDelay > 0)
            {
                IEnumerable<Tensor> weightTensors = Enumerable.Range(0, spec.Parameters.Length).Select(_parameters.Values);
                _results = Own(new StepResults(device, ResultDelay + 1));
                _snapshots = Own(new Snapshots(weightTensors.Concat(_optimizer.States)));
            }
        }
        catch (ExternalException error) when (TorchErrors.IsOutOfMemory(error))
        {
            Dispose();
            throw TorchErrors.OutOfMemory(error, device);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public double LearningRateFactor
    {
        get => _optimizer.LearningRateFactor;
        set => _optimizer.LearningRateFactor = value;
    }

    /// <summary>See <see cref="TorchDevice.ResultDelay"/>. 0 with a gradient exchange, whose processes wait for each other in each step.</summary>
    public int ResultDelay { get; }

    /// <inheritdoc/>
    public void PrepareData(TrainingData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        Run(() => _kept.Add(data.Features));
    }

    /// <inheritdoc/>
    public void SetPositions(ReadOnlySpan<int> positions) => _positions.Set(positions);

    /// <inheritdoc/>
    public EvaluationResult Step(TrainingData data, ReadOnlySpan<int> rows)
    {
        ArgumentNullException.ThrowIfNull(data);
        try
        {
            using TorchCall call = _device.BeginCall(this);
            _positions.Check(rows.Length);
            if (_whole is not null)
            {
                return StepWithOthers(_whole, data, rows);
            }

            if (rows.IsEmpty)
            {
                _optimizer.SkipStep();
                return default;
            }

            LossValues values = ComputeLoss(data, rows, _stages[0], training: true);
            EvaluationResult result = WithPenalties(values).Read(rows.Length);
            if (double.IsFinite(result.LossSum))
            {
                _update.Apply(_update.Backward(values.Loss));
            }

            _snapshots?.Clear();
            return result;
        }
        catch (ExternalException error) when (TorchErrors.IsOutOfMemory(error))
        {
            throw TorchErrors.BatchTooLarge(error, _device);
        }
        finally
        {
            _positions.Clear();
        }
    }

    /// <inheritdoc/>
    public void BeginStep(TrainingData data, ReadOnlySpan<int> rows)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (_snapshots is null)
        {
            throw new NotSupportedException("The results of this session's steps are there at once: call Step.");
        }

        try
        {
            using TorchCall call = _device.BeginCall(this);
            _positions.Check(rows.Length);
            long step = _optimizer.Steps;
            if (rows.IsEmpty)
            {
                _results!.AddNone();
                _begunSteps.Enqueue(step);
                _optimizer.SkipStep();
                return;
            }

            if (_snapshots.IsDue(step, ResultDelay))
            {
                _snapshots.Take(step);
            }

            LossValues values = ComputeLoss(data, rows, _stages[step % _stages.Length], training: true);
            _results!.Add(WithPenalties(values), rows.Length);
            _begunSteps.Enqueue(step);
            _update.Apply(_update.Backward(values.Loss));
        }
        catch (ExternalException error) when (TorchErrors.IsOutOfMemory(error))
        {
            throw TorchErrors.BatchTooLarge(error, _device);
        }
        finally
        {
            _positions.Clear();
        }
    }

    /// <inheritdoc/>
    public EvaluationResult EndStep()
    {
        if (_begunSteps.Count == 0)
        {
            throw new InvalidOperationException("No step has been begun.");
        }

        try
        {
            using TorchCall call = _device.BeginCall(this);
            EvaluationResult result = _results!.Take();
            long step = _begunSteps.Dequeue();
            if (!double.IsFinite(result.LossSum))
            {
                _results.Drop();
                _begunSteps.Clear();
                _optimizer.GoBackTo(_snapshots!.Restore(step));
                _snapshots.Clear();
            }

            return result;
        }
        catch (ExternalException error) when (TorchErrors.IsOutOfMemory(error))
        {
            throw TorchErrors.BatchTooLarge(error, _device);
        }
    }

    /// <inheritdoc/>
    public EvaluationResult AverageWeights(IGradientExchange exchange, EvaluationResult result)
    {
        ArgumentNullException.ThrowIfNull(exchange);
        return Run(() =>
        {
            _averages ??= new AveragedWeights(_parameters, _optimizer);
            EvaluationResult sum = _averages.Average(exchange, result);
            _snapshots?.Clear();
            return sum;
        });
    }

    /// <inheritdoc/>
    public EvaluationResult Evaluate(TrainingData data)
    {
        return Run(() =>
        {
            using IDisposable noGradients = no_grad();
            return _evaluator.Evaluate(data, _lossSpec, _loss);
        });
    }

    /// <inheritdoc/>
    public EvaluationResult Evaluate(TrainingData data, ReadOnlySpan<int> rows)
    {
        try
        {
            using TorchCall call = _device.BeginCall(this);
            using IDisposable noGradients = no_grad();
            return _evaluator.Evaluate(data, rows, _lossSpec, _loss);
        }
        catch (ExternalException error) when (TorchErrors.IsOutOfMemory(error))
        {
            throw TorchErrors.OutOfMemory(error, _device);
        }
    }

    /// <inheritdoc/>
    public void Predict(FeatureMatrix features, Span<float> destination)
    {
        try
        {
            using TorchCall call = _device.BeginCall(this);
            using IDisposable noGradients = no_grad();
            _evaluator.Predict(features, logits: false, destination);
        }
        catch (ExternalException error) when (TorchErrors.IsOutOfMemory(error))
        {
            throw TorchErrors.OutOfMemory(error, _device);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<NamedTensor> ComputeGradients(TrainingData data, ReadOnlySpan<int> rows, bool training)
    {
        ArgumentNullException.ThrowIfNull(data);
        try
        {
            using TorchCall call = _device.BeginCall(this);
            Tensor[] gradients = _update.Backward(ComputeLoss(data, rows, _stages[0], training).Loss);
            _update.AddPenalties(gradients);
            IReadOnlyList<NamedTensor> result = _parameters.ExportGradients(gradients);
            _parameters.ReleaseGradients();
            return result;
        }
        catch (ExternalException error) when (TorchErrors.IsOutOfMemory(error))
        {
            throw TorchErrors.BatchTooLarge(error, _device);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<NamedTensor> GetWeights() => Run(() => _parameters.Export());

    /// <inheritdoc/>
    public bool IsFinite() => Run(() => _parameters.AreFinite() && _optimizer.IsFinite());

    /// <inheritdoc/>
    public OptimizerState GetOptimizerState() => Run(() => _optimizer.Export());

    /// <inheritdoc/>
    public void SetOptimizerState(OptimizerState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        Run(() =>
        {
            _optimizer.Import(state);
            _snapshots?.Clear();
        });
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        for (int i = _owned.Count - 1; i >= 0; i--)
        {
            _owned[i].Dispose();
        }

        _owned.Clear();
    }

    // Steps and calls with spans do not pass here: this allocates.
    private T Run<T>(Func<T> work)
    {
        try
        {
            using TorchCall call = _device.BeginCall(this);
            return work();
        }
        catch (ExternalException error) when (TorchErrors.IsOutOfMemory(error))
        {
            throw TorchErrors.OutOfMemory(error, _device);
        }
    }

    private void Run(Action work) => Run(() =>
    {
        work();
        return true;
    });

    private T Own<T>(T part)
        where T : IDisposable
    {
        _owned.Add(part);
        return part;
    }

    private BatchStage CreateStage() => new(_device, _network.InputShape, _parameters.Spec.OutputSize, _parameters.Spec.MasksZeroIndices, _kept);

    private LossValues ComputeLoss(TrainingData data, ReadOnlySpan<int> rows, BatchStage stage, bool training, WholeBatch? whole = null)
    {
        LayerPass pass = new(training, _seed, _optimizer.Steps, stage.Lengths(data.Features, rows)) { Positions = _positions, Whole = whole };
        Tensor output = _network.ForwardFor(_lossSpec, stage.Features(data.Features, rows), pass);
        return _loss.Compute(data, rows, output, stage, training);
    }

    private LossValues WithPenalties(in LossValues values) =>
        _penalties.Any ? values with { Loss = _penalties.AddTo(values.Loss) } : values;

    // Other processes wait for these gradients even if the loss here is not finite. In that case no process takes the step.
    private EvaluationResult StepWithOthers(WholeBatch whole, TrainingData data, ReadOnlySpan<int> rows)
    {
        whole.Begin(rows.Length);
        Tensor[] gradients;
        EvaluationResult result = default;
        if (!rows.IsEmpty)
        {
            LossValues values = ComputeLoss(data, rows, _stages[0], training: true, whole);
            result = WithPenalties(values).Read(rows.Length);
            gradients = _update.Backward(values.Loss, whole);
        }
        else if (_network.MeetsOthers)
        {
            // A row of the data goes through the layers, which meet the other processes there. It counts for nothing.
            gradients = _update.Backward(ComputeLoss(data, [0], _stages[0], training: true, whole).Loss, whole);
            Array.ForEach(gradients, gradient => gradient.zero_());
        }
        else
        {
            gradients = _update.NoGradients();
        }

        EvaluationResult sum = _exchange!.Average(result, gradients);
        if (double.IsFinite(sum.LossSum))
        {
            _update.Apply(gradients);
        }

        return sum;
    }
}
