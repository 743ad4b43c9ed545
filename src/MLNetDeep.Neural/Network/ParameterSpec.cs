using System.Collections.Immutable;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>The name and shape of one tensor of a network: trained weights, or the running means of a normalization. Compared by value.</summary>
/// <remarks>
/// Names and shapes are those of PyTorch's <c>nn.Sequential</c>: <c>1.weight</c> [units, inputs] and <c>1.bias</c> [units], where 1 is the
/// layer's position in <see cref="NetworkSpec.Layers"/>, counted from 0.
/// <see cref="BatchNormalization"/> has, besides <c>weight</c> (γ) and <c>bias</c> (β), <c>running_mean</c> and <c>running_var</c>.
/// </remarks>
public sealed record ParameterSpec
{
    internal ParameterSpec(
        int position, ParameterRole role, ImmutableArray<int> shape, Initializer initializer, int fanIn, int fanOut)
    {
        Name = $"{position}.{Suffix(role)}";
        Size = Shapes.Size(shape, Name);
        Position = position;
        Role = role;
        Shape = shape;
        Initializer = initializer;
        FanIn = fanIn;
        FanOut = fanOut;
    }

    /// <summary>The layer's position, a dot, and <c>weight</c>, <c>bias</c>, <c>running_mean</c> or <c>running_var</c>.</summary>
    public string Name { get; }

    /// <summary>Outermost dimension first; values are stored row by row.</summary>
    public ImmutableArray<int> Shape { get; }

    /// <summary>The number of values: the product of <see cref="Shape"/>.</summary>
    public int Size { get; }

    /// <summary>How the values begin.</summary>
    public Initializer Initializer { get; }

    /// <summary>Whether the optimizer changes the values. False for running means, which follow the batches.</summary>
    public bool IsTrainable => Role is ParameterRole.Weight or ParameterRole.Bias;

    /// <summary>The layer's position in the network.</summary>
    internal int Position { get; }

    internal ParameterRole Role { get; }

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

    private static string Suffix(ParameterRole role) => role switch
    {
        ParameterRole.Weight => "weight",
        ParameterRole.Bias => "bias",
        ParameterRole.RunningMean => "running_mean",
        _ => "running_var",
    };
}
