using Microsoft.ML;
using Microsoft.ML.Data;

namespace EmbeddedML.Tests.Data.TypedRows;

/// <summary>Shortens what the tests do all the time.</summary>
internal static class Rows
{
    public static MLContext Context { get; } = new(seed: 0);

    public static IDataView Load<TRow>(params TRow[] rows) where TRow : class => Context.Data.LoadFromEnumerable(rows);

    public static IDataView Load<TRow>(SchemaDefinition? definition, params TRow[] rows) where TRow : class
        => Context.Data.LoadFromEnumerable(rows, definition);

    public static List<TRow> Read<TRow>(IDataView data, bool ignoreMissingColumns = false, SchemaDefinition? definition = null)
        where TRow : class, new()
        => Enumerate<TRow>(data, reuse: false, ignoreMissingColumns, definition).ToList();

    public static IEnumerable<TRow> Enumerate<TRow>(
        IDataView data, bool reuse, bool ignoreMissingColumns = false, SchemaDefinition? definition = null) where TRow : class, new()
        => Context.Data.CreateEnumerable<TRow>(data, reuse, ignoreMissingColumns, definition);

    public static string Describe(DataViewSchema schema)
        => string.Join("; ", schema.Select(column => column + (column.IsHidden ? " hidden" : "")));

    public static string Describe(SchemaDefinition definition)
        => string.Join("; ", definition.Select(column => $"{column.MemberName}>{column.ColumnName}:{column.ColumnType}"));
}
