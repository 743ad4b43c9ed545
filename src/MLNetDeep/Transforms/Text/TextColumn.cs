using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Interop;

namespace MLNetDeep.Transforms;

/// <summary>The column of texts that an estimator reads, and the annotations of what it makes.</summary>
internal static class TextColumn
{
    private const string Expected = "String";

    /// <summary>The column of a schema.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is missing or has no texts.</exception>
    public static DataViewSchema.Column Find(DataViewSchema schema, string name)
    {
        DataViewSchema.Column column = Columns.Find(schema, "input", name);
        return column.Type is TextDataViewType ? column : throw Columns.WrongType("input", name, Expected, column.Type);
    }

    /// <summary>Checks the column of a shape.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is missing or has no texts.</exception>
    public static void Check(SchemaShape shape, string name)
    {
        SchemaShape.Column column = Columns.Find(shape, "input", name);
        if (column.Kind != SchemaShape.Column.VectorKind.Scalar || column.ItemType is not TextDataViewType)
        {
            throw Columns.WrongType("input", name, Expected, Columns.Describe(column));
        }
    }

    /// <summary>The shape of an annotation that gives texts to slots or keys.</summary>
    public static SchemaShape TextsShape(string kind) =>
        new([MLNetInternals.NewColumn(kind, SchemaShape.Column.VectorKind.Vector, TextDataViewType.Instance)]);

    /// <summary>An annotation that gives texts to slots or keys.</summary>
    public static DataViewSchema.Annotations Texts(string kind, ReadOnlyMemory<char>[] texts)
    {
        DataViewSchema.Annotations.Builder annotations = new();
        annotations.Add(
            kind,
            new VectorDataViewType(TextDataViewType.Instance, texts.Length),
            (ref VBuffer<ReadOnlyMemory<char>> value) => VBuffer<ReadOnlyMemory<char>>.Copy(texts, 0, ref value, texts.Length));
        return annotations.ToAnnotations();
    }
}
