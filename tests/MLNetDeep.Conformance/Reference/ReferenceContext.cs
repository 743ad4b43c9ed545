using System.Collections.Immutable;
using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

/// <summary>What a reference layer computes with.</summary>
/// <param name="InputShape">The shape of one row before the layer.</param>
/// <param name="Parameters">The layer's parameters, in the order of its specification.</param>
/// <param name="Training">Whether in training.</param>
/// <param name="KinkSeen">Is told |z| of a function with a kink at 0, which finite differences must not step over.</param>
internal sealed record ReferenceContext(ImmutableArray<int> InputShape, double[][] Parameters, bool Training, Action<double> KinkSeen)
{
    /// <summary>An activation of one row.</summary>
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
