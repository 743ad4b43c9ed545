using System.Collections.Immutable;
using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>What a layer is made from: its place in the network, its parameters, its input, and who does the work.</summary>
internal sealed class LayerContext
{
    /// <summary>The layer's index in the network.</summary>
    public required int Index { get; init; }

    /// <summary>What runs of the network.</summary>
    public required CpuPlan Plan { get; init; }

    /// <summary>The output of the layer before; or the batch's input, a <see cref="BatchInput"/>, for the first layer that runs.</summary>
    public required Activations Input { get; init; }

    /// <summary>The network's parameters.</summary>
    public required CpuParameters Parameters { get; init; }

    /// <summary>The arithmetic.</summary>
    public required KernelSet Kernels { get; init; }

    /// <summary>The threads.</summary>
    public required ThreadTeam Team { get; init; }

    /// <summary>What random numbers in training are drawn from.</summary>
    public required int Seed { get; init; }

    /// <summary>The same network's layers on another thread, where two threads take each step together; otherwise null.</summary>
    public required LayerStack? Partner { get; init; }

    /// <summary>The shape of one row before the layer.</summary>
    public ImmutableArray<int> InputShape => Plan.Spec.InputShapeOf(Index);

    /// <summary>The shape of one row after the layer.</summary>
    public ImmutableArray<int> OutputShape => Plan.Spec.LayerShapes[Index];

    /// <summary>A parameter of the layer.</summary>
    /// <param name="name">Its name within the layer.</param>
    public LayerParameter Parameter(string name) =>
        FindParameter(name) ?? throw new InvalidOperationException($"Layer {Index} has no parameter '{name}'.");

    /// <summary>A parameter of the layer; null where the layer does not have it.</summary>
    /// <param name="name">Its name within the layer.</param>
    public LayerParameter? FindParameter(string name)
    {
        for (int i = 0; i < Plan.Spec.Parameters.Length; i++)
        {
            ParameterSpec parameter = Plan.Spec.Parameters[i];
            if (parameter.LayerIndex == Index && parameter.LocalName == name)
            {
                return new LayerParameter(i, Parameters[i]);
            }
        }

        return null;
    }
}
