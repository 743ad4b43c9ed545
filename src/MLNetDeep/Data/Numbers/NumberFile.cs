using System.Collections.Immutable;

namespace MLNetDeep.Data;

/// <summary>
/// Items of numbers in a binary file: a header, then the numbers of all items, in row-major order and without gaps.
/// </summary>
internal abstract class NumberFile
{
    /// <param name="place">The file, and the entry in it if there is one, for error messages.</param>
    /// <param name="type">The type of the numbers.</param>
    /// <param name="dimensions">The number of items, then the dimensions of an item.</param>
    /// <param name="headerLength">The number of bytes before the first item.</param>
    protected NumberFile(string place, NumberType type, ImmutableArray<int> dimensions, int headerLength)
    {
        Place = place;
        Type = type;
        Count = dimensions[0];
        ItemShape = dimensions.RemoveAt(0);
        ItemLength = ItemShape.Aggregate(1, (product, size) => checked(product * size));
        ItemSize = checked(ItemLength * type.Size);
        HeaderLength = headerLength;
    }

    /// <summary>The file, and the entry in it if there is one, for error messages.</summary>
    public string Place { get; }

    /// <summary>The type of the numbers.</summary>
    public NumberType Type { get; }

    /// <summary>The number of items.</summary>
    public int Count { get; }

    /// <summary>The dimensions of one item; empty if an item is a single number.</summary>
    public ImmutableArray<int> ItemShape { get; }

    /// <summary>Where in the file the number of items stands, for error messages; empty if it has no offset.</summary>
    public virtual string CountPlace => "";

    /// <summary>The number of numbers in an item.</summary>
    public int ItemLength { get; }

    /// <summary>The size of one item, in bytes.</summary>
    public int ItemSize { get; }

    /// <summary>The number of bytes before the first item.</summary>
    public int HeaderLength { get; }

    /// <summary>Opens the file for reading, before the first item.</summary>
    public ItemReader ReadItems() => new(this);

    /// <summary>Opens the file at its start.</summary>
    /// <param name="owner">What to dispose after the stream.</param>
    /// <param name="isSlow">Whether reading takes so long that it is worth a thread, as decompressing does.</param>
    internal abstract Stream OpenStream(out IDisposable owner, out bool isSlow);
}
