namespace Microsoft.ML.Data;

/// <summary>Finds the columns that an evaluation reads, and says what is wrong with one.</summary>
internal static class EvaluationColumns
{
    /// <summary>The column of the given name.</summary>
    /// <param name="schema">The schema of the scored data.</param>
    /// <param name="name">The column's name.</param>
    /// <param name="role">What the column is to the evaluation, for the message.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column.</exception>
    public static DataViewSchema.Column Find(DataViewSchema schema, string name, string role)
        => schema.GetColumnOrNull(name) ?? throw new ArgumentOutOfRangeException(
            nameof(schema), $"The {role} column '{name}' was not found. The columns are: {string.Join(", ", schema.Select(c => $"'{c.Name}'"))}.");

    /// <summary>The exception for a column of a type that the evaluation cannot read.</summary>
    public static ArgumentOutOfRangeException Mismatch(DataViewSchema.Column column, string role, string expected)
        => new("schema", $"The {role} column '{column.Name}' must be {expected}, but it is {column.Type}.");

    /// <exception cref="ArgumentOutOfRangeException">The name is null or empty.</exception>
    public static void CheckName(string? name, string parameterName)
    {
        if (string.IsNullOrEmpty(name))
            throw new ArgumentOutOfRangeException(parameterName, "The name of a column must not be null or empty.");
    }
}
