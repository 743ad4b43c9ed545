using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>What is to become of the gradients of a step: where to apply them, and how.</summary>
/// <param name="target">The weights; or for <see cref="UpdateKind.Store"/>, where the gradients go.</param>
/// <param name="states">The optimizer's states, up to three; null where it has none.</param>
internal sealed unsafe class CpuUpdate(CpuParameters target, params CpuParameters?[] states)
{
    private readonly List<Action> _deferred = [];

    /// <summary>The numbers of the present step; the states' addresses are filled in per layer.</summary>
    public UpdateArguments Arguments { get; set; }

    /// <summary>Gradients to be stored in <paramref name="gradients"/>.</summary>
    public static CpuUpdate Store(CpuParameters gradients) => new(gradients) { Arguments = new UpdateArguments { Kind = UpdateKind.Store } };

    public DenseParameters Target(int position) => target[position];

    public UpdateArguments ForKernel(int position)
    {
        UpdateArguments arguments = Arguments;
        arguments.First = State(0) is { } first ? first[position].Kernel : null;
        arguments.Second = State(1) is { } second ? second[position].Kernel : null;
        arguments.Third = State(2) is { } third ? third[position].Kernel : null;
        return arguments;
    }

    public UpdateArguments ForBias(int position)
    {
        UpdateArguments arguments = Arguments;
        arguments.First = State(0) is { } first ? first[position].Bias : null;
        arguments.Second = State(1) is { } second ? second[position].Bias : null;
        arguments.Third = State(2) is { } third ? third[position].Bias : null;
        return arguments;
    }

    /// <summary>Begins a step: what one that failed has left is forgotten.</summary>
    public void Begin() => _deferred.Clear();

    /// <summary>Leaves an update that is too small to be shared by threads to whoever calls <see cref="RunDeferred"/>, once, in this step.</summary>
    public void Defer(Action update) => _deferred.Add(update);

    /// <summary>Does what has been deferred.</summary>
    public void RunDeferred()
    {
        foreach (Action update in _deferred)
        {
            update();
        }

        _deferred.Clear();
    }

    private CpuParameters? State(int index) => index < states.Length ? states[index] : null;
}
