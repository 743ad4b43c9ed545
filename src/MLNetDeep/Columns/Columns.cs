using Microsoft.ML;

namespace MLNetDeep;

/// <summary>Finds columns, and says what is wrong where one is missing or of another type.</summary>
internal static class Columns
{
    /// <summary>The column of a schema.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="role">What the column is for: "feature", "label", ...</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column.</exception>
    public static DataViewSchema.Column Find(DataViewSchema schema, string role, string name) =>
        schema.GetColumnOrNull(name) ?? throw Missing(role, name, schema.Where(c => !c.IsHidden).Select(c => c.Name));

    /// <summary>The column of a schema's shape.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column.</exception>
    public static SchemaShape.Column Find(SchemaShape shape, string role, string name)
    {
        foreach (SchemaShape.Column column in shape)
        {
            if (column.Name == name)
            {
                return column;
            }
        }

        throw Missing(role, name, shape.Select(c => c.Name));
    }

    /// <summary>The exception for a column that is not of a type that is accepted.</summary>
    public static ArgumentOutOfRangeException WrongType(string role, string name, string expected, object? actual) =>
        new("inputSchema", $"Schema mismatch for {role} column '{name}': expected {expected}, got {actual}");

    /// <summary>A shape with a column added, in place of one of the same name.</summary>
    public static SchemaShape With(SchemaShape shape, params ReadOnlySpan<SchemaShape.Column> added)
    {
        List<SchemaShape.Column> columns = [.. shape];
        foreach (SchemaShape.Column column in added)
        {
            int index = columns.FindIndex(c => c.Name == column.Name);
            if (index >= 0)
            {
                columns[index] = column;
            }
            else
            {
                columns.Add(column);
            }
        }

        return new SchemaShape(columns);
    }

    /// <summary>The type of a shape's column, for messages.</summary>
    public static string Describe(SchemaShape.Column column)
    {
        string item = column.IsKey ? $"Key<{column.ItemType}>" : $"{column.ItemType}";
        return column.Kind switch
        {
            SchemaShape.Column.VectorKind.Scalar => item,
            SchemaShape.Column.VectorKind.Vector => $"Vector<{item}>",
            _ => $"Vector<{item}> of varying size",
        };
    }

    private static ArgumentOutOfRangeException Missing(string role, string name, IEnumerable<string> present) =>
        new("inputSchema", $"Could not find {role} column '{name}'; the input has {string.Join(", ", present.Select(p => $"'{p}'"))}");
}
