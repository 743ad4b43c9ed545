using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Interop;

namespace MLNetDeep.Trainers;

/// <summary>The annotations that all prediction columns have. ML.NET's evaluators use them to find the columns of one trainer.</summary>
internal static class ScoreColumns
{
    /// <summary>The name of the predicted class column.</summary>
    public const string PredictedLabel = "PredictedLabel";

    /// <summary>The name of the score column.</summary>
    public const string Score = "Score";

    private static readonly KeyDataViewType s_setIdType = new(typeof(uint), int.MaxValue);

    /// <summary>The shape of the annotations.</summary>
    public static IReadOnlyList<SchemaShape.Column> AnnotationShapes { get; } =
    [
        MLNetInternals.NewColumn(AnnotationNames.ScoreColumnSetId, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.UInt32, isKey: true),
        MLNetInternals.NewColumn(AnnotationNames.ScoreColumnKind, SchemaShape.Column.VectorKind.Scalar, TextDataViewType.Instance),
        MLNetInternals.NewColumn(AnnotationNames.ScoreValueKind, SchemaShape.Column.VectorKind.Scalar, TextDataViewType.Instance),
    ];

    /// <summary>Returns 1 + the largest score column set identifier in a schema.</summary>
    public static uint NextSetId(DataViewSchema schema)
    {
        uint largest = 0;
        foreach (DataViewSchema.Column column in schema)
        {
            DataViewType? type = column.Annotations.Schema.GetColumnOrNull(AnnotationNames.ScoreColumnSetId)?.Type;
            if (type is not KeyDataViewType || type.RawType != typeof(uint))
            {
                continue;
            }

            uint id = 0;
            column.Annotations.GetValue(AnnotationNames.ScoreColumnSetId, ref id);
            largest = Math.Max(largest, id);
        }

        return largest + 1;
    }

    /// <summary>Creates the shape of a scalar prediction column, with these annotations and optional further ones.</summary>
    public static SchemaShape.Column ScalarShape(string name, DataViewType type, params IEnumerable<SchemaShape.Column> annotations) =>
        MLNetInternals.NewColumn(name, SchemaShape.Column.VectorKind.Scalar, type, isKey: false, new SchemaShape([.. AnnotationShapes, .. annotations]));

    public static void AddSetId(DataViewSchema.Annotations.Builder annotations, uint id) =>
        annotations.AddPrimitiveValue(AnnotationNames.ScoreColumnSetId, s_setIdType, id);

    public static void AddKind(DataViewSchema.Annotations.Builder annotations, string task) =>
        annotations.AddPrimitiveValue(AnnotationNames.ScoreColumnKind, TextDataViewType.Instance, task.AsMemory());

    public static void AddValueKind(DataViewSchema.Annotations.Builder annotations, string kind) =>
        annotations.AddPrimitiveValue(AnnotationNames.ScoreValueKind, TextDataViewType.Instance, kind.AsMemory());
}
