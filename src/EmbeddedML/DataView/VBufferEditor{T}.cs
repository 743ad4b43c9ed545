namespace Microsoft.ML.Data;

/// <summary>Writes the parts of a vector, then makes it: fill the spans and call <see cref="Commit"/>.</summary>
/// <typeparam name="T">The type of a slot's value.</typeparam>
public readonly ref struct VBufferEditor<T>
{
    /// <summary>The stored values.</summary>
    public readonly Span<T> Values;

    /// <summary>The slots of the stored values; empty for a dense vector unless they were asked for.</summary>
    public readonly Span<int> Indices;

    private readonly int _length;
    private readonly T[] _values;
    private readonly int[]? _indices;

    internal VBufferEditor(int length, int count, T[] values, int[]? indices, bool newValues, bool newIndices, bool needIndices)
    {
        _length = length;
        _values = values;
        _indices = indices;
        Values = values.AsSpan(0, count);
        Indices = count < length || needIndices ? indices.AsSpan(0, count) : default;
        CreatedNewValues = newValues;
        CreatedNewIndices = newIndices;
    }

    /// <summary>Whether the array of values was made anew.</summary>
    public bool CreatedNewValues { get; }

    /// <summary>Whether the array of indices was made anew.</summary>
    public bool CreatedNewIndices { get; }

    /// <summary>The vector over what was written.</summary>
    public VBuffer<T> Commit() => new(_length, Values.Length, _values, _indices);

    /// <summary>The vector over the first values only.</summary>
    /// <param name="physicalValuesCount">How many of the values count, at most those that the editor was made for.</param>
    /// <exception cref="ArgumentOutOfRangeException">More than the editor was made for.</exception>
    public VBuffer<T> CommitTruncated(int physicalValuesCount)
    {
        if (physicalValuesCount > Values.Length)
            throw new ArgumentOutOfRangeException(nameof(physicalValuesCount), $"The editor holds {Values.Length} values, but {physicalValuesCount} were asked for.");
        return new VBuffer<T>(_length, physicalValuesCount, _values, _indices);
    }
}
