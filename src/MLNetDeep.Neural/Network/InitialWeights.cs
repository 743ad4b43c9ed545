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
            .Where(item => !spec.Layers[item.Parameter.LayerIndex].HasWeightsOfBackend)
            .Select(item => CreateTensor(item.Parameter, seed, item.Index));
        int[] modules = [.. Enumerable.Range(0, spec.Layers.Length).Where(index => spec.Layers[index].HasWeightsOfBackend)];
        return modules.Length == 0
            ? [.. tensors]
            : WeightBinder.Bind(spec, tensors.Concat(modules.SelectMany(index => CreateForModule(spec, index, seed))));
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
    private static IEnumerable<NamedTensor> CreateForModule(NetworkSpec spec, int index, int seed) =>
        ComputeBackends.Find(spec, index).CreateInitialWeights(spec.Layers[index], unchecked(seed + index))
            .Select(tensor => new NamedTensor(spec.NamePrefix(index) + tensor.Name, tensor.Shape, tensor.Values));
}
