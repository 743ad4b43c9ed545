using System.Collections.Immutable;
using System.Text;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>A tensor of a <see cref="ModuleLayer"/>: its name in the module and its shape.</summary>
/// <remarks>Instances are compared by value.</remarks>
public sealed record ModuleTensor
{
    private readonly ValueArray<int> _shape;

    /// <summary>Describes a tensor.</summary>
    /// <param name="name">See <see cref="Name"/>.</param>
    /// <param name="shape">See <see cref="Shape"/>.</param>
    /// <param name="isTrainable">See <see cref="IsTrainable"/>.</param>
    /// <exception cref="ArgumentException">The name is empty, there is no dimension, or a dimension is below 1.</exception>
    public ModuleTensor(string name, ImmutableArray<int> shape, bool isTrainable)
    {
        Name = Guard.Name(name, nameof(Name));
        Shapes.Size(shape, name);
        _shape = new(shape);
        IsTrainable = isTrainable;
    }

    /// <summary>The name that the tensor has in the module: <c>conv1.weight</c>.</summary>
    public string Name { get; }

    /// <summary>The shape, outermost dimension first: one dimension or more, each 1 or more.</summary>
    public ImmutableArray<int> Shape => _shape.Items;

    /// <summary>Whether the optimizer updates the tensor. False for buffers, such as running means, and for frozen parameters.</summary>
    public bool IsTrainable { get; }

    private bool PrintMembers(StringBuilder builder) => RecordText.Append(builder, this);
}
