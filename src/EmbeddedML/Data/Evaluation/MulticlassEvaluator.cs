using System.Globalization;

namespace Microsoft.ML.Data;

/// <summary>Evaluates scored multiclass data in one pass.</summary>
internal static class MulticlassEvaluator
{
    /// <summary>The metrics of the scores in one column for the labels in another.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of a type that cannot be evaluated.</exception>
    public static MulticlassClassificationMetrics Evaluate(
        IDataView data, string labelColumnName, string scoreColumnName, string predictedLabelColumnName, int topKPredictionCount)
    {
        DataViewSchema schema = data.Schema;
        DataViewSchema.Column label = EvaluationColumns.Find(schema, labelColumnName, "label");
        DataViewSchema.Column score = EvaluationColumns.Find(schema, scoreColumnName, "score");
        // The predicted class follows from the scores; the column is only required to be there.
        EvaluationColumns.Find(schema, predictedLabelColumnName, "predicted label");
        if (score.Type is not VectorDataViewType { Size: >= 2 } scoreType || scoreType.ItemType != NumberDataViewType.Single)
            throw EvaluationColumns.WrongType(score, "score", "a vector of Single with a known size of at least 2");
        if (label.Type != NumberDataViewType.Single && label.Type is not KeyDataViewType)
            throw EvaluationColumns.WrongType(label, "label", "Single or a key");

        var tally = new MulticlassTally(scoreType.Size);
        using (DataViewRowCursor cursor = data.GetRowCursor([label, score]))
            Count(cursor, label, score, tally);
        return new MulticlassClassificationMetrics(tally, topKPredictionCount, ClassNames(score, scoreType.Size));
    }

    private static void Count(
        DataViewRowCursor cursor, DataViewSchema.Column labelColumn, DataViewSchema.Column scoreColumn, MulticlassTally tally)
    {
        ValueGetter<float> labelGetter = LabelGetter.Create(cursor, labelColumn);
        ValueGetter<VBuffer<float>> scoreGetter = cursor.GetGetter<VBuffer<float>>(scoreColumn);
        float label = 0;
        VBuffer<float> scores = default;
        var dense = new float[tally.Confusion.Length];
        while (cursor.MoveNext())
        {
            labelGetter(ref label);
            // The comparison also leaves out NaN, the missing label.
            if (!(label >= 0) || label != (int)label)
                continue;
            scoreGetter(ref scores);
            if (scores.Length != dense.Length)
            {
                throw new InvalidOperationException(
                    $"The score column '{scoreColumn.Name}' is {scoreColumn.Type}, but a row has {scores.Length} scores.");
            }
            scores.CopyTo(dense);
            if (AllFinite(dense))
                tally.Add(dense, (int)label);
        }
    }

    private static bool AllFinite(ReadOnlySpan<float> values)
    {
        foreach (float value in values)
        {
            if (!float.IsFinite(value))
                return false;
        }
        return true;
    }

    private static string[] ClassNames(DataViewSchema.Column score, int classes)
    {
        DataViewType? namesType = score.Annotations.Schema.GetColumnOrNull(AnnotationKinds.SlotNames)?.Type;
        if (namesType is not VectorDataViewType { IsKnownSize: true, ItemType: TextDataViewType })
            return Enumerable.Range(0, classes).Select(i => i.ToString(CultureInfo.CurrentCulture)).ToArray();

        VBuffer<ReadOnlyMemory<char>> names = default;
        score.Annotations.GetValue(AnnotationKinds.SlotNames, ref names);
        if (names.Length != classes)
            throw new InvalidOperationException($"The score column '{score.Name}' has {classes} slots, but {names.Length} slot names.");
        return names.DenseValues().Select(name => name.ToString()).ToArray();
    }
}
