using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Interop;

namespace MLNetDeep.Trainers;

/// <summary>The columns that a classifier of several classes adds, with the annotations that ML.NET's own trainers give them.</summary>
internal static class MulticlassColumns
{
    private const string Task = "MulticlassClassification";

    /// <summary>PredictedLabel, a key over the classes, and Score, a vector with a slot for each.</summary>
    public static IReadOnlyList<DataViewSchema.DetachedColumn> Create(DataViewSchema inputSchema, int classCount, LabelValues? values)
    {
        uint setId = ScoreColumns.NextSetId(inputSchema);

        DataViewSchema.Annotations.Builder label = new();
        ScoreColumns.AddKind(label, Task);
        ScoreColumns.AddValueKind(label, ScoreColumns.PredictedLabel);
        values?.AddTo(label, AnnotationNames.KeyValues);
        ScoreColumns.AddSetId(label, setId);

        DataViewSchema.Annotations.Builder score = new();
        ScoreColumns.AddKind(score, Task);
        ScoreColumns.AddSetId(score, setId);
        ScoreColumns.AddValueKind(score, ScoreColumns.Score);
        values?.AddTo(score, AnnotationNames.TrainingLabelValues);
        if (values?.ItemType is TextDataViewType)
        {
            values.AddTo(score, AnnotationNames.SlotNames);
        }

        return
        [
            new DataViewSchema.DetachedColumn(ScoreColumns.PredictedLabel, new KeyDataViewType(typeof(uint), classCount), label.ToAnnotations()),
            new DataViewSchema.DetachedColumn(ScoreColumns.Score, new VectorDataViewType(NumberDataViewType.Single, classCount), score.ToAnnotations()),
        ];
    }

    /// <summary>A shape with both columns.</summary>
    public static SchemaShape AddTo(SchemaShape inputSchema, SchemaShape.Column label)
    {
        List<SchemaShape.Column> labelAnnotations = [.. ScoreColumns.Shape];
        List<SchemaShape.Column> scoreAnnotations = [.. ScoreColumns.Shape];
        string kind = label.IsKey ? AnnotationNames.KeyValues : AnnotationNames.SlotNames;
        foreach (SchemaShape.Column values in label.Annotations.Where(a => a.Name == kind))
        {
            labelAnnotations.Add(Vector(AnnotationNames.KeyValues, values.ItemType));
            scoreAnnotations.Add(Vector(AnnotationNames.TrainingLabelValues, values.ItemType));
            if (values.ItemType is TextDataViewType)
            {
                scoreAnnotations.Add(Vector(AnnotationNames.SlotNames, values.ItemType));
            }
        }
        return Columns.With(
            inputSchema,
            MLNetInternals.NewColumn(
                ScoreColumns.PredictedLabel, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.UInt32, isKey: true, new SchemaShape(labelAnnotations)),
            MLNetInternals.NewColumn(
                ScoreColumns.Score, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, isKey: false, new SchemaShape(scoreAnnotations)));
    }

    private static SchemaShape.Column Vector(string name, DataViewType itemType) =>
        MLNetInternals.NewColumn(name, SchemaShape.Column.VectorKind.Vector, itemType);
}
