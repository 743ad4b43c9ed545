using System.Diagnostics.CodeAnalysis;

namespace Microsoft.ML;

/// <summary>The errors about columns that are missing or of another type.</summary>
internal static class ColumnErrors
{
    /// <summary>The column of a name that is not hidden.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="argument">The argument that has the column.</param>
    /// <param name="role">What the column is for: "input", "label", ...</param>
    /// <param name="column">Its name. No column has the empty name.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column.</exception>
    public static DataViewSchema.Column Find(DataViewSchema schema, string argument, string role, string column)
        => (column.Length == 0 ? null : schema.GetColumnOrNull(column)) ?? throw Missing(argument, role, column);

    /// <summary>There is no such column.</summary>
    /// <param name="argument">The argument that was found wanting.</param>
    /// <param name="role">What the column is for: "input", "label", ...</param>
    /// <param name="column">Its name.</param>
    public static ArgumentOutOfRangeException Missing(string argument, string role, string column)
        => new(argument, $"Could not find {role} column '{column}'");

    /// <summary>The column is not of a type that is accepted.</summary>
    /// <param name="argument">The argument that was found wanting.</param>
    /// <param name="role">What the column is for: "input", "label", ...</param>
    /// <param name="column">Its name.</param>
    /// <param name="expected">The types that are accepted.</param>
    /// <param name="actual">The type that it has.</param>
    public static ArgumentOutOfRangeException WrongType(string argument, string role, string column, string expected, string actual)
        => new(argument, $"Schema mismatch for {role} column '{column}': expected {expected}, got {actual}");

    /// <summary>Checks the name of a column that is an argument.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The name is null or empty.</exception>
    public static void CheckName([NotNull] string? name, string argument)
    {
        if (string.IsNullOrEmpty(name))
            throw new ArgumentOutOfRangeException(argument, "The name of a column must not be null or empty.");
    }

    /// <summary>Checks the names of output columns.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is null or empty, or there twice.</exception>
    public static void CheckDistinct(IEnumerable<string> names, string argument)
    {
        var seen = new HashSet<string>();
        foreach (string name in names)
        {
            CheckName(name, argument);
            if (!seen.Add(name))
                throw new ArgumentOutOfRangeException(argument, $"The output column '{name}' is there more than once.");
        }
    }
}
