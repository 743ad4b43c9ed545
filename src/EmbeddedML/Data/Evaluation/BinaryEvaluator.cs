using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Evaluates scored binary data in one pass.</summary>
internal static class BinaryEvaluator
{
    /// <summary>Counts the rows of scored binary data.</summary>
    /// <param name="host">The environment of the evaluation.</param>
    /// <param name="data">The scored data.</param>
    /// <param name="labelColumnName">The true class.</param>
    /// <param name="scoreColumnName">The score.</param>
    /// <param name="probabilityColumnName">The probability of positive; null where there is none.</param>
    /// <param name="predictedLabelColumnName">The predicted class.</param>
    /// <param name="classNames">The names of the classes, for the confusion matrix.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of a type that cannot be evaluated.</exception>
    public static BinaryTally Count(
        IHost host,
        IDataView data,
        string labelColumnName,
        string scoreColumnName,
        string? probabilityColumnName,
        string predictedLabelColumnName,
        out string[] classNames)
    {
        DataViewSchema schema = data.Schema;
        DataViewSchema.Column label = EvaluationColumns.Find(schema, labelColumnName, "label");
        DataViewSchema.Column score = EvaluationColumns.FindSingle(schema, scoreColumnName, "score");
        DataViewSchema.Column? probability =
            probabilityColumnName is null ? null : EvaluationColumns.FindSingle(schema, probabilityColumnName, "probability");
        // The predicted class follows from the score; the column is only required to be there.
        EvaluationColumns.Find(schema, predictedLabelColumnName, "predicted label");
        if (!IsLabel(label.Type))
            throw EvaluationColumns.WrongType(label, "label", "Single, Double, Boolean, or a Key with cardinality 2");

        var tally = new BinaryTally(host.Register("Aggregator").Rand);
        Count(data, label, score, probability, tally);
        classNames = ClassNames(label);
        return tally;
    }

    private static bool IsLabel(DataViewType type)
        => type == NumberDataViewType.Single
        || type == NumberDataViewType.Double
        || type is BooleanDataViewType or KeyDataViewType { Count: 2 };

    private static void Count(
        IDataView data,
        DataViewSchema.Column labelColumn,
        DataViewSchema.Column scoreColumn,
        DataViewSchema.Column? probabilityColumn,
        BinaryTally tally)
    {
        DataViewSchema.Column[] columns = probabilityColumn is { } given ? [labelColumn, scoreColumn, given] : [labelColumn, scoreColumn];
        using DataViewRowCursor cursor = data.GetRowCursor(columns);
        ValueGetter<float> labelGetter = LabelGetter.Create(cursor, labelColumn);
        ValueGetter<float> scoreGetter = cursor.GetGetter<float>(scoreColumn);
        ValueGetter<float>? probabilityGetter = probabilityColumn is { } column ? cursor.GetGetter<float>(column) : null;
        float label = 0;
        float score = 0;
        float probability = float.NaN;
        while (cursor.MoveNext())
        {
            labelGetter(ref label);
            scoreGetter(ref score);
            if (!float.IsFinite(score) || float.IsNaN(label))
                continue;
            probabilityGetter?.Invoke(ref probability);
            tally.Add(label > 0, score, probability);
        }
    }

    // The confusion matrix has the positive class first, whereas the names of key values come in the order of the keys,
    // of which the second is the positive one. ML.NET names the classes so, and so do we.
    private static string[] ClassNames(DataViewSchema.Column label)
    {
        DataViewType? namesType = label.Annotations.Schema.GetColumnOrNull(AnnotationKinds.KeyValues)?.Type;
        if (label.Type is not KeyDataViewType || namesType is not VectorDataViewType { Size: > 0, ItemType: TextDataViewType })
            return ["positive", "negative"];
        VBuffer<ReadOnlyMemory<char>> names = default;
        label.Annotations.GetValue(AnnotationKinds.KeyValues, ref names);
        return names.DenseValues().Select(name => name.ToString()).ToArray();
    }
}
