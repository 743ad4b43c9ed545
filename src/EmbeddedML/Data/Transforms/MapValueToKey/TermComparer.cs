using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>How values are told apart and ordered when they are mapped to keys.</summary>
internal static class TermComparer<T>
{
    /// <summary>Tells values apart; texts by their characters.</summary>
    public static IEqualityComparer<T> Instance { get; } =
        typeof(T) == typeof(ReadOnlyMemory<char>) ? (IEqualityComparer<T>)(object)new TextComparer() : EqualityComparer<T>.Default;

    /// <summary>Ascending order; texts by the codes of their characters.</summary>
    public static IComparer<T> Order { get; } =
        typeof(T) == typeof(ReadOnlyMemory<char>) ? (IComparer<T>)(object)new TextComparer() : Comparer<T>.Default;

    /// <summary>What tells the values that get no key; null where all get one.</summary>
    public static Predicate<T>? IsMissing(DataViewType type)
        => typeof(T) == typeof(ReadOnlyMemory<char>)
            ? (Predicate<T>)(Delegate)(Predicate<ReadOnlyMemory<char>>)(static text => text.IsEmpty)
            : MissingValues.Predicate<T>(type);

    private sealed class TextComparer : IEqualityComparer<ReadOnlyMemory<char>>, IComparer<ReadOnlyMemory<char>>
    {
        public bool Equals(ReadOnlyMemory<char> x, ReadOnlyMemory<char> y) => x.Span.SequenceEqual(y.Span);

        public int GetHashCode(ReadOnlyMemory<char> text) => string.GetHashCode(text.Span);

        public int Compare(ReadOnlyMemory<char> x, ReadOnlyMemory<char> y) => x.Span.SequenceCompareTo(y.Span);
    }
}
