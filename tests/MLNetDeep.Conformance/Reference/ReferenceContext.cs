using System.Collections.Immutable;
using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

/// <summary>The inputs of a reference layer besides its rows.</summary>
/// <param name="InputShape">The shape of one input row of the layer.</param>
/// <param name="Parameters">The layer's parameters, in the order of its specification.</param>
/// <param name="Training">Whether the layer runs in training mode rather than in inference.</param>
/// <param name="KinkSeen">Called with |z| for each input z of a function with a kink at 0, such as ReLU.</param>
internal sealed record ReferenceContext(ImmutableArray<int> InputShape, double[][] Parameters, bool Training, Action<double> KinkSeen)
{
    /// <summary>Applies an activation to one row and reports inputs of functions with a kink.</summary>
    public double[] Activate(Activation activation, double[] sums)
    {
        if (activation is Relu or LeakyRelu or Elu)
        {
            KinkSeen(sums.Min(Math.Abs));
        }

        if (activation is Softmax)
        {
            double largest = sums.Max();
            double total = sums.Sum(sum => Math.Exp(sum - largest));
            return [.. sums.Select(sum => Math.Exp(sum - largest) / total)];
        }

        return [.. sums.Select(z => ReferenceActivation.Value(activation, z))];
    }
}
