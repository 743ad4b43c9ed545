namespace Microsoft.ML.Data;

/// <summary>Says from which fields of a text file's lines a member of a row class is loaded. Fields count from 0.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property, AllowMultiple = false, Inherited = true)]
public sealed class LoadColumnAttribute : Attribute
{
    /// <summary>Loads from one field.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is negative.</exception>
    public LoadColumnAttribute(int fieldIndex)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(fieldIndex);
        Sources = [new Source(fieldIndex, fieldIndex, ForceVector: false)];
    }

    /// <summary>Loads a vector from adjacent fields.</summary>
    /// <param name="start">The first field.</param>
    /// <param name="end">The last field.</param>
    /// <exception cref="ArgumentOutOfRangeException">The start is negative, or the end less than the start.</exception>
    public LoadColumnAttribute(int start, int end)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfLessThan(end, start);
        Sources = [new Source(start, end, ForceVector: true)];
    }

    /// <summary>Loads a vector from the fields given, in their order.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An index is negative.</exception>
    public LoadColumnAttribute(int[] columnIndexes)
    {
        ArgumentNullException.ThrowIfNull(columnIndexes);
        var sources = new List<Source>(columnIndexes.Length);
        foreach (int index in columnIndexes)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index, nameof(columnIndexes));
            sources.Add(new Source(index, index, ForceVector: false));
        }
        Sources = sources;
    }

    internal IReadOnlyList<Source> Sources { get; }

    /// <summary>A range of fields.</summary>
    /// <param name="Min">The first field.</param>
    /// <param name="Max">The last field.</param>
    /// <param name="ForceVector">Whether the column is one of vectors even where the range is a single field.</param>
    internal readonly record struct Source(int Min, int Max, bool ForceVector);
}
