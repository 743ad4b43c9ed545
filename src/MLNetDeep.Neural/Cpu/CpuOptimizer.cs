using MLNetDeep.Neural.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>An optimizer at work: its states, and the numbers of each step.</summary>
internal sealed class CpuOptimizer
{
    private readonly OptimizerSpec _spec;
    private readonly CpuModel? _first;
    private readonly CpuModel? _second;
    private readonly CpuUpdate _update;
    private long _steps;

    public CpuOptimizer(OptimizerSpec spec, CpuModel weights)
    {
        _spec = spec;
        _first = spec is Adam or Sgd { Momentum: > 0 } ? CpuModel.Zeros(weights.Spec) : null;
        _second = spec is Adam ? CpuModel.Zeros(weights.Spec) : null;
        _update = new CpuUpdate(weights, _first, _second);
    }

    /// <summary>The next step, which counts as taken.</summary>
    public CpuUpdate NextStep()
    {
        _update.Arguments = _spec switch
        {
            Sgd sgd => SgdStep(sgd, _steps),
            Adam adam => AdamStep(adam, _steps + 1),
            _ => throw new NotSupportedException($"The cpu backend has no optimizer {_spec}."),
        };
        _steps++;
        return _update;
    }

    public OptimizerState Export() => _spec switch
    {
        Adam => new(_steps, [.. _first!.Export(".mean"), .. _second!.Export(".variance")]),
        _ => new(_steps, _first is null ? [] : _first.Export(".velocity")),
    };

    private static UpdateArguments SgdStep(Sgd sgd, long stepsBefore) => new()
    {
        Kind = sgd.Momentum == 0 ? UpdateKind.Sgd : sgd.Nesterov ? UpdateKind.Nesterov : UpdateKind.Momentum,
        Rate = (float)(sgd.LearningRate / (1 + (sgd.Decay * stepsBefore))),
        Momentum = (float)sgd.Momentum,
    };

    private static UpdateArguments AdamStep(Adam adam, long step) => new()
    {
        Kind = UpdateKind.Adam,
        Rate = (float)(adam.LearningRate * Math.Sqrt(1 - Math.Pow(adam.Beta2, step)) / (1 - Math.Pow(adam.Beta1, step))),
        Beta1 = (float)adam.Beta1,
        OneMinusBeta1 = (float)(1 - adam.Beta1),
        Beta2 = (float)adam.Beta2,
        OneMinusBeta2 = (float)(1 - adam.Beta2),
        Epsilon = (float)adam.Epsilon,
    };
}
