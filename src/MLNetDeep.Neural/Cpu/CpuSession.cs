using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>A training on the managed backend. Each layer's gradient by its input comes first, then its parameters are updated.</summary>
internal sealed class CpuSession : ITrainingSession
{
    private readonly ThreadTeam _team;
    private readonly TeamTuner _tuner;
    private readonly CpuParameters _weights;
    private readonly CpuForward _forward;
    private readonly CpuOptimizer _optimizer;
    private readonly MaxNorms _maxNorms;
    private readonly GradientStage? _stage;
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
            _forward = new CpuForward(_weights, _team, options.BatchSize, options.Loss, options);
            _maxNorms = new MaxNorms(_weights, KernelSet.Best, _team);
            _stage = GradientStage.IsNeeded(options.Optimizer, _forward.Penalties)
                ? new GradientStage(_weights, options.Optimizer, _forward.Penalties, KernelSet.Best, _team)
                : null;
            _pairedSteps = _team.Size > 1 && _stage is null && !_maxNorms.Any && PairedSteps.Suits(_forward, options.BatchSize)
                ? new PairedSteps(_weights, _optimizer, _forward, options, _team)
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
        // Alone there is nothing to overlap.
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

    private EvaluationResult StepWithTeam(TrainingData data, ReadOnlySpan<int> rows)
    {
        _pairedSteps?.Forget();
        EvaluationResult result = Judge(data, rows, _optimizer.Steps);
        if (double.IsFinite(result.LossSum))
        {
            foreach (CpuLayer layer in _forward.Layers)
            {
                layer.Commit();
            }

            CpuUpdate update = _optimizer.NextStep();
            Backward(rows.Length, _stage is null ? update : _stage.Store);
            _stage?.Apply(update);
            _maxNorms.Apply();
        }

        return result;
    }

    public EvaluationResult Evaluate(TrainingData data) => _forward.Evaluate(data);

    public void Predict(FeatureMatrix features, Span<float> destination) => _forward.Predict(features, destination);

    public IReadOnlyList<NamedTensor> ComputeGradients(TrainingData data, ReadOnlySpan<int> rows, bool training)
    {
        GradientStage stage = new(_weights, new Sgd(), _forward.Penalties, KernelSet.Best, _team);
        Judge(data, rows, training ? _optimizer.Steps : null);
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

    /// <summary>The mask that the layer numbered <paramref name="index"/> among the working layers drew last; for tests.</summary>
    internal Activations DropoutMask(int index) => ((DropoutLayer)_forward.Layers[index]).Mask;

    private EvaluationResult Judge(TrainingData data, ReadOnlySpan<int> rows, long? step)
    {
        _forward.Run(data.Features, rows, step, TakeNext(data));
        return _forward.WithPenalties(_forward.Judge(data, rows, training: step is not null));
    }

    // The rows that were announced, if they are of the same data.
    private ReadOnlySpan<int> TakeNext(TrainingData data)
    {
        ReadOnlySpan<int> next = ReferenceEquals(data, _nextData) ? _nextRows.Span : [];
        _nextData = null;
        return next;
    }

    private void Backward(int rows, CpuUpdate update)
    {
        update.Begin();
        _forward.Backward(0, rows, update);

        // Where no dense layer came after.
        update.RunDeferred();
    }
}
