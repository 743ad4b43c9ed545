using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Rows;

namespace MLNetDeep.Reports;

/// <summary>
/// The rows of a scored view of several classes that have a label and finite scores, read as ML.NET's Evaluate reads them.
/// </summary>
internal sealed class MulticlassRows
{
    private const string Accepted = "a vector of Single with a known size of 2 or more, one score for each class";

    private readonly List<float> _scores;
    private readonly List<int> _labels = [];
    private readonly List<int> _predicted = [];
    private readonly List<long> _positions = [];

    private MulticlassRows(ImmutableArray<string> classNames, long? expectedRows)
    {
        ClassNames = classNames;
        _scores = new List<float>((int)Math.Min(Array.MaxLength, (expectedRows ?? 0) * classNames.Length));
    }

    /// <summary>The names of the classes, in the order of the scores.</summary>
    public ImmutableArray<string> ClassNames { get; }

    /// <summary>The number of classes of the model.</summary>
    public int ClassCount => ClassNames.Length;

    /// <summary>The number of rows.</summary>
    public int Count => _labels.Count;

    /// <summary>
    /// The class of each row, counted from 0. It may be <see cref="ClassCount"/> or more: a class that the model does not have.
    /// </summary>
    public ReadOnlySpan<int> Labels => CollectionsMarshal.AsSpan(_labels);

    /// <summary>The class with the highest score of each row, the first on ties.</summary>
    public ReadOnlySpan<int> Predicted => CollectionsMarshal.AsSpan(_predicted);

    /// <summary>The position of each row in the view.</summary>
    public IReadOnlyList<long> Positions => _positions;

    /// <summary>The number of rows without a label.</summary>
    public long MissingLabels { get; private set; }

    /// <summary>The number of rows with a score that is NaN or infinite.</summary>
    public long UnusableScores { get; private set; }

    /// <summary>Returns the scores of a row.</summary>
    /// <param name="row">The number of the row.</param>
    public ReadOnlySpan<float> ScoresOf(int row) => CollectionsMarshal.AsSpan(_scores).Slice(row * ClassCount, ClassCount);

    /// <summary>Returns the score of a class in all rows.</summary>
    /// <param name="index">The class.</param>
    public float[] ScoresOfClass(int index)
    {
        float[] scores = new float[Count];
        for (int i = 0; i < scores.Length; i++)
        {
            scores[i] = _scores[(i * ClassCount) + index];
        }

        return scores;
    }

    /// <summary>Reads a view.</summary>
    /// <param name="scored">The view with the label and the scores.</param>
    /// <param name="settings">The names of the columns.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has the wrong type.</exception>
    /// <exception cref="ArgumentException">The keys of the label stand for the model's classes in another order.</exception>
    /// <exception cref="InvalidOperationException">There are too many rows, or a row cannot be read.</exception>
    public static MulticlassRows Read(IDataView scored, EvaluationSettings settings)
    {
        DataViewSchema.Column score = Columns.Find(scored.Schema, "score", settings.Score);
        if (score.Type is not VectorDataViewType { IsKnownSize: true, Size: >= 2 } type || type.ItemType != NumberDataViewType.Single)
        {
            throw Columns.WrongType("score", score, Accepted);
        }

        DataViewSchema.Column label = Columns.Find(scored.Schema, "label", settings.Label);
        ImmutableArray<string> names = ScoredClassNames.Find(scored.Schema, score, label, settings.PredictedLabel);
        MulticlassRows rows = new(names, scored.GetRowCount());
        using DataViewRowCursor cursor = scored.GetRowCursor([label, score]);
        Func<int?> readLabel = ScoredLabels.OfClasses(cursor, label);
        VectorReader<float> scores = new(cursor, score);
        float[] values = new float[names.Length];
        while (cursor.MoveNext())
        {
            if (readLabel() is not { } index)
            {
                rows.MissingLabels++;
                continue;
            }

            scores.Read().CopyTo(values);
            rows.Add(cursor.Position, index, values);
        }

        return rows;
    }

    private void Add(long position, int label, ReadOnlySpan<float> scores)
    {
        int best = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            if (!float.IsFinite(scores[i]))
            {
                UnusableScores++;
                return;
            }

            best = scores[i] > scores[best] ? i : best;
        }

        if (_scores.Count > Array.MaxLength - scores.Length)
        {
            throw new InvalidOperationException(
                $"The view has more than {Count} rows of {ClassCount} scores, which is the most that can be kept: "
                + "pass fewer rows, such as those of Data.TakeRows.");
        }

        _scores.AddRange(scores);
        _labels.Add(label);
        _predicted.Add(best);
        _positions.Add(position);
    }
}
