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
    /// The keys of the label have a class of the scores in another place.
    /// </exception>
    public static ImmutableArray<string> Find(
        DataViewSchema schema, DataViewSchema.Column score, DataViewSchema.Column label, string predictedLabel)
    {
        int count = ((VectorDataViewType)score.Type).Size;
        string[]? labelNames = label.Type is KeyDataViewType ? LabelValues.FromColumn(label)?.ToTexts() : null;
        string[]? names = OfScores(score, count) ?? OfKeys(schema.GetColumnOrNull(predictedLabel), count);
        if (names is not null && labelNames is not null)
        {
            CheckOrder(names, labelNames, score.Name, label.Name);
        }

        names ??= labelNames?.Length == count ? labelNames : null;
        return names is not null
            ? [.. names]
            : [.. Enumerable.Range(0, count).Select(i => i.ToString(CultureInfo.InvariantCulture))];
    }

    // A class that only one of the two has is no error. One that both have must have the same number in both.
    private static void CheckOrder(string[] names, string[] labelNames, string score, string label)
    {
        HashSet<string> known = [.. names];
        for (int i = 0; i < labelNames.Length; i++)
        {
            string? name = i < names.Length ? names[i] : null;
            if (labelNames[i] != name && known.Contains(labelNames[i]))
            {
                throw new ArgumentException(
                    $"The keys of the label column '{label}' are in another order than the classes of '{score}': class {i} is "
                    + $"'{labelNames[i]}' in the label and {(name is null ? "does not exist" : $"'{name}'")} in the scores. "
                    + "Map the labels with the transformer of the training.");
            }
        }
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
