using System.Diagnostics.CodeAnalysis;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>From objects to rows and back: what the catalogs and <see cref="PredictionEngine{TSrc, TDst}"/> are made of.</summary>
internal static class TypedRows
{
    /// <summary>The members of row classes that are looked up at run time, which trimming must keep.</summary>
    public const DynamicallyAccessedMemberTypes Members = DynamicallyAccessedMemberTypes.PublicFields | DynamicallyAccessedMemberTypes.PublicProperties;

    /// <summary>The view over objects; see <see cref="EnumerableView{TRow}"/>.</summary>
    public static IDataView ToDataView<[DynamicallyAccessedMembers(Members)] TRow>(
        IHostEnvironment env, IEnumerable<TRow> data, SchemaDefinition? schemaDefinition = null) where TRow : class
    {
        ArgumentNullException.ThrowIfNull(data);
        return new EnumerableView<TRow>(env, data, schemaDefinition);
    }

    /// <summary>The view over objects, in which columns named in <paramref name="schema"/> have its types and annotations.</summary>
    public static IDataView ToDataView<[DynamicallyAccessedMembers(Members)] TRow>(
        IHostEnvironment env, IEnumerable<TRow> data, DataViewSchema schema) where TRow : class
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(schema);
        return new EnumerableView<TRow>(env, data, DefinitionFor<TRow>(schema));
    }

    /// <summary>The definition of a class, with the types and annotations of the columns of <paramref name="schema"/>.</summary>
    /// <exception cref="InvalidOperationException">The schema has a column for which there is no member.</exception>
    public static SchemaDefinition DefinitionFor<[DynamicallyAccessedMembers(Members)] TRow>(DataViewSchema schema) where TRow : class
    {
        ArgumentNullException.ThrowIfNull(schema);
        SchemaDefinition definition = SchemaDefinition.Create(typeof(TRow), SchemaDefinition.Direction.Read);
        foreach (DataViewSchema.Column column in schema)
        {
            SchemaDefinition.Column member = definition[column.Name] ?? throw new InvalidOperationException(
                $"The schema has a column '{column.Name}' of the type '{column.Type}', but '{typeof(TRow)}' has no public member for it.");
            member.ColumnType = column.Type;
            member.SetAnnotations(column.Annotations);
        }
        return definition;
    }

    /// <summary>The rows of a view as objects. The class is checked now, the rows are read when they are enumerated.</summary>
    /// <param name="env">Where the reader is registered.</param>
    /// <param name="data">The view.</param>
    /// <param name="reuseRowObject">Whether one object is filled again for each row.</param>
    /// <param name="ignoreMissingColumns">Whether members without a column keep their value; otherwise they are an error.</param>
    /// <param name="schemaDefinition">Which members take which columns; by default all that can be written.</param>
    public static IEnumerable<TRow> ToEnumerable<[DynamicallyAccessedMembers(Members)] TRow>(
        IHostEnvironment env, IDataView data, bool reuseRowObject, bool ignoreMissingColumns = false, SchemaDefinition? schemaDefinition = null)
        where TRow : class, new()
    {
        ArgumentNullException.ThrowIfNull(data);
        return Read(data, new RowFiller<TRow>(env, data.Schema, ignoreMissingColumns, schemaDefinition), reuseRowObject);
    }

    private static IEnumerable<TRow> Read<[DynamicallyAccessedMembers(Members)] TRow>(IDataView data, RowFiller<TRow> filler, bool reuseRowObject)
        where TRow : class, new()
    {
        using DataViewRowCursor cursor = data.GetRowCursor(filler.Columns);
        Action<TRow>[] setters = filler.Bind(cursor);
        TRow? row = null;
        while (cursor.MoveNext())
        {
            if (row is null || !reuseRowObject)
                row = new TRow();
            foreach (Action<TRow> set in setters)
                set(row);
            yield return row;
        }
    }
}
