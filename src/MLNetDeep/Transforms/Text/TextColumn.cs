using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Interop;

namespace MLNetDeep.Transforms;

/// <summary>
/// Finds the input column of a text transform, and creates text annotations (slot names or key values) for its output column.
/// </summary>
internal static class TextColumn
{
    private const string Expected = "String";

    /// <summary>Finds the column in a schema.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing or does not contain text.</exception>
    public static DataViewSchema.Column Find(DataViewSchema schema, string name)
    {
        DataViewSchema.Column column = Columns.Find(schema, "input", name);
        return column.Type is TextDataViewType ? column : throw Columns.WrongType("input", column, Expected);
    }

    /// <summary>Checks the column in a schema's shape.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing or does not contain text.</exception>
    public static void Check(SchemaShape shape, string name)
    {
        SchemaShape.Column column = Columns.Find(shape, "input", name);
        if (column.Kind != SchemaShape.Column.VectorKind.Scalar || column.ItemType is not TextDataViewType)
        {
            throw Columns.WrongType("input", column, Expected);
        }
    }

    /// <summary>Creates the shape of an annotation that holds a text for each slot or key.</summary>
    public static SchemaShape CreateAnnotationShape(string kind) =>
        new([MLNetInternals.NewColumn(kind, SchemaShape.Column.VectorKind.Vector, TextDataViewType.Instance)]);

    /// <summary>Creates an annotation that holds a text for each slot or key.</summary>
    public static DataViewSchema.Annotations CreateAnnotations(string kind, ReadOnlyMemory<char>[] texts)
    {
        DataViewSchema.Annotations.Builder annotations = new();
        annotations.Add(
            kind,
            new VectorDataViewType(TextDataViewType.Instance, texts.Length),
            (ref VBuffer<ReadOnlyMemory<char>> value) => VBuffer<ReadOnlyMemory<char>>.Copy(texts, 0, ref value, texts.Length));
        return annotations.ToAnnotations();
    }
}
