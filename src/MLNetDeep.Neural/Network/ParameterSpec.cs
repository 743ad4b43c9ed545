using System.Collections.Immutable;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>The description of one tensor of a network: its name, its shape and how it is trained.</summary>
/// <remarks>
/// The tensor is a trained parameter, or a statistic of the batches such as the running mean of a normalization. Instances are compared by
/// value. Names and shapes are those of PyTorch's <c>nn.Sequential</c>: <c>1.weight</c> [units, inputs] and <c>1.bias</c> [units], where 1
/// is the layer's index in <see cref="NetworkSpec.Layers"/>, counted from 0.
/// </remarks>
public sealed record ParameterSpec
{
    /// <summary>Creates a parameter of a layer that is not yet part of a network.</summary>
    /// <param name="name">The name within the layer.</param>
    /// <param name="shape">The shape, outermost dimension first.</param>
    /// <param name="initializer">The initializer of the values.</param>
    /// <param name="fanIn">The number of inputs of one unit.</param>
    /// <param name="fanOut">The number of outputs that depend on one input.</param>
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

    /// <summary>The shape, outermost dimension first; values are stored row by row.</summary>
    public ImmutableArray<int> Shape { get; }

    /// <summary>The number of values: the product of <see cref="Shape"/>.</summary>
    public int Size { get; }

    /// <summary>The initializer of the values.</summary>
    public Initializer Initializer { get; }

    /// <summary>The number of inputs of one unit, which scales some initializers.</summary>
    public int FanIn { get; }

    /// <summary>The number of outputs that depend on one input, which scales some initializers.</summary>
    public int FanOut { get; }

    /// <summary>Whether the optimizer updates the values.</summary>
    /// <remarks>Default true; false for running statistics, which each training step updates from its batch.</remarks>
    public bool IsTrainable { get; internal init; } = true;

    /// <summary>The penalty on the values, which is part of the loss; null for none.</summary>
    public Regularizer? Regularizer { get; internal init; }

    /// <summary>The maximum Euclidean norm of the weights of each unit (a row of <see cref="Shape"/>); null for no limit.</summary>
    /// <remarks>After each step, weights with a larger norm are scaled down to this norm.</remarks>
    public double? MaxNorm { get; internal init; }

    /// <summary>The index of the layer in <see cref="NetworkSpec.Layers"/>.</summary>
    public int LayerIndex { get; private init; }

    /// <summary>Returns a copy of the parameter for the layer at the given index of a network.</summary>
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
