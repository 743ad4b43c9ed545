using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>What is done with the gradients of a step: where they are applied or stored, and how.</summary>
/// <param name="target">The weights; or for <see cref="UpdateKind.Store"/>, where the gradients go.</param>
/// <param name="states">The optimizer's states, up to three; null where it has none.</param>
internal sealed unsafe class CpuUpdate(CpuParameters target, params CpuParameters?[] states)
{
    private readonly List<Action> _deferred = [];

    /// <summary>The numbers of the present step. The addresses of the states are filled in for each parameter.</summary>
    public UpdateArguments Arguments { get; set; }

    /// <summary>Whether layers may leave small updates to <see cref="RunDeferred"/>. Default true.</summary>
    public bool AllowsDeferring { get; init; } = true;

    /// <summary>An update that stores gradients in <paramref name="gradients"/>.</summary>
    /// <param name="gradients">Where they go.</param>
    /// <param name="allowsDeferring">See <see cref="AllowsDeferring"/>.</param>
    public static CpuUpdate Store(CpuParameters gradients, bool allowsDeferring) => new(gradients)
    {
        Arguments = new UpdateArguments { Kind = UpdateKind.Store },
        AllowsDeferring = allowsDeferring,
    };

    /// <summary>The values of a parameter that the update changes.</summary>
    public float* Target(int parameter) => target[parameter].Pointer;

    /// <summary>The arguments for a parameter, with the addresses of its states.</summary>
    public UpdateArguments For(int parameter)
    {
        UpdateArguments arguments = Arguments;
        arguments.First = State(0, parameter);
        arguments.Second = State(1, parameter);
        arguments.Third = State(2, parameter);
        return arguments;
    }

    /// <summary>Begins a step: what a failed step has left is forgotten.</summary>
    public void Begin() => _deferred.Clear();

    /// <summary>Leaves an update that is too small to be shared by threads to whoever calls <see cref="RunDeferred"/>, once in this step.</summary>
    public void Defer(Action update) => _deferred.Add(update);

    /// <summary>Runs what has been deferred.</summary>
    public void RunDeferred()
    {
        foreach (Action update in _deferred)
        {
            update();
        }

        _deferred.Clear();
    }

    private float* State(int index, int parameter) =>
        index < states.Length && states[index] is { } state ? state[parameter].Pointer : null;
}
