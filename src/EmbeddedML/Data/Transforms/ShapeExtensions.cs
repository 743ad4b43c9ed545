using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>What estimators do with the shapes of schemas.</summary>
internal static class ShapeExtensions
{
    /// <summary>The column of the given name.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is none.</exception>
    public static SchemaShape.Column FindInput(this SchemaShape inputSchema, string name)
        => inputSchema.TryFindColumn(name, out SchemaShape.Column column)
            ? column
            : throw ColumnErrors.Missing(nameof(inputSchema), "input", name);

    /// <summary>The error about a column that an estimator cannot work on.</summary>
    public static ArgumentOutOfRangeException WrongType(this SchemaShape.Column column, string expected)
        => ColumnErrors.WrongType("inputSchema", "input", column.Name, expected, column.Describe());

    /// <summary>The shape with more columns; one of a name that is there already takes that one's place.</summary>
    public static SchemaShape With(this SchemaShape inputSchema, IEnumerable<SchemaShape.Column> columns)
    {
        List<SchemaShape.Column> result = [.. inputSchema];
        Dictionary<string, int> positions = [];
        foreach (SchemaShape.Column column in inputSchema)
            positions.Add(column.Name, positions.Count);
        foreach (SchemaShape.Column column in columns)
        {
            if (positions.TryAdd(column.Name, result.Count))
                result.Add(column);
            else
                result[positions[column.Name]] = column;
        }
        return new SchemaShape(result);
    }

    /// <summary>The annotation of one kind, or nothing where the column has none.</summary>
    public static IEnumerable<SchemaShape.Column> Annotation(this SchemaShape.Column column, string kind)
        => column.Annotations.TryFindColumn(kind, out SchemaShape.Column annotation) ? [annotation] : [];

    /// <summary>Whether the column has vectors of one size with names for the slots.</summary>
    public static bool HasSlotNames(this SchemaShape.Column column)
        => column.Kind == SchemaShape.Column.VectorKind.Vector && column.HasAnnotation(SlotNames());

    public static bool IsNormalized(this SchemaShape.Column column) => column.HasAnnotation(IsNormalized());

    public static bool HasCategoricalSlotRanges(this SchemaShape.Column column) => column.HasAnnotation(CategoricalSlotRanges());

    public static SchemaShape.Column SlotNames()
        => new(AnnotationKinds.SlotNames, SchemaShape.Column.VectorKind.Vector, TextDataViewType.Instance, isKey: false);

    public static SchemaShape.Column IsNormalized()
        => new(AnnotationKinds.IsNormalized, SchemaShape.Column.VectorKind.Scalar, BooleanDataViewType.Instance, isKey: false);

    public static SchemaShape.Column CategoricalSlotRanges()
        => new(AnnotationKinds.CategoricalSlotRanges, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Int32, isKey: false);

    private static bool HasAnnotation(this SchemaShape.Column column, SchemaShape.Column wanted)
        => column.Annotations.TryFindColumn(wanted.Name, out SchemaShape.Column found) && wanted.IsCompatibleWith(found);
}
