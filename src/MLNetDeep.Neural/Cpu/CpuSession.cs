using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>A training on the CPU. In each layer the gradient of the input comes first, then the layer's parameters are updated.</summary>
internal sealed class CpuSession : ITrainingSession
{
    private readonly ThreadTeam _team;
    private readonly TeamTuner _tuner;
    private readonly CpuParameters _weights;
    private readonly LayerStack _layers;
    private readonly CpuLoss _loss;
    private readonly Penalties _penalties;
    private readonly CpuEvaluator _evaluator;
    private readonly CpuPredictor _predictor;
    private readonly CpuOptimizer _optimizer;
    private readonly MaxNorms _maxNorms;
    private readonly GradientStage? _stage;
    private readonly ExchangedGradients? _exchanged;
    private readonly PairedSteps? _pairedSteps;
    private readonly BatchRows _nextRows = new();
    private TrainingData? _nextData;

    public CpuSession(NetworkSpec spec, IReadOnlyList<NamedTensor> weights, FitOptions options)
    {
        _weights = new CpuParameters(spec, weights);
        _optimizer = new CpuOptimizer(options.Optimizer, _weights);
        _team = new ThreadTeam(options.Threads ?? Environment.ProcessorCount);
        _tuner = new TeamTuner(_team);
        try
        {
            LossSpec loss = options.LossFor(spec);
            _layers = new LayerStack(CpuPlan.ForLoss(spec, loss, training: true), _weights, _team, options.BatchSize, options.Seed);
            _loss = CpuLoss.For(loss, _team, options.ClassWeights);
            _penalties = new Penalties(_weights, KernelSet.Best, _team);
            _evaluator = new CpuEvaluator(_layers, _loss, _penalties);
            _predictor = new CpuPredictor(_layers);
            _maxNorms = new MaxNorms(_weights, KernelSet.Best, _team);
            _stage = GradientStage.IsNeeded(options, _penalties)
                ? new GradientStage(_weights, options.Optimizer, _penalties, KernelSet.Best, _team, allowsDeferring: options.GradientExchange is null)
                : null;
            _exchanged = options.GradientExchange is { } exchange ? new ExchangedGradients(exchange, _stage!.Gradients) : null;
            _pairedSteps = _team.Size > 1 && _stage is null && !_maxNorms.Any && PairedSteps.Suits(_layers, _loss, options.BatchSize)
                ? new PairedSteps(_weights, _optimizer, _layers, _loss, options, _team)
                : null;
        }
        catch
        {
            _team.Dispose();
            throw;
        }
    }

    public void Announce(TrainingData data, ReadOnlySpan<int> rows)
    {
        // With one thread there is nothing to overlap.
        if (_team.Size > 1 && !_team.IsAlone)
        {
            _nextRows.Set(rows);
            _nextData = data;
        }
    }

    public EvaluationResult Step(TrainingData data, ReadOnlySpan<int> rows)
    {
        _tuner.Begin();
        EvaluationResult result = _pairedSteps is null || _team.IsAlone
            ? StepWithTeam(data, rows)
            : _pairedSteps.Step(new StepBatch(data, rows, TakeNext(data)));
        _tuner.End(wasLeftAlone: _pairedSteps is { WasLeftAlone: true });
        GC.KeepAlive(this);
        return result;
    }

    public EvaluationResult Evaluate(TrainingData data) => _evaluator.Evaluate(data);

    public void Predict(FeatureMatrix features, Span<float> destination) => _predictor.Predict(features, 0, features.RowCount, destination);

    public IReadOnlyList<NamedTensor> ComputeGradients(TrainingData data, ReadOnlySpan<int> rows, bool training)
    {
        GradientStage stage = new(_weights, new Sgd(), _penalties, KernelSet.Best, _team);
        ComputeLoss(data, rows, training ? _optimizer.Steps : null);
        Backward(rows.Length, stage.Store);
        stage.AddPenalties();
        GC.KeepAlive(this);
        return stage.Gradients.Export();
    }

    public IReadOnlyList<NamedTensor> GetWeights() => _weights.Export();

    public OptimizerState GetOptimizerState() => _optimizer.Export();

    public void SetOptimizerState(OptimizerState state)
    {
        _pairedSteps?.Forget();
        _optimizer.Import(state);
    }

    public void Dispose()
    {
        _pairedSteps?.Dispose();
        _team.Dispose();
    }

    /// <summary>The mask that the layer numbered <paramref name="index"/> among the running layers drew last; for tests.</summary>
    internal Activations DropoutMask(int index) => ((DropoutLayer)_layers.Layers[index]).Mask;

    private EvaluationResult StepWithTeam(TrainingData data, ReadOnlySpan<int> rows)
    {
        _pairedSteps?.Forget();
        EvaluationResult result = ComputeLoss(data, rows, _optimizer.Steps);
        bool isFinite = double.IsFinite(result.LossSum);
        if (_exchanged is not null)
        {
            // The other processes wait for these gradients even if this loss is not finite; then none takes the step.
            _exchanged.Begin(rows.Length, isFinite);
            Backward(rows.Length, _stage!.Store, _exchanged.LayerDone);
            if (_exchanged.Finish())
            {
                Commit();
                _stage.Apply(_optimizer.NextStep());
                _maxNorms.Apply();
            }
        }
        else if (isFinite)
        {
            Commit();
            CpuUpdate update = _optimizer.NextStep();
            Backward(rows.Length, _stage is null ? update : _stage.Store);
            _stage?.Apply(update);
            _maxNorms.Apply();
        }

        return result;
    }

    private void Commit()
    {
        foreach (CpuLayer layer in _layers.Layers)
        {
            layer.Commit();
        }
    }

    private EvaluationResult ComputeLoss(TrainingData data, ReadOnlySpan<int> rows, long? step)
    {
        _layers.Forward(data.Features, rows, step, TakeNext(data));
        return _penalties.AddTo(_loss.Compute(data, rows, _layers.Output, _layers.OutputGradient, training: step is not null));
    }

    // The rows that were announced, if they are of the same data.
    private ReadOnlySpan<int> TakeNext(TrainingData data)
    {
        ReadOnlySpan<int> next = ReferenceEquals(data, _nextData) ? _nextRows.Span : [];
        _nextData = null;
        return next;
    }

    private void Backward(int rows, CpuUpdate update, Action<int>? layerDone = null)
    {
        update.Begin();
        _layers.Backward(0, rows, update, layerDone);

        // Where no dense layer came after.
        update.RunDeferred();
    }
}
