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

    /// <summary>
    /// Computes layers in sequence: those of a network, or some in this layer. What lies beyond the lengths of the rows becomes 0 after each.
    /// </summary>
    /// <param name="layers">The layers.</param>
    /// <param name="rows">The inputs.</param>
    /// <param name="parameters">The parameters of the layers, one layer after another.</param>
    public double[][] Chain(IEnumerable<PlacedLayer> layers, double[][] rows, IEnumerable<double[]> parameters)
    {
        int[]? lengths = Lengths;
        foreach (PlacedLayer layer in layers)
        {
            int count = layer.Spec.Parameters(layer.InputShape).Length;
            ReferenceContext own = this with
            {
                Place = layer,
                Parameters = [.. parameters.Take(count)],
                Lengths = lengths,
                IsFrozen = IsFrozen || !layer.Spec.Trainable,
            };
            parameters = parameters.Skip(count);
            rows = ReferenceLayer.Of(layer.Spec).Outputs(layer.Spec, rows, own);
            lengths = lengths?.Select(layer.OutputLength).OfType<int>().ToArray() is { Length: > 0 } after ? after : null;
            rows = ClearBeyond(rows, lengths, layer.OutputShape[0]);
        }

        return rows;
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
