namespace Microsoft.ML.Data;

/// <summary>
/// Gives the size or the dimensions of the vectors in a member of a row class, which is an array of one dimension or a
/// <see cref="VBuffer{T}"/>. Without this attribute, the size may differ from row to row.
/// </summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property, AllowMultiple = false, Inherited = true)]
public sealed class VectorTypeAttribute : Attribute
{
    /// <summary>Vectors whose size may differ from row to row.</summary>
    public VectorTypeAttribute() => Dimensions = [];

    /// <summary>Vectors of one size.</summary>
    /// <param name="size">The number of slots; 0 where it differs from row to row.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is negative.</exception>
    public VectorTypeAttribute(int size) : this([size])
    {
    }

    /// <summary>Vectors that stand for tensors; the last dimension varies fastest.</summary>
    /// <param name="dimensions">The dimensions; 0 for one that differs from row to row.</param>
    /// <exception cref="ArgumentOutOfRangeException">A dimension is negative.</exception>
    public VectorTypeAttribute(params int[] dimensions)
    {
        ArgumentNullException.ThrowIfNull(dimensions);
        foreach (int dimension in dimensions)
        {
            if (dimension < 0)
                throw new ArgumentOutOfRangeException(nameof(dimensions), dimension, "A dimension must be 0 (unknown) or more.");
        }
        Dimensions = dimensions;
    }

    internal int[] Dimensions { get; }
}
