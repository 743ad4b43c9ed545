namespace Microsoft.ML.Data;

/// <summary>Fields of a line that a column is read from.</summary>
/// <param name="Min">The first field.</param>
/// <param name="End">The field behind the last one, or <see cref="TextFormat.EndOfLine"/>.</param>
/// <param name="ForceVector">Whether the column is one of vectors even where the range is a single field.</param>
internal readonly record struct FieldRange(int Min, int End, bool ForceVector)
{
    /// <summary>Whether the number of fields differs from line to line.</summary>
    public bool IsVariable => End == TextFormat.EndOfLine;
}
