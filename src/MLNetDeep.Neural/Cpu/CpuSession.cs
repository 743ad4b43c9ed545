using MLNetDeep.Neural.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>A training on the managed backend. Each layer's gradient by its input comes first, then its parameters are updated.</summary>
internal sealed class CpuSession : ITrainingSession
{
    private readonly ThreadTeam _team;
    private readonly CpuModel _weights;
    private readonly CpuForward _forward;
    private readonly CpuOptimizer _optimizer;

    public CpuSession(NetworkSpec spec, IReadOnlyList<NamedTensor> weights, FitOptions options)
    {
        if (options.Loss is not CategoricalCrossEntropy)
        {
            throw new NotSupportedException($"The cpu backend has no loss {options.Loss}.");
        }

        _weights = new CpuModel(spec, weights);
        _optimizer = new CpuOptimizer(options.Optimizer, _weights);
        _team = new ThreadTeam(options.Threads ?? Environment.ProcessorCount);
        try
        {
            _forward = new CpuForward(_weights, _team, options.BatchSize, options.Seed);
        }
        catch
        {
            _team.Dispose();
            throw;
        }
    }

    public EvaluationResult Step(TrainingData data, ReadOnlySpan<int> rows)
    {
        EvaluationResult result = Judge(data, rows, training: true);
        if (double.IsFinite(result.LossSum))
        {
            Backward(rows.Length, _optimizer.NextStep());
        }

        GC.KeepAlive(this);
        return result;
    }

    public EvaluationResult Evaluate(TrainingData data) => _forward.Evaluate(data);

    public void Predict(FeatureMatrix features, Span<float> destination) => _forward.Predict(features, destination);

    public IReadOnlyList<NamedTensor> ComputeGradients(TrainingData data, ReadOnlySpan<int> rows)
    {
        CpuModel gradients = CpuModel.Zeros(_weights.Spec);
        Judge(data, rows, training: false);
        Backward(rows.Length, new CpuUpdate(gradients, null, null) { Arguments = new UpdateArguments { Kind = UpdateKind.Store } });
        GC.KeepAlive(this);
        return gradients.Export();
    }

    public IReadOnlyList<NamedTensor> GetWeights() => _weights.Export();

    public OptimizerState GetOptimizerState() => _optimizer.Export();

    public void Dispose() => _team.Dispose();

    /// <summary>The mask that the layer numbered <paramref name="index"/> among the working layers drew last; for tests.</summary>
    internal Activations DropoutMask(int index) => ((DropoutLayer)_forward.Layers[index]).Mask;

    private EvaluationResult Judge(TrainingData data, ReadOnlySpan<int> rows, bool training)
    {
        _forward.Run(data.Features, rows, training);
        return _forward.Head.Judge(data, rows, _forward.Output, _forward.Layers[^1].OutputGradient);
    }

    private void Backward(int rows, CpuUpdate update)
    {
        for (int i = _forward.Layers.Length - 1; i >= 0; i--)
        {
            Activations? inputGradient = i > 0 ? _forward.Layers[i - 1].OutputGradient : null;
            _forward.Layers[i].Backward(rows, inputGradient, update);
        }
    }
}
