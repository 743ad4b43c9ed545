namespace Microsoft.ML;

/// <summary>The name of a column to make and of the column from which it is made.</summary>
public sealed class InputOutputColumnPair
{
    /// <summary>Makes the pair.</summary>
    /// <param name="outputColumnName">The column to make.</param>
    /// <param name="inputColumnName">The column from which it is made; by default the one of the same name, which the new one then hides.</param>
    /// <exception cref="ArgumentOutOfRangeException">The output's name is null or empty.</exception>
    public InputOutputColumnPair(string outputColumnName, string? inputColumnName = null)
    {
        ColumnErrors.CheckName(outputColumnName, nameof(outputColumnName));
        OutputColumnName = outputColumnName;
        InputColumnName = inputColumnName ?? outputColumnName;
    }

    /// <summary>The column from which it is made.</summary>
    public string InputColumnName { get; }

    /// <summary>The column to make.</summary>
    public string OutputColumnName { get; }
}
