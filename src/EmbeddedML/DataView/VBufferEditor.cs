namespace Microsoft.ML.Data;

/// <summary>Makes the editors through which a <see cref="VBuffer{T}"/> is written.</summary>
public static class VBufferEditor
{
    /// <summary>Edits the stored values of a vector in place; its length and number of values stay.</summary>
    public static VBufferEditor<T> CreateFromBuffer<T>(scoped ref VBuffer<T> destination) => destination.Edit();

    /// <summary>Edits a vector of the given form, in the arrays of <paramref name="destination"/> where they are long enough.</summary>
    /// <param name="destination">The vector whose arrays may be used again.</param>
    /// <param name="newLogicalLength">The number of slots.</param>
    /// <param name="valuesCount">The number of stored values; all slots by default.</param>
    /// <param name="maxValuesCapacity">The most values for which arrays may be made, where they must grow.</param>
    /// <param name="keepOldOnResize">Whether an array that is made anew starts with the old values.</param>
    /// <param name="requireIndicesOnDense">Whether the indices can be written even where all slots are stored.</param>
    /// <exception cref="ArgumentOutOfRangeException">A negative length, or a count that is negative or more than the length.</exception>
    public static VBufferEditor<T> Create<T>(
        scoped ref VBuffer<T> destination,
        int newLogicalLength,
        int? valuesCount = null,
        int? maxValuesCapacity = null,
        bool keepOldOnResize = false,
        bool requireIndicesOnDense = false)
    {
        if (newLogicalLength < 0)
            throw new ArgumentOutOfRangeException(nameof(newLogicalLength), $"The length must be 0 or more, but it is {newLogicalLength}.");
        if (valuesCount < 0 || valuesCount > newLogicalLength)
            throw new ArgumentOutOfRangeException(nameof(valuesCount), $"The count must be 0 to the length {newLogicalLength}, but it is {valuesCount}.");
        return destination.Edit(newLogicalLength, valuesCount ?? newLogicalLength, maxValuesCapacity, keepOldOnResize, requireIndicesOnDense);
    }
}
