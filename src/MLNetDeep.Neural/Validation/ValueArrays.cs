using System.Collections.Immutable;

namespace MLNetDeep.Neural.Validation;

/// <summary>Compares and hashes immutable arrays by content. Records would compare them by reference.</summary>
internal static class ValueArrays
{
    /// <summary>Returns whether two arrays have equal items.</summary>
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
