using System.Collections.Immutable;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>Values with a name and a shape: a weight, a gradient or a tensor of an optimizer's state.</summary>
public sealed class NamedTensor
{
    /// <summary>Creates a tensor that uses <paramref name="values"/> without copying it.</summary>
    /// <param name="name">The name; for the weights of a network, <see cref="ParameterSpec.Name"/>.</param>
    /// <param name="shape">The shape, outermost dimension first.</param>
    /// <param name="values">The values, row by row: the last dimension is contiguous.</param>
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

    /// <summary>The name; for the weights of a network, <see cref="ParameterSpec.Name"/>.</summary>
    public string Name { get; }

    /// <summary>The shape, outermost dimension first.</summary>
    public ImmutableArray<int> Shape { get; }

    /// <summary>The values, row by row, in the array that was passed to the constructor.</summary>
    public float[] Values { get; }

    /// <summary>Returns the name and shape, as in <c>0.weight [10, 784]</c>.</summary>
    public override string ToString() => $"{Name} {Shapes.Text(Shape)}";

    internal NamedTensor Copy() => new(Name, Shape, [.. Values]);
}
