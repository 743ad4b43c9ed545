using System.Collections.Immutable;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>The name and shape of one trained tensor of a network. Compared by value.</summary>
/// <remarks>
/// Names and shapes are those of PyTorch's <c>nn.Sequential</c>: <c>1.weight</c> [units, inputs] and <c>1.bias</c> [units], where 1 is the
/// layer's position in <see cref="NetworkSpec.Layers"/>, counted from 0.
/// </remarks>
public sealed record ParameterSpec
{
    internal ParameterSpec(string name, ImmutableArray<int> shape, Initializer initializer, int fanIn, int fanOut)
    {
        Size = Shapes.Size(shape, name);
        Name = name;
        Shape = shape;
        Initializer = initializer;
        FanIn = fanIn;
        FanOut = fanOut;
    }

    /// <summary>The layer's position, a dot, and <c>weight</c> or <c>bias</c>.</summary>
    public string Name { get; }

    /// <summary>Outermost dimension first; values are stored row by row.</summary>
    public ImmutableArray<int> Shape { get; }

    /// <summary>The number of values: the product of <see cref="Shape"/>.</summary>
    public int Size { get; }

    /// <summary>How the values begin.</summary>
    public Initializer Initializer { get; }

    internal int FanIn { get; }

    internal int FanOut { get; }

    /// <summary>Compares by value.</summary>
    public bool Equals(ParameterSpec? other) =>
        other is not null && Name == other.Name && ValueArrays.Equal(Shape, other.Shape) && Initializer == other.Initializer;

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.Add(Name);
        ValueArrays.AddTo(ref hash, Shape);
        return hash.ToHashCode();
    }
}
