using System.Collections.Immutable;
using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

/// <summary>The inputs of a reference layer besides its rows.</summary>
/// <param name="Place">The layer, with the shapes of its rows.</param>
/// <param name="Parameters">The layer's parameters, in the order of its specification.</param>
/// <param name="Lengths">The number of used positions of each input row, if they are sequences with lengths; otherwise null.</param>
/// <param name="Training">Whether the layer runs in training mode rather than in inference.</param>
/// <param name="KinkSeen">Called with |z| for each input z of a function with a kink at 0, such as ReLU.</param>
internal sealed record ReferenceContext(
    PlacedLayer Place, double[][] Parameters, int[]? Lengths, bool Training, Action<double> KinkSeen)
{
    /// <summary>The shape of one input row of the layer.</summary>
    public ImmutableArray<int> InputShape => Place.InputShape;

    /// <summary>The shape of one output row of the layer.</summary>
    public ImmutableArray<int> OutputShape => Place.OutputShape;

    /// <summary>Whether the layer, or the layer that contains it, is frozen.</summary>
    public bool IsFrozen { get; init; }

    /// <summary>Computes layers in this layer, one after another. What lies beyond the lengths of the rows becomes 0 after each.</summary>
    /// <param name="layers">The layers.</param>
    /// <param name="rows">The inputs.</param>
    /// <param name="parameters">The parameters of the layers, one layer after another.</param>
    public double[][] Chain(IEnumerable<PlacedLayer> layers, double[][] rows, IEnumerable<double[]> parameters)
    {
        ReferenceRows current = new(rows, Lengths);
        double[][] all = [.. parameters];
        int first = 0;
        foreach (PlacedLayer layer in layers)
        {
            int end = first + layer.Spec.Parameters(layer.InputShape).Length;
            current = Apply(current, this with { Place = layer, Parameters = all[first..end], Lengths = current.Lengths });
            first = end;
        }

        return current.Values;
    }

    /// <summary>Computes one layer. What lies beyond the lengths of the rows becomes 0.</summary>
    /// <param name="rows">The inputs.</param>
    /// <param name="context">The layer and what it needs besides its rows.</param>
    public static ReferenceRows Apply(ReferenceRows rows, ReferenceContext context)
    {
        PlacedLayer layer = context.Place;
        context = context with { IsFrozen = context.IsFrozen || !layer.Spec.Trainable };
        double[][] outputs = ReferenceLayer.Of(layer.Spec).Outputs(layer.Spec, rows.Values, context);
        int[]? lengths = rows.Lengths?.Select(layer.OutputLength).OfType<int>().ToArray() is { Length: > 0 } after ? after : null;
        return new(ClearBeyond(outputs, lengths, layer.OutputShape[0]), lengths);
    }

    /// <summary>Returns the rows with 0 beyond their lengths.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="lengths">The number of used positions of each row; null if all are used.</param>
    /// <param name="positions">The number of positions in a row.</param>
    public static double[][] ClearBeyond(double[][] rows, int[]? lengths, int positions) => lengths is null
        ? rows
        : [.. rows.Zip(lengths, (row, length) => row.Select((value, i) => i < length * (row.Length / positions) ? value : 0).ToArray())];

    /// <summary>Applies an activation to one row and reports inputs of functions with a kink.</summary>
    public double[] Activate(Activation activation, double[] sums)
    {
        if (activation is Relu or LeakyRelu or Elu)
        {
            double nearest = double.PositiveInfinity;
            foreach (double sum in sums)
            {
                nearest = Math.Min(nearest, Math.Abs(sum));
            }

            KinkSeen(nearest);
        }

        if (activation is Softmax)
        {
            double largest = sums.Max();
            double[] powers = Array.ConvertAll(sums, sum => Math.Exp(sum - largest));
            double total = powers.Sum();
            return Array.ConvertAll(powers, power => power / total);
        }

        return activation is Linear ? sums : Array.ConvertAll(sums, z => ReferenceActivation.Value(activation, z));
    }
}
