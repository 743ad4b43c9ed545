using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>Holds the states of an optimizer and computes the arguments of each optimizer step.</summary>
internal sealed class CpuOptimizer
{
    private readonly OptimizerSpec _spec;
    private readonly string?[] _names;
    private readonly CpuParameters?[] _states;
    private readonly CpuUpdate _update;

    public CpuOptimizer(OptimizerSpec spec, CpuParameters weights)
    {
        _spec = spec;
        _names = StateNames(spec);
        _states = [.. _names.Select(name => name is null ? null : CpuParameters.Zeros(weights.Spec))];
        if (spec is Adagrad adagrad)
        {
            _states[0]!.Fill((float)adagrad.InitialAccumulator);
        }

        _update = new CpuUpdate(weights, _states);
    }

    private CpuOptimizer(CpuOptimizer other, CpuParameters weights, int shared)
    {
        _spec = other._spec;
        _names = other._names;
        _states = [.. other._states.Select(state => state?.CopyExcept(shared))];
        _update = new CpuUpdate(weights, _states);
        (Steps, LearningRateFactor) = (other.Steps, other.LearningRateFactor);
    }

    /// <summary>The number of steps taken.</summary>
    public long Steps { get; private set; }

    /// <summary>The states, in the order in which the update kernels expect them; null for one that is not used.</summary>
    public ReadOnlySpan<CpuParameters?> States => _states;

    /// <summary>The number by which the optimizer's learning rate is multiplied.</summary>
    public double LearningRateFactor { get; set; } = 1;

    /// <summary>Returns the number of values that an optimizer keeps for each parameter.</summary>
    public static int StateCount(OptimizerSpec spec) => StateNames(spec).Count(name => name is not null);

    /// <summary>Returns the update for the next step and counts the step as taken.</summary>
    public CpuUpdate NextStep()
    {
        _update.Arguments = CreateArguments(_spec, Steps, LearningRateFactor);
        Steps++;
        return _update;
    }

    /// <summary>Copies the optimizer for other weights, except the states of one parameter, which both then share.</summary>
    public CpuOptimizer CopyExcept(int shared, CpuParameters weights) => new(this, weights, shared);

    /// <summary>Copies the states of another optimizer for the same network.</summary>
    public void CopyFrom(CpuOptimizer other)
    {
        for (int i = 0; i < _states.Length; i++)
        {
            _states[i]?.CopyFrom(other._states[i]!);
        }

        (Steps, LearningRateFactor) = (other.Steps, other.LearningRateFactor);
    }

    /// <summary>Whether no state has NaN or infinite values.</summary>
    public bool IsFinite() => Array.TrueForAll(_states, state => state is null || state.AreFinite());

    /// <summary>Copies the states for a checkpoint.</summary>
    public OptimizerState Export() =>
        new(Steps, [.. _states.Zip(_names, (state, name) => state?.ExportState(name!) ?? []).SelectMany(tensors => tensors)]);

    /// <summary>Restores states that <see cref="Export"/> returned.</summary>
    /// <exception cref="ArgumentException">The state belongs to a different optimizer or network.</exception>
    public void Import(OptimizerState state)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(state.Steps);
        Dictionary<string, NamedTensor> tensors = state.Tensors.ToDictionary(tensor => tensor.Name);
        for (int i = 0; i < _states.Length; i++)
        {
            _states[i]?.ImportState(_names[i]!, tensors);
        }

        Steps = state.Steps;
    }

    // The names of the states, in the order in which the update kernels expect them; null for a state that is not used.
    private static string?[] StateNames(OptimizerSpec spec) => spec switch
    {
        Sgd { Momentum: > 0 } => ["velocity"],
        Sgd => [],
        Adam or AdamW => ["mean", "variance"],
        Adagrad => ["accumulator"],
        Adadelta => ["squared_gradient", "squared_step"],
        RmsProp rms => ["squared_gradient", rms.Momentum > 0 ? "velocity" : null, rms.Centered ? "mean" : null],
        _ => throw new NotSupportedException($"The cpu backend does not support the optimizer {spec}."),
    };

    private static UpdateArguments CreateArguments(OptimizerSpec spec, long stepsTaken, double rateFactor)
    {
        double rate = spec.RateAt(stepsTaken) * rateFactor;
        return spec switch
        {
            Sgd sgd => new()
            {
                Kind = sgd.Momentum == 0 ? UpdateKind.Sgd : sgd.Nesterov ? UpdateKind.Nesterov : UpdateKind.Momentum,
                Rate = (float)rate,
                Momentum = (float)sgd.Momentum,
            },
            Adam adam => AdamStep(UpdateKind.Adam, rate, adam.Beta1, adam.Beta2, adam.Epsilon, 0, stepsTaken + 1) with
            {
                SkipsZeroRows = adam.LazyEmbeddings,
            },
            AdamW adam => AdamStep(UpdateKind.AdamW, rate, adam.Beta1, adam.Beta2, adam.Epsilon, adam.WeightDecay, stepsTaken + 1),
            Adagrad adagrad => new() { Kind = UpdateKind.Adagrad, Rate = (float)rate, Epsilon = (float)adagrad.Epsilon },
            Adadelta adadelta => new()
            {
                Kind = UpdateKind.Adadelta,
                Rate = (float)rate,
                Beta1 = (float)adadelta.Rho,
                OneMinusBeta1 = (float)(1 - adadelta.Rho),
                Epsilon = (float)adadelta.Epsilon,
            },
            RmsProp rms => new()
            {
                Kind = rms.Momentum > 0 || rms.Centered ? UpdateKind.RmsPropExtended : UpdateKind.RmsProp,
                IsCentered = rms.Centered,
                Rate = (float)rate,
                Momentum = (float)rms.Momentum,
                Beta1 = (float)rms.Rho,
                OneMinusBeta1 = (float)(1 - rms.Rho),
                Epsilon = (float)rms.Epsilon,
            },
            _ => throw new NotSupportedException($"The cpu backend does not support the optimizer {spec}."),
        };
    }

    private static UpdateArguments AdamStep(
        UpdateKind kind, double rate, double beta1, double beta2, double epsilon, double decay, long step) => new()
    {
        Kind = kind,
        Rate = (float)(rate * Math.Sqrt(1 - Math.Pow(beta2, step)) / (1 - Math.Pow(beta1, step))),
        OneMinusBeta1 = (float)(1 - beta1),
        Beta2 = (float)beta2,
        OneMinusBeta2 = (float)(1 - beta2),
        Epsilon = (float)epsilon,
        Decay = (float)(rate * decay),
    };
}
