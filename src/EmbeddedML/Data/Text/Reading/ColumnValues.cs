namespace Microsoft.ML.Data;

/// <summary>The values of one column in the rows of a <see cref="TextBlock"/>.</summary>
internal abstract class ColumnValues
{
    /// <summary>Gives a row its default value: a vector of a size with no slot stored, or a single value.</summary>
    public abstract void Clear(int row, int size);

    /// <summary>Reads a field into a slot of a row, or as its value. The slots of a row are read in ascending order.</summary>
    /// <returns>Whether the field is readable.</returns>
    public abstract bool Read(int row, int slot, ReadOnlySpan<char> text);
}
