using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Interop;

namespace MLNetDeep.Trainers;

/// <summary>The annotations that all columns of a prediction have. ML.NET's evaluators find by them which columns belong together.</summary>
internal static class ScoreColumns
{
    /// <summary>The column of predicted classes.</summary>
    public const string PredictedLabel = "PredictedLabel";

    /// <summary>The column of scores.</summary>
    public const string Score = "Score";

    private static readonly KeyDataViewType s_setIdType = new(typeof(uint), int.MaxValue);

    /// <summary>The annotations as a shape.</summary>
    public static IReadOnlyList<SchemaShape.Column> Shape { get; } =
    [
        MLNetInternals.NewColumn(AnnotationNames.ScoreColumnSetId, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.UInt32, isKey: true),
        MLNetInternals.NewColumn(AnnotationNames.ScoreColumnKind, SchemaShape.Column.VectorKind.Scalar, TextDataViewType.Instance),
        MLNetInternals.NewColumn(AnnotationNames.ScoreValueKind, SchemaShape.Column.VectorKind.Scalar, TextDataViewType.Instance),
    ];

    /// <summary>1 + the largest set identifier in a schema.</summary>
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

    /// <summary>The shape of a column of single values, with these annotations and some more.</summary>
    public static SchemaShape.Column Scalar(string name, DataViewType type, params IEnumerable<SchemaShape.Column> annotations) =>
        MLNetInternals.NewColumn(name, SchemaShape.Column.VectorKind.Scalar, type, isKey: false, new SchemaShape([.. Shape, .. annotations]));

    public static void AddSetId(DataViewSchema.Annotations.Builder annotations, uint id) =>
        annotations.AddPrimitiveValue(AnnotationNames.ScoreColumnSetId, s_setIdType, id);

    public static void AddKind(DataViewSchema.Annotations.Builder annotations, string task) =>
        annotations.AddPrimitiveValue(AnnotationNames.ScoreColumnKind, TextDataViewType.Instance, task.AsMemory());

    public static void AddValueKind(DataViewSchema.Annotations.Builder annotations, string kind) =>
        annotations.AddPrimitiveValue(AnnotationNames.ScoreValueKind, TextDataViewType.Instance, kind.AsMemory());
}
