using System.Collections.Immutable;

namespace MLNetDeep.Neural;

/// <summary>Which parameters of a network take tensors of <see cref="PretrainedWeights"/>, and which do not. Made by <see cref="PretrainedWeights.Match"/>.</summary>
public sealed class PretrainedMatch
{
    internal PretrainedMatch(
        ImmutableArray<string> taken, ImmutableArray<string> missing, ImmutableArray<string> otherShapes, ImmutableArray<string> unused)
    {
        Taken = taken;
        Missing = missing;
        OtherShapes = otherShapes;
        Unused = unused;
    }

    /// <summary>The parameters that take a tensor, in the order of the network.</summary>
    public ImmutableArray<string> Taken { get; }

    /// <summary>The parameters without a tensor of their name: they start with random weights.</summary>
    public ImmutableArray<string> Missing { get; }

    /// <summary>The parameters whose tensors have other shapes, as the last layer for other classes: they start with random weights.</summary>
    public ImmutableArray<string> OtherShapes { get; }

    /// <summary>
    /// The tensors that no parameter has the name of, in alphabetical order. Tensors of whole numbers or without dimensions, of which a file's values
    /// are not read, are among them.
    /// </summary>
    public ImmutableArray<string> Unused { get; }

    /// <summary>Returns all names.</summary>
    public override string ToString() =>
        $"taken: {List(Taken)}; without a tensor: {List(Missing)}; of another shape: {List(OtherShapes)}; tensors without a parameter: {List(Unused)}";

    private static string List(ImmutableArray<string> names) => names.IsEmpty ? "none" : string.Join(", ", names);
}
