using System.Collections.Immutable;
using MLNetDeep.Neural.Randomness;
using MLNetDeep.Neural.Serialization;

namespace MLNetDeep.Neural;

/// <summary>Creates the weights that a network has before it is trained.</summary>
internal static class InitialWeights
{
    /// <summary>Creates the weights of all layers, in the order of the parameters.</summary>
    /// <param name="spec">The architecture.</param>
    /// <param name="seed">The seed for random weights.</param>
    /// <exception cref="NotSupportedException">No registered backend has the code of a module.</exception>
    public static ImmutableArray<NamedTensor> Create(NetworkSpec spec, int seed)
    {
        IEnumerable<NamedTensor> tensors = spec.Parameters
            .Select((parameter, index) => (Parameter: parameter, Index: index))
            .Where(item => !spec.PlacedLayer(item.Parameter.LayerIndex).Find(item.Parameter).Layer.Spec.HasWeightsOfBackend)
            .Select(item => CreateTensor(item.Parameter, seed, item.Index));
        NamedTensor[] modules =
        [
            .. Enumerable.Range(0, spec.Layers.Length)
                .SelectMany(index => CreateForModules(spec.PlacedLayer(index), $"layer {index}", spec.NamePrefix(index), unchecked(seed + index))),
        ];
        return modules.Length == 0 ? [.. tensors] : WeightBinder.Bind(spec, tensors.Concat(modules));
    }

    private static NamedTensor CreateTensor(ParameterSpec parameter, int seed, int index)
    {
        float[] values = new float[parameter.Size];
        Xoshiro256 random = Seeds.Generator(seed, RandomStream.Initialization, index);
        parameter.Initializer.Fill(values, parameter.FanIn, parameter.FanOut, ref random);
        if (parameter.InitialOnes is { } ones)
        {
            values.AsSpan(ones.First, ones.Count).Fill(1);
        }

        return new NamedTensor(parameter.Name, parameter.Shape, values);
    }

    // Two layers with the same module have different weights, and the first layer has those of the seed itself.
    private static IEnumerable<NamedTensor> CreateForModules(PlacedLayer layer, string name, string prefix, int seed) =>
        layer.Spec.HasWeightsOfBackend
            ? ComputeBackends.Find(layer, name).CreateInitialWeights(layer.Spec, seed)
                .Select(tensor => new NamedTensor(prefix + tensor.Name, tensor.Shape, tensor.Values))
            : layer.NestedLayers.SelectMany(nested =>
                CreateForModules(nested, $"{name}, {nested.Name}", prefix + nested.Prefix, DropoutMasks.NestedIndex(seed, nested.Index)));
}
