namespace Microsoft.ML.Data;

/// <summary>Evaluates predicted numbers in one pass.</summary>
internal static class RegressionEvaluator
{
    /// <summary>The metrics of the scores in one column for the labels in another.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or not Single.</exception>
    public static RegressionMetrics Evaluate(IDataView data, string labelColumnName, string scoreColumnName)
    {
        DataViewSchema.Column labelColumn = EvaluationColumns.FindSingle(data.Schema, labelColumnName, "label");
        DataViewSchema.Column scoreColumn = EvaluationColumns.FindSingle(data.Schema, scoreColumnName, "score");
        var tally = new RegressionTally();
        using DataViewRowCursor cursor = data.GetRowCursor([labelColumn, scoreColumn]);
        ValueGetter<float> labelGetter = cursor.GetGetter<float>(labelColumn);
        ValueGetter<float> scoreGetter = cursor.GetGetter<float>(scoreColumn);
        float label = 0;
        float score = 0;
        while (cursor.MoveNext())
        {
            labelGetter(ref label);
            scoreGetter(ref score);
            if (!float.IsNaN(label) && !float.IsNaN(score))
                tally.Add(label, score);
        }
        return new RegressionMetrics(tally);
    }
}
