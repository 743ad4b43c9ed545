using Microsoft.ML;

namespace MLNetDeep.Reports;

/// <summary>
/// The rows of a scored view of numbers that have a finite label and a finite score. ML.NET's Evaluate leaves out NaN, but not infinity,
/// which makes its metrics infinite or NaN.
/// </summary>
internal sealed class RegressionRows
{
    private RegressionRows(List<float> labels, List<float> predicted, List<long> positions)
    {
        Labels = [.. labels];
        Predicted = [.. predicted];
        Positions = positions;
    }

    /// <summary>The number of rows.</summary>
    public int Count => Labels.Length;

    /// <summary>The label of each row.</summary>
    public float[] Labels { get; }

    /// <summary>The prediction of each row.</summary>
    public float[] Predicted { get; }

    /// <summary>The position of each row in the view.</summary>
    public IReadOnlyList<long> Positions { get; }

    /// <summary>The number of rows without a finite label.</summary>
    public long MissingLabels { get; private init; }

    /// <summary>The number of rows whose score is NaN or infinite.</summary>
    public long UnusableScores { get; private init; }

    /// <summary>Reads a view.</summary>
    /// <param name="scored">The view with the label and the score.</param>
    /// <param name="settings">The names of the columns.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has the wrong type.</exception>
    public static RegressionRows Read(IDataView scored, EvaluationSettings settings)
    {
        DataViewSchema.Column score = ScoredNumbers.Find(scored.Schema, "score", settings.Score);
        DataViewSchema.Column label = ScoredNumbers.Find(scored.Schema, "label", settings.Label);
        List<float> labels = [], predicted = [];
        List<long> positions = [];
        long missing = 0, unusable = 0;
        using DataViewRowCursor cursor = scored.GetRowCursor([label, score]);
        Func<float> readLabel = ScoredLabels.Reader<float>(cursor, label);
        Func<float> readScore = ScoredLabels.Reader<float>(cursor, score);
        while (cursor.MoveNext())
        {
            (float truth, float value) = (readLabel(), readScore());
            if (!float.IsFinite(truth))
            {
                missing++;
            }
            else if (!float.IsFinite(value))
            {
                unusable++;
            }
            else
            {
                labels.Add(truth);
                predicted.Add(value);
                positions.Add(cursor.Position);
            }
        }

        return new RegressionRows(labels, predicted, positions) { MissingLabels = missing, UnusableScores = unusable };
    }
}
