using System.Collections.Immutable;
using MLNetDeep.Neural;
using static TorchSharp.torch;

namespace MLNetDeep.TorchSharp;

/// <summary>What a layer is created from: its position in the network, its parameters and the device.</summary>
/// <param name="Index">The layer's index in the network.</param>
/// <param name="Parameters">The parameters of the network.</param>
/// <param name="Device">The device.</param>
internal sealed record TorchLayerContext(int Index, TorchParameters Parameters, TorchDevice Device)
{
    /// <summary>The shape of one input row.</summary>
    public ImmutableArray<int> InputShape => Parameters.Spec.InputShapeOf(Index);

    /// <summary>Returns a parameter of the layer.</summary>
    /// <param name="name">The parameter's name within the layer.</param>
    public Tensor Parameter(string name) =>
        FindParameter(name) ?? throw new InvalidOperationException($"Layer {Index} has no parameter '{name}'.");

    /// <summary>Returns a parameter of the layer; null if the layer does not have it.</summary>
    /// <param name="name">The parameter's name within the layer.</param>
    public Tensor? FindParameter(string name) => IndexOf(name) is >= 0 and int index ? Parameters[index] : null;

    /// <summary>Returns the index in the network of a parameter of the layer; -1 if the layer does not have it.</summary>
    /// <param name="name">The parameter's name within the layer.</param>
    public int IndexOf(string name)
    {
        for (int i = 0; i < Parameters.Spec.Parameters.Length; i++)
        {
            ParameterSpec parameter = Parameters.Spec.Parameters[i];
            if (parameter.LayerIndex == Index && parameter.LocalName == name)
            {
                return i;
            }
        }

        return -1;
    }
}
