using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Interop;

namespace MLNetDeep.Trainers;

/// <summary>The columns that a classifier of two classes adds, with the annotations that ML.NET's own trainers give them.</summary>
internal static class BinaryColumns
{
    private const string Task = "BinaryClassification";
    private const string Probability = "Probability";
    private const string IsNormalized = "IsNormalized";

    /// <summary>PredictedLabel, Score and Probability.</summary>
    public static IReadOnlyList<DataViewSchema.DetachedColumn> Create(DataViewSchema inputSchema)
    {
        uint setId = ScoreColumns.NextSetId(inputSchema);

        DataViewSchema.Annotations.Builder label = new();
        ScoreColumns.AddKind(label, Task);
        ScoreColumns.AddValueKind(label, ScoreColumns.PredictedLabel);
        ScoreColumns.AddSetId(label, setId);

        DataViewSchema.Annotations.Builder score = new();
        ScoreColumns.AddKind(score, Task);
        ScoreColumns.AddSetId(score, setId);
        ScoreColumns.AddValueKind(score, ScoreColumns.Score);

        DataViewSchema.Annotations.Builder probability = new();
        ScoreColumns.AddKind(probability, Task);
        ScoreColumns.AddSetId(probability, setId);
        probability.AddPrimitiveValue(IsNormalized, BooleanDataViewType.Instance, true);
        ScoreColumns.AddValueKind(probability, Probability);

        return
        [
            new DataViewSchema.DetachedColumn(ScoreColumns.PredictedLabel, BooleanDataViewType.Instance, label.ToAnnotations()),
            new DataViewSchema.DetachedColumn(ScoreColumns.Score, NumberDataViewType.Single, score.ToAnnotations()),
            new DataViewSchema.DetachedColumn(Probability, NumberDataViewType.Single, probability.ToAnnotations()),
        ];
    }

    /// <summary>A shape with the columns.</summary>
    public static SchemaShape AddTo(SchemaShape inputSchema)
    {
        SchemaShape.Column isNormalized = MLNetInternals.NewColumn(
            IsNormalized, SchemaShape.Column.VectorKind.Scalar, BooleanDataViewType.Instance);
        return Columns.With(
            inputSchema,
            Scalar(ScoreColumns.PredictedLabel, BooleanDataViewType.Instance, ScoreColumns.Shape),
            Scalar(ScoreColumns.Score, NumberDataViewType.Single, ScoreColumns.Shape),
            Scalar(Probability, NumberDataViewType.Single, [.. ScoreColumns.Shape, isNormalized]));
    }

    private static SchemaShape.Column Scalar(string name, DataViewType type, IEnumerable<SchemaShape.Column> annotations) =>
        MLNetInternals.NewColumn(name, SchemaShape.Column.VectorKind.Scalar, type, isKey: false, new SchemaShape(annotations));
}
