using System.Collections.Immutable;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>
/// One tensor of a network: its name, its shape and how it is trained. It may be a trained parameter, or one that follows the batches, such
/// as the running mean of a normalization. Compared by value.
/// </summary>
/// <remarks>
/// Names and shapes are those of PyTorch's <c>nn.Sequential</c>: <c>1.weight</c> [units, inputs] and <c>1.bias</c> [units], where 1 is the
/// layer's index in <see cref="NetworkSpec.Layers"/>, counted from 0.
/// </remarks>
public sealed record ParameterSpec
{
    /// <summary>Makes a parameter of a layer that is not yet part of a network.</summary>
    /// <param name="name">The name within the layer.</param>
    /// <param name="shape">Outermost dimension first.</param>
    /// <param name="initializer">How the values begin.</param>
    /// <param name="fanIn">The inputs of one unit, for initializers that scale by it.</param>
    /// <param name="fanOut">The outputs that one input reaches, for initializers that scale by it.</param>
    internal ParameterSpec(string name, ImmutableArray<int> shape, Initializer initializer, int fanIn, int fanOut)
    {
        Name = name;
        LocalName = name;
        Size = Shapes.Size(shape, name);
        Shape = shape;
        Initializer = initializer;
        FanIn = fanIn;
        FanOut = fanOut;
    }

    /// <summary>The layer's index, a dot, and the name within the layer: <c>0.weight</c>.</summary>
    public string Name { get; private init; }

    /// <summary>The name within the layer: <c>weight</c>, <c>bias</c>, <c>running_mean</c>, ...</summary>
    public string LocalName { get; }

    /// <summary>Outermost dimension first; values are stored row by row.</summary>
    public ImmutableArray<int> Shape { get; }

    /// <summary>The number of values: the product of <see cref="Shape"/>.</summary>
    public int Size { get; }

    /// <summary>How the values begin.</summary>
    public Initializer Initializer { get; }

    /// <summary>The inputs of one unit, for initializers that scale by it.</summary>
    public int FanIn { get; }

    /// <summary>The outputs that one input reaches, for initializers that scale by it.</summary>
    public int FanOut { get; }

    /// <summary>Whether the optimizer changes the values. Default true; false for running statistics, which follow the batches.</summary>
    public bool IsTrainable { get; internal init; } = true;

    /// <summary>The penalty on the values, part of the loss. Default null: none.</summary>
    public Regularizer? Regularizer { get; internal init; }

    /// <summary>
    /// After each step, the values that lead into each unit (a row of <see cref="Shape"/>) are scaled down to this Euclidean length where
    /// they are longer. Default null: no limit.
    /// </summary>
    public double? MaxNorm { get; internal init; }

    /// <summary>The index of the layer in <see cref="NetworkSpec.Layers"/>.</summary>
    public int LayerIndex { get; private init; }

    /// <summary>The same parameter as part of the layer at an index of a network.</summary>
    internal ParameterSpec InLayer(int index) => this with { Name = $"{index}.{LocalName}", LayerIndex = index };

    /// <summary>Compares by value.</summary>
    public bool Equals(ParameterSpec? other) =>
        other is not null
        && Name == other.Name
        && ValueArrays.Equal(Shape, other.Shape)
        && Initializer == other.Initializer
        && IsTrainable == other.IsTrainable
        && Regularizer == other.Regularizer
        && MaxNorm == other.MaxNorm;

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.Add(Name);
        ValueArrays.AddTo(ref hash, Shape);
        return hash.ToHashCode();
    }
}
