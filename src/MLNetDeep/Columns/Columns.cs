using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep;

/// <summary>Finds columns, and creates the exceptions for columns that are missing or have the wrong type.</summary>
internal static class Columns
{
    private const string VaryingSize = "of varying size";

    /// <summary>Finds a column in a schema.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="role">The role of the column in the message: "feature", "label", ...</param>
    /// <param name="name">The name of the column.</param>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing.</exception>
    public static DataViewSchema.Column Find(DataViewSchema schema, string role, string name) =>
        schema.GetColumnOrNull(name) ?? throw Missing(role, name, schema.Where(c => !c.IsHidden).Select(c => c.Name));

    /// <summary>Finds a column in a schema shape.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing.</exception>
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

    /// <summary>Creates the exception for a column of the wrong type.</summary>
    /// <param name="role">The role of the column in the message: "feature", "label", ...</param>
    /// <param name="column">The column.</param>
    /// <param name="expected">The accepted types.</param>
    /// <param name="cure">What the user can do, as a sentence without its period. Default null: nothing to add.</param>
    public static ArgumentOutOfRangeException WrongType(string role, DataViewSchema.Column column, string expected, string? cure = null) =>
        WrongType(role, column.Name, expected, Describe(column.Type), cure);

    /// <summary>Creates the exception for a column of the wrong type.</summary>
    public static ArgumentOutOfRangeException WrongType(string role, SchemaShape.Column column, string expected, string? cure = null) =>
        WrongType(role, column.Name, expected, Describe(column), cure);

    /// <summary>Returns a shape with columns added. An added column replaces a column of the same name.</summary>
    public static SchemaShape AddOrReplace(SchemaShape shape, params ReadOnlySpan<SchemaShape.Column> added)
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

    /// <summary>Formats the type of a column for messages.</summary>
    public static string Describe(SchemaShape.Column column)
    {
        string item = column.IsKey ? $"Key<{column.ItemType}>" : $"{column.ItemType}";
        return column.Kind switch
        {
            SchemaShape.Column.VectorKind.Scalar => item,
            SchemaShape.Column.VectorKind.Vector => $"Vector<{item}>",
            _ => $"Vector<{item}> {VaryingSize}",
        };
    }

    /// <summary>Formats the type of a column for messages.</summary>
    public static string Describe(DataViewType type) =>
        type is VectorDataViewType { IsKnownSize: false } ? $"{type} {VaryingSize}" : $"{type}";

    private static ArgumentOutOfRangeException WrongType(string role, string name, string expected, string actual, string? cure) =>
        new("inputSchema", $"Schema mismatch for {role} column '{name}': expected {expected}, got {actual}{(cure is null ? "" : $". {cure}")}");

    private static ArgumentOutOfRangeException Missing(string role, string name, IEnumerable<string> present) =>
        new("inputSchema", $"Could not find {role} column '{name}'; the input has {string.Join(", ", present.Select(p => $"'{p}'"))}");
}
