using Microsoft.ML;

namespace MLNetDeep.Reports;

/// <summary>The rows of a scored view of two classes that have a label and a finite score, read as ML.NET's Evaluate reads them.</summary>
internal sealed class BinaryRows
{
    private BinaryRows(List<bool> labels, List<float> scores, List<float>? probabilities, List<long> positions)
    {
        Labels = [.. labels];
        Scores = [.. scores];
        Probabilities = probabilities?.ToArray();
        Predicted = Array.ConvertAll(Scores, score => score > 0);
        Positions = positions;
    }

    /// <summary>The number of rows.</summary>
    public int Count => Labels.Length;

    /// <summary>For each row, whether it is positive.</summary>
    public bool[] Labels { get; }

    /// <summary>The score of each row. Above 0, the row is predicted positive.</summary>
    public float[] Scores { get; }

    /// <summary>The probability of each row that it is positive; null if there is no such column.</summary>
    public float[]? Probabilities { get; }

    /// <summary>For each row, whether it is predicted positive.</summary>
    public bool[] Predicted { get; }

    /// <summary>The position of each row in the view.</summary>
    public IReadOnlyList<long> Positions { get; }

    /// <summary>The number of rows without a label.</summary>
    public long MissingLabels { get; private init; }

    /// <summary>The number of rows with a score that is NaN or infinite.</summary>
    public long UnusableScores { get; private init; }

    /// <summary>Reads a view.</summary>
    /// <param name="scored">The view with the label, the score and perhaps the probability.</param>
    /// <param name="settings">The names of the columns.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has the wrong type.</exception>
    public static BinaryRows Read(IDataView scored, EvaluationSettings settings)
    {
        DataViewSchema.Column score = ScoredNumbers.Find(scored.Schema, "score", settings.Score);
        DataViewSchema.Column label = Columns.Find(scored.Schema, "label", settings.Label);
        DataViewSchema.Column? probability = scored.Schema.GetColumnOrNull(settings.Probability) is null
            ? null
            : ScoredNumbers.Find(scored.Schema, "probability", settings.Probability);

        List<bool> labels = [];
        List<float> scores = [];
        List<float>? probabilities = probability is null ? null : [];
        List<long> positions = [];
        long missing = 0, unusable = 0;
        using DataViewRowCursor cursor = scored.GetRowCursor(probability is { } used ? [label, score, used] : [label, score]);
        Func<bool?> readLabel = ScoredLabels.OfTwoClasses(cursor, label);
        Func<float> readScore = ScoredLabels.Reader<float>(cursor, score);
        Func<float>? readProbability = probability is { } column ? ScoredLabels.Reader<float>(cursor, column) : null;
        while (cursor.MoveNext())
        {
            float value = readScore();
            if (readLabel() is not { } isPositive)
            {
                missing++;
            }
            else if (!float.IsFinite(value))
            {
                unusable++;
            }
            else
            {
                labels.Add(isPositive);
                scores.Add(value);
                probabilities?.Add(readProbability!());
                positions.Add(cursor.Position);
            }
        }

        return new BinaryRows(labels, scores, probabilities, positions) { MissingLabels = missing, UnusableScores = unusable };
    }
}
