using System.Collections.Immutable;
using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// The data from which a layer is created: its position in the network, its parameters, its input, the kernels and the threads.
/// </summary>
internal sealed class LayerContext
{
    /// <summary>The layer's index in the network.</summary>
    public required int Index { get; init; }

    /// <summary>The plan of the network.</summary>
    public required CpuPlan Plan { get; init; }

    /// <summary>The output of the previous layer, or the network's <see cref="BatchInput"/> for the first layer that runs.</summary>
    public required Activations Input { get; init; }

    /// <summary>The network's parameters.</summary>
    public required CpuParameters Parameters { get; init; }

    /// <summary>The kernels.</summary>
    public required KernelSet Kernels { get; init; }

    /// <summary>The threads.</summary>
    public required ThreadTeam Team { get; init; }

    /// <summary>The seed of the random numbers in training.</summary>
    public required int Seed { get; init; }

    /// <summary>
    /// The network's layers on the first thread, if two threads run each step together and this is the second; otherwise null.
    /// </summary>
    public required LayerStack? Partner { get; init; }

    /// <summary>The shape of one input row.</summary>
    public ImmutableArray<int> InputShape => Plan.Spec.InputShapeOf(Index);

    /// <summary>The shape of one output row.</summary>
    public ImmutableArray<int> OutputShape => Plan.Spec.LayerShapes[Index];

    /// <summary>Returns a parameter of the layer.</summary>
    /// <param name="name">The parameter's name within the layer.</param>
    public LayerParameter Parameter(string name) =>
        FindParameter(name) ?? throw new InvalidOperationException($"Layer {Index} has no parameter '{name}'.");

    /// <summary>Returns a parameter of the layer; null if the layer does not have the parameter.</summary>
    /// <param name="name">The parameter's name within the layer.</param>
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
