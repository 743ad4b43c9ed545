using System.Collections.Immutable;

namespace MLNetDeep.Neural.Validation;

/// <summary>Functions on shapes. A shape lists dimensions of 1 or more, outermost first.</summary>
internal static class Shapes
{
    /// <summary>Returns the number of elements: the product of the dimensions.</summary>
    /// <exception cref="ArgumentException">A dimension is below 1, or the product exceeds the maximum length of an array.</exception>
    public static int Size(ImmutableArray<int> shape, string name)
    {
        if (shape.IsDefaultOrEmpty)
        {
            throw new ArgumentException($"{name} has no dimensions; accepted: one or more, each 1 or more.", name);
        }

        long size = 1;
        foreach (int dimension in shape)
        {
            Guard.Accept(dimension >= 1, dimension, name, "dimensions of 1 or more");
            size *= dimension;
            if (size > Array.MaxLength)
            {
                throw new ArgumentException($"{name} {Text(shape)} has more than {Array.MaxLength} elements.", name);
            }
        }

        return (int)size;
    }

    /// <summary>Formats a shape as <c>[128, 784]</c>.</summary>
    public static string Text(ImmutableArray<int> shape) => $"[{string.Join(", ", shape)}]";
}
