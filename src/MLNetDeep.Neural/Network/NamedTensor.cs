using System.Collections.Immutable;
using System.Numerics.Tensors;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>A named array of floats with a shape. Holds weights, gradients or optimizer state.</summary>
public sealed class NamedTensor
{
    /// <summary>Creates a tensor over <paramref name="values"/>, without copying the array.</summary>
    /// <param name="name">The name. For the weights of a network: <see cref="ParameterSpec.Name"/>.</param>
    /// <param name="shape">The shape, outermost dimension first.</param>
    /// <param name="values">The values in row-major order: the last dimension is contiguous.</param>
    /// <exception cref="ArgumentException">The number of values is not the product of the dimensions.</exception>
    public NamedTensor(string name, ImmutableArray<int> shape, float[] values)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(values);
        int size = Shapes.Size(shape, name);
        if (values.Length != size)
        {
            throw new ArgumentException(
                $"{name} has the shape {Shapes.Text(shape)} and {values.Length} values; expected {size}.", nameof(values));
        }

        Name = name;
        Shape = shape;
        Values = values;
    }

    /// <summary>The name. For the weights of a network: <see cref="ParameterSpec.Name"/>.</summary>
    public string Name { get; }

    /// <summary>The shape, outermost dimension first.</summary>
    public ImmutableArray<int> Shape { get; }

    /// <summary>The array that was passed to the constructor, with the values in row-major order.</summary>
    public float[] Values { get; }

    /// <summary>Returns the name and shape, as in <c>0.weight [10, 784]</c>.</summary>
    public override string ToString() => $"{Name} {Shapes.Text(Shape)}";

    /// <summary>Whether no value is NaN or infinite.</summary>
    internal bool IsFinite => TensorPrimitives.IsFiniteAll<float>(Values);

    /// <summary>Returns whether the other tensor has the same name, shape and values.</summary>
    internal bool HasContentOf(NamedTensor other) =>
        Name == other.Name && ValueArrays.Equal(Shape, other.Shape) && Values.AsSpan().SequenceEqual(other.Values);

    internal NamedTensor Copy() => new(Name, Shape, [.. Values]);
}
