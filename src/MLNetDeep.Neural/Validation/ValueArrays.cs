using System.Collections.Immutable;

namespace MLNetDeep.Neural.Validation;

/// <summary>Equality by content for the immutable arrays inside records, whose own equality compares references.</summary>
internal static class ValueArrays
{
    public static bool Equal<T>(ImmutableArray<T> left, ImmutableArray<T> right) =>
        left.AsSpan().SequenceEqual(right.AsSpan());

    public static void AddTo<T>(ref HashCode hash, ImmutableArray<T> items)
    {
        foreach (T item in items)
        {
            hash.Add(item);
        }
    }
}
