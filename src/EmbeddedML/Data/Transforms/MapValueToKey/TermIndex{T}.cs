namespace Microsoft.ML.Transforms;

/// <summary>The keys of values: 1 for the first that was added, 2 for the second, and so on.</summary>
/// <typeparam name="T">The raw type of the values.</typeparam>
internal abstract class TermIndex<T>
{
    /// <summary>The values in the order of their keys.</summary>
    public List<T> Values { get; } = [];

    /// <param name="capacity">How many values are expected.</param>
    public static TermIndex<T> Create(int capacity = 0)
        => typeof(T) == typeof(ReadOnlyMemory<char>)
            ? (TermIndex<T>)(object)new TextTermIndex(capacity)
            : new PlainTermIndex<T>(capacity);

    /// <summary>The key of a value, or 0.</summary>
    public abstract uint Find(T value);

    /// <summary>The keys of many values, each 0 where there is none.</summary>
    /// <param name="values">The values.</param>
    /// <param name="keys">Where to put their keys; as long.</param>
    public abstract void Find(ReadOnlySpan<T> values, Span<uint> keys);

    /// <summary>Adds a value, unless it is there. That of a text is copied: it may belong to a buffer that is used again.</summary>
    public abstract bool TryAdd(T value);
}
