using System.Collections.Immutable;

namespace MLNetDeep.Neural.Validation;

/// <summary>An immutable array that is compared by content. A record with a field of this type is compared by value.</summary>
/// <typeparam name="T">The type of the items, which are compared by their own equality.</typeparam>
/// <param name="items">The items; a default array counts as empty.</param>
internal readonly struct ValueArray<T>(ImmutableArray<T> items) : IEquatable<ValueArray<T>>
{
    private readonly ImmutableArray<T> _items = items;

    /// <summary>The items.</summary>
    public ImmutableArray<T> Items => _items.IsDefault ? [] : _items;

    /// <inheritdoc/>
    public bool Equals(ValueArray<T> other) => ValueArrays.Equal(_items, other._items);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ValueArray<T> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        ValueArrays.AddTo(ref hash, Items);
        return hash.ToHashCode();
    }
}
