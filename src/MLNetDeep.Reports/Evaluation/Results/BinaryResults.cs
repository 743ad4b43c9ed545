using System.Collections.Immutable;

namespace MLNetDeep.Reports;

/// <summary>The results of a model of two classes.</summary>
internal sealed class BinaryResults : EvaluationResults
{
    /// <summary>The names of the classes: <c>false</c> and <c>true</c>.</summary>
    public static ImmutableArray<string> ClassNames { get; } = ["false", "true"];

    /// <summary>The number of rows by [true class, predicted class].</summary>
    public required int[,] Confusion { get; init; }

    /// <summary>Precision, recall and F1 of false and of true.</summary>
    public required ImmutableArray<ClassScore> ClassScores { get; init; }

    /// <summary>The receiver operating characteristic.</summary>
    public required Curve Roc { get; init; }

    /// <summary>Precision against recall of true. The area is the average precision.</summary>
    public required Curve PrecisionRecall { get; init; }

    /// <summary>The share of true rows: the precision of a model that guesses.</summary>
    public required double PositiveShare { get; init; }

    /// <summary>The share of true rows for each predicted probability; null if there is no column of probabilities.</summary>
    public required CalibrationCurve? Calibration { get; init; }

    /// <summary>The probabilities, or the scores where there are none, of the rows of each class.</summary>
    public required ImmutableArray<ScoreGroup> Scores { get; init; }

    /// <summary>Whether <see cref="Scores"/> are probabilities.</summary>
    public required bool HasProbabilities { get; init; }
}
