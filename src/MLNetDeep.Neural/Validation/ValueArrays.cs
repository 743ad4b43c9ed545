using System.Collections.Immutable;

namespace MLNetDeep.Neural.Validation;

/// <summary>Equality and hash codes by content for immutable arrays, which records otherwise compare by reference.</summary>
internal static class ValueArrays
{
    /// <summary>Whether two arrays have equal items.</summary>
    public static bool Equal<T>(ImmutableArray<T> left, ImmutableArray<T> right) =>
        left.AsSpan().SequenceEqual(right.AsSpan());

    /// <summary>Adds the items of an array to a hash code.</summary>
    public static void AddTo<T>(ref HashCode hash, ImmutableArray<T> items)
    {
        foreach (T item in items)
        {
            hash.Add(item);
        }
    }
}
