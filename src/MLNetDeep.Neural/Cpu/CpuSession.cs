using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// A training session on the CPU. The backward pass computes each layer's input gradient before it updates the layer's parameters.
/// </summary>
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
    private readonly ExchangedGradients? _exchangedGradients;
    private readonly PairedSteps? _pairedSteps;
    private readonly SlicedSteps? _slicedSteps;
    private readonly WeightAverages _averages;
    private readonly BatchRows _announcedRows = new();
    private TrainingData? _announcedData;

    public CpuSession(NetworkSpec spec, IReadOnlyList<NamedTensor> weights, FitOptions options)
    {
        _weights = new CpuParameters(spec, weights);
        _optimizer = new CpuOptimizer(options.Optimizer, _weights);
        _team = new ThreadTeam(options.Threads ?? options.GradientExchange?.DefaultThreads ?? Environment.ProcessorCount);
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
            _averages = new WeightAverages(_weights, _optimizer, _layers);
            _stage = GradientStage.IsNeeded(options, _penalties)
                ? new GradientStage(_weights, options.Optimizer, _penalties, KernelSet.Best, _team, allowsDeferring: options.GradientExchange is null)
                : null;
            _exchangedGradients = options.GradientExchange is { } exchange
                ? new ExchangedGradients(exchange, _stage!.Gradients)
                : null;
            _pairedSteps = _team.Size > 1 && _stage is null && !_maxNorms.Any && PairedSteps.Suits(_layers, _loss, options.BatchSize)
                ? new PairedSteps(_weights, _optimizer, _layers, _loss, options, _team)
                : null;
            _slicedSteps = _exchangedGradients is null && SlicedSteps.Suits(_layers.Plan, _weights, options.BatchSize)
                ? new SlicedSteps(
                    _weights, _layers.Plan, options, _stage ?? new GradientStage(_weights, options.Optimizer, _penalties, KernelSet.Best, _team), _team)
                : null;
        }
        catch
        {
            _team.Dispose();
            throw;
        }
    }

    public double LearningRateFactor
    {
        get => _optimizer.LearningRateFactor;
        set
        {
            _pairedSteps?.RequireCatchUp();
            _optimizer.LearningRateFactor = value;
        }
    }

    public void Announce(TrainingData data, ReadOnlySpan<int> rows)
    {
        // One thread cannot stage the next batch while it computes the current one.
        if (_team.Size > 1 && !_team.IsAlone)
        {
            _announcedRows.Set(rows);
            _announcedData = data;
        }
    }

    public void SetPositions(ReadOnlySpan<int> positions) => _layers.Part.SetPositions(positions);

    public EvaluationResult Step(TrainingData data, ReadOnlySpan<int> rows)
    {
        try
        {
            _layers.Part.Begin(rows.Length, _exchangedGradients?.Exchange);
            _tuner.Begin();
            EvaluationResult result = _exchangedGradients is not null ? StepWithOthers(_exchangedGradients, data, rows)
                : rows.IsEmpty ? StepWithoutRows()
                : _slicedSteps is not null ? StepInSlices(_slicedSteps, data, rows)
                : _pairedSteps is null || _team.IsAlone ? StepWithTeam(data, rows)
                : _pairedSteps.Step(new StepBatch(data, rows, TakeAnnouncedRows(data)));
            _tuner.End(wasLeftAlone: _pairedSteps is { WasLeftAlone: true });
            return result;
        }
        finally
        {
            _layers.Part.End();
            GC.KeepAlive(this);
        }
    }

    public EvaluationResult AverageWeights(IGradientExchange exchange, EvaluationResult result)
    {
        _pairedSteps?.RequireCatchUp();
        EvaluationResult sum = _averages.Average(exchange, result);
        GC.KeepAlive(this);
        return sum;
    }

    public EvaluationResult Evaluate(TrainingData data) => _evaluator.Evaluate(data);

    public EvaluationResult Evaluate(TrainingData data, ReadOnlySpan<int> rows) => _evaluator.Evaluate(data, rows);

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

    public bool IsFinite() => _weights.AreFinite() && _optimizer.IsFinite();

    public OptimizerState GetOptimizerState() => _optimizer.Export();

    public void SetOptimizerState(OptimizerState state)
    {
        _pairedSteps?.RequireCatchUp();
        _optimizer.Import(state);
    }

    public void Dispose()
    {
        _pairedSteps?.Dispose();
        _team.Dispose();
    }

    /// <summary>The last mask of the dropout layer at <paramref name="index"/> in <see cref="LayerStack.Layers"/>; for tests.</summary>
    internal Activations DropoutMask(int index) => ((DropoutLayer)_layers.Layers[index]).Mask;

    private EvaluationResult StepWithTeam(TrainingData data, ReadOnlySpan<int> rows)
    {
        _pairedSteps?.RequireCatchUp();
        EvaluationResult result = ComputeLoss(data, rows, _optimizer.Steps);
        if (double.IsFinite(result.LossSum))
        {
            _layers.Commit();
            CpuUpdate update = _optimizer.NextStep();
            Backward(rows.Length, _stage is null ? update : _stage.Store);
            _stage?.Apply(update);
            _maxNorms.Apply();
        }

        return result;
    }

    // The other processes wait for the gradients even if the loss here is not finite. In that case no process takes the step.
    private EvaluationResult StepWithOthers(ExchangedGradients exchange, TrainingData data, ReadOnlySpan<int> rows)
    {
        // Without rows, a row of the data goes through the layers but counts for nothing.
        ReadOnlySpan<int> computed = rows.IsEmpty ? [0] : rows;
        EvaluationResult result = ComputeLoss(data, computed, _optimizer.Steps);
        exchange.Begin(rows.IsEmpty ? default : result);
        Backward(computed.Length, _stage!.Store, exchange.LayerDone);
        result = exchange.Finish();
        if (double.IsFinite(result.LossSum))
        {
            _layers.Commit();
            _stage.Apply(_optimizer.NextStep());
            _maxNorms.Apply();
        }

        return result;
    }

    private EvaluationResult StepWithoutRows()
    {
        _pairedSteps?.RequireCatchUp();
        _optimizer.NextStep();
        return default;
    }

    private EvaluationResult StepInSlices(SlicedSteps slices, TrainingData data, ReadOnlySpan<int> rows)
    {
        _announcedData = null;
        EvaluationResult result = _penalties.AddTo(slices.ComputeGradients(data, rows));
        if (double.IsFinite(result.LossSum))
        {
            slices.Apply(_optimizer.NextStep());
            _maxNorms.Apply();
        }

        return result;
    }

    private EvaluationResult ComputeLoss(TrainingData data, ReadOnlySpan<int> rows, long? step)
    {
        _layers.Forward(data.Features, rows, step, TakeAnnouncedRows(data));
        return _penalties.AddTo(_loss.Compute(data, rows, _layers.Output, _layers.OutputGradient, training: step is not null));
    }

    // Returns the announced rows if they belong to the same data, otherwise an empty span.
    private ReadOnlySpan<int> TakeAnnouncedRows(TrainingData data)
    {
        ReadOnlySpan<int> next = ReferenceEquals(data, _announcedData) ? _announcedRows.Span : [];
        _announcedData = null;
        return next;
    }

    private void Backward(int rows, CpuUpdate update, Action<int>? layerDone = null)
    {
        update.Begin();
        _layers.Backward(0, rows, update, layerDone);

        // Runs the updates that no later dense layer has run.
        update.RunDeferred();
    }
}
