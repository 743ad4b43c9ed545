using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Interop;

namespace MLNetDeep.Trainers;

/// <summary>The column that a regression adds, with the annotations that ML.NET's own trainers give it.</summary>
internal static class RegressionColumns
{
    private const string Task = "Regression";

    /// <summary>Score, the predicted number.</summary>
    public static IReadOnlyList<DataViewSchema.DetachedColumn> Create(DataViewSchema inputSchema)
    {
        DataViewSchema.Annotations.Builder score = new();
        ScoreColumns.AddSetId(score, ScoreColumns.NextSetId(inputSchema));
        ScoreColumns.AddKind(score, Task);
        ScoreColumns.AddValueKind(score, ScoreColumns.Score);
        return [new DataViewSchema.DetachedColumn(ScoreColumns.Score, NumberDataViewType.Single, score.ToAnnotations())];
    }

    /// <summary>A shape with the column.</summary>
    public static SchemaShape AddTo(SchemaShape inputSchema) => Columns.With(inputSchema, MLNetInternals.NewColumn(
        ScoreColumns.Score, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.Single, isKey: false, new SchemaShape(ScoreColumns.Shape)));
}
