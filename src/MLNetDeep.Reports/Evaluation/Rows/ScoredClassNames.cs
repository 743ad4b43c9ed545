using System.Collections.Immutable;
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Reports;

/// <summary>Finds the names of the classes of a scored view.</summary>
internal static class ScoredClassNames
{
    /// <summary>
    /// Returns the name of each class, in the order of the scores: from the score column, or else from the predicted label, or else from
    /// the label, or else 0, 1, 2, ...
    /// </summary>
    /// <exception cref="ArgumentException">
    /// The keys of the label stand for the same classes as the scores, but in another order.
    /// </exception>
    public static ImmutableArray<string> Find(
        DataViewSchema schema, DataViewSchema.Column score, DataViewSchema.Column label, string predictedLabel)
    {
        int count = ((VectorDataViewType)score.Type).Size;
        string[]? labelNames = label.Type is KeyDataViewType ? LabelValues.FromColumn(label)?.ToTexts() : null;
        string[]? names = OfScores(score, count) ?? OfKeys(schema.GetColumnOrNull(predictedLabel), count);
        if (names is not null && labelNames is not null
            && !names.SequenceEqual(labelNames) && names.Order().SequenceEqual(labelNames.Order()))
        {
            int index = Enumerable.Range(0, count).First(i => names[i] != labelNames[i]);
            throw new ArgumentException(
                $"The keys of the label column '{label.Name}' are in another order than the classes of '{score.Name}': class {index} is "
                + $"'{labelNames[index]}' in the label and '{names[index]}' in the scores. "
                + "Map the labels with the transformer of the training.");
        }

        names ??= labelNames?.Length == count ? labelNames : null;
        return names is not null
            ? [.. names]
            : [.. Enumerable.Range(0, count).Select(i => i.ToString(CultureInfo.InvariantCulture))];
    }

    private static string[]? OfScores(DataViewSchema.Column score, int count)
    {
        if (Fitting(LabelValues.FromColumn(score), count) is { } names)
        {
            return names;
        }

        const string Kind = AnnotationNames.TrainingLabelValues;
        return score.Annotations.Schema.GetColumnOrNull(Kind)?.Type is VectorDataViewType { IsKnownSize: true } type
            ? Fitting(LabelValueKind.Find(type.ItemType)?.Read(score.Annotations, Kind), count)
            : null;
    }

    private static string[]? OfKeys(DataViewSchema.Column? predicted, int count) =>
        predicted is { Type: KeyDataViewType } keys ? Fitting(LabelValues.FromColumn(keys), count) : null;

    private static string[]? Fitting(LabelValues? values, int count) => values?.Count == count ? values.ToTexts() : null;
}
