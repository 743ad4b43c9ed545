using System.Collections.Immutable;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>Values with a name and a shape: a weight, a gradient, or a part of an optimizer's state.</summary>
public sealed class NamedTensor
{
    /// <summary>Makes a tensor over <paramref name="values"/>, which is kept, not copied.</summary>
    /// <param name="name">For the weights of a network, the <see cref="ParameterSpec.Name"/>.</param>
    /// <param name="shape">Outermost dimension first.</param>
    /// <param name="values">Row by row: the last dimension is contiguous.</param>
    /// <exception cref="ArgumentException">The number of values is not the product of the shape.</exception>
    public NamedTensor(string name, ImmutableArray<int> shape, float[] values)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(values);
        int size = Shapes.Size(shape, name);
        if (values.Length != size)
        {
            throw new ArgumentException($"{name} has the shape {Shapes.Text(shape)} and {values.Length} values; expected {size}.", nameof(values));
        }

        Name = name;
        Shape = shape;
        Values = values;
    }

    /// <summary>What the values are; <see cref="ParameterSpec.Name"/> for weights.</summary>
    public string Name { get; }

    /// <summary>Outermost dimension first.</summary>
    public ImmutableArray<int> Shape { get; }

    /// <summary>The values, row by row. The array belongs to whoever made the tensor.</summary>
    public float[] Values { get; }

    /// <summary>The name and shape, as <c>0.weight [10, 784]</c>.</summary>
    public override string ToString() => $"{Name} {Shapes.Text(Shape)}";

    internal NamedTensor Copy() => new(Name, Shape, [.. Values]);
}
