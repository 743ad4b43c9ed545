namespace Microsoft.ML.Data;

/// <summary>Finds the columns that an evaluation reads, and checks their types.</summary>
internal static class EvaluationColumns
{
    /// <summary>The column of the given name.</summary>
    /// <param name="schema">The schema of the scored data.</param>
    /// <param name="name">The column's name.</param>
    /// <param name="role">What the column is to the evaluation, for the message.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column.</exception>
    public static DataViewSchema.Column Find(DataViewSchema schema, string name, string role)
        => schema.GetColumnOrNull(name) ?? throw ColumnErrors.Missing(nameof(schema), role, name);

    /// <summary>The column of the given name, which must be Single.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column, or it is of another type.</exception>
    public static DataViewSchema.Column FindSingle(DataViewSchema schema, string name, string role)
    {
        DataViewSchema.Column column = Find(schema, name, role);
        return column.Type == NumberDataViewType.Single ? column : throw WrongType(column, role, "Single");
    }

    /// <summary>The exception for a column of a type that the evaluation cannot read.</summary>
    public static ArgumentOutOfRangeException WrongType(DataViewSchema.Column column, string role, string expected)
        => ColumnErrors.WrongType("schema", role, column.Name, expected, column.Type.ToString()!);

    /// <exception cref="ArgumentOutOfRangeException">The name is null or empty.</exception>
    public static void CheckName(string? name, string parameterName)
    {
        if (string.IsNullOrEmpty(name))
            throw new ArgumentOutOfRangeException(parameterName, "The name of a column must not be null or empty.");
    }
}
