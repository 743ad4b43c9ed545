using Microsoft.ML;

namespace MLNetDeep.Tests.Support;

/// <summary>Formats schemas as text with names, types and annotations of all columns.</summary>
internal static class SchemaText
{
    public static string Of(DataViewSchema schema) => string.Join('\n', schema.Select(Of));

    /// <summary>Formats a schema shape. Columns are sorted by their text, since shapes guarantee no order.</summary>
    public static string Of(SchemaShape shape) => string.Join('\n', shape.Select(Of).Order(StringComparer.Ordinal));

    private static string Of(DataViewSchema.Column column)
    {
        IEnumerable<string> annotations = column.Annotations.Schema.Select(a => $"{a.Name}: {a.Type} = {Values.Annotation(column, a)}");
        return $"{column.Name}{(column.IsHidden ? " (hidden)" : "")}: {column.Type} {{ {string.Join("; ", annotations)} }}";
    }

    private static string Of(SchemaShape.Column column) =>
        $"{column.Name}: {column.Kind} of {(column.IsKey ? "key " : "")}{column.ItemType} {{ {Of(column.Annotations).Replace('\n', ';')} }}";
}
