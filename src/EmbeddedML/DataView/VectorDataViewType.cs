using System.Collections.Immutable;

namespace Microsoft.ML.Data;

/// <summary>The type of vectors of primitive values, read as <see cref="VBuffer{T}"/>.</summary>
public sealed class VectorDataViewType : StructuredDataViewType
{
    /// <summary>Makes the type of vectors with one dimension.</summary>
    /// <param name="itemType">The type of each slot.</param>
    /// <param name="size">The number of slots, or 0 where it differs from row to row.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is negative.</exception>
    public VectorDataViewType(PrimitiveDataViewType itemType, int size = 0) : this(itemType, ImmutableArray.Create(size))
    {
    }

    /// <summary>Makes the type of vectors with the given dimensions; 0 stands for a dimension that differs from row to row.</summary>
    /// <param name="itemType">The type of each slot.</param>
    /// <param name="dimensions">At least one dimension, none negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">No dimension, or a negative one.</exception>
    public VectorDataViewType(PrimitiveDataViewType itemType, params int[] dimensions)
        : this(itemType, ImmutableArray.Create(dimensions))
    {
    }

    /// <summary>Makes the type of vectors with the given dimensions; 0 stands for a dimension that differs from row to row.</summary>
    /// <param name="itemType">The type of each slot.</param>
    /// <param name="dimensions">At least one dimension, none negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">No dimension, or a negative one.</exception>
    public VectorDataViewType(PrimitiveDataViewType itemType, ImmutableArray<int> dimensions) : base(RawVectorType(itemType))
    {
        if (dimensions.IsDefaultOrEmpty)
            throw new ArgumentOutOfRangeException(nameof(dimensions), "A vector type needs at least one dimension.");
        int size = 1;
        foreach (int dimension in dimensions)
        {
            if (dimension < 0)
                throw new ArgumentOutOfRangeException(nameof(dimensions), $"A dimension must be 0 (unknown) or more, but one is {dimension}.");
            size = checked(size * dimension);
        }
        ItemType = itemType;
        Dimensions = dimensions;
        Size = size;
    }

    /// <summary>The type of each slot.</summary>
    public PrimitiveDataViewType ItemType { get; }

    /// <summary>The dimensions; 0 stands for an unknown one.</summary>
    public ImmutableArray<int> Dimensions { get; }

    /// <summary>The number of slots, the product of the dimensions; 0 where it is unknown.</summary>
    public int Size { get; }

    /// <summary>Whether every row has the same number of slots.</summary>
    public bool IsKnownSize => Size > 0;

    /// <inheritdoc/>
    public override bool Equals(DataViewType? other)
        => other is VectorDataViewType vector && vector.ItemType.Equals(ItemType) && vector.Dimensions.AsSpan().SequenceEqual(Dimensions.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? other) => Equals(other as DataViewType);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(ItemType);
        foreach (int dimension in Dimensions)
            hash.Add(dimension);
        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        if (Dimensions.Length == 1)
            return Size > 0 ? $"Vector<{ItemType}, {Size}>" : $"Vector<{ItemType}>";
        return $"Vector<{ItemType}, {string.Join(", ", Dimensions.Select(d => d > 0 ? d.ToString() : "*"))}>";
    }

    private static Type RawVectorType(PrimitiveDataViewType itemType)
    {
        ArgumentNullException.ThrowIfNull(itemType);
        return RawTypes.VectorOf(itemType.RawType);
    }
}
