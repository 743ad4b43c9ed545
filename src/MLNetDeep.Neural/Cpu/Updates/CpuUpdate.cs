using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>The parameter update of one step: either applies the gradients to the weights or stores the gradients.</summary>
/// <param name="target">The weights to update; for <see cref="UpdateKind.Store"/>, the buffers that receive the gradients.</param>
/// <param name="states">Up to three states of the optimizer; null for a state that it does not use.</param>
internal sealed unsafe class CpuUpdate(CpuParameters target, params CpuParameters?[] states)
{
    private readonly List<Action> _deferred = [];

    /// <summary>The arguments of the current step, without state addresses; <see cref="For"/> adds those.</summary>
    public UpdateArguments Arguments { get; set; }

    /// <summary>Whether layers may defer small updates to <see cref="RunDeferred"/>; true by default.</summary>
    public bool AllowsDeferring { get; init; } = true;

    /// <summary>Creates an update that stores gradients instead of applying them.</summary>
    /// <param name="gradients">Receives the gradients.</param>
    /// <param name="allowsDeferring">See <see cref="AllowsDeferring"/>.</param>
    public static CpuUpdate Store(CpuParameters gradients, bool allowsDeferring) => new(gradients)
    {
        Arguments = new UpdateArguments { Kind = UpdateKind.Store },
        AllowsDeferring = allowsDeferring,
    };

    /// <summary>The address of the values that the update of a parameter writes.</summary>
    public float* Target(int parameter) => target[parameter].Pointer;

    /// <summary>Returns the arguments for a parameter, with the addresses of its states.</summary>
    public UpdateArguments For(int parameter)
    {
        UpdateArguments arguments = Arguments;
        arguments.SkipsZeroRows &= target.Spec.Parameters[parameter].IsLookupTable;
        arguments.FirstState = State(0, parameter);
        arguments.SecondState = State(1, parameter);
        arguments.ThirdState = State(2, parameter);
        return arguments;
    }

    /// <summary>Begins a step. Discards deferred updates of a step that failed.</summary>
    public void Begin() => _deferred.Clear();

    /// <summary>Defers an update that is too small to share among threads until the next <see cref="RunDeferred"/>.</summary>
    public void Defer(Action update) => _deferred.Add(update);

    /// <summary>Runs the deferred updates.</summary>
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
