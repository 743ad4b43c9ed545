using System.Collections.Immutable;

namespace MLNetDeep.Reports;

/// <summary>The results of a model of several classes.</summary>
internal sealed class MulticlassResults : EvaluationResults
{
    /// <summary>The names of the classes, in the order of the scores.</summary>
    public required ImmutableArray<string> ClassNames { get; init; }

    /// <summary>
    /// The number of rows whose class is none of the model's. They are in no picture, but count as wrong in the accuracy.
    /// </summary>
    public required long UnknownClasses { get; init; }

    /// <summary>The number of rows by [true class, predicted class].</summary>
    public required int[,] Confusion { get; init; }

    /// <summary>Precision, recall and F1 of each class.</summary>
    public required ImmutableArray<ClassScore> ClassScores { get; init; }

    /// <summary>The receiver operating characteristic of each class against all others, and last their average.</summary>
    public required ImmutableArray<Curve> Roc { get; init; }

    /// <summary>Precision against recall of each class against all others. The area is the average precision.</summary>
    public required ImmutableArray<Curve> PrecisionRecall { get; init; }

    /// <summary>How often the predicted class is right for each confidence; null if some score is not from 0 to 1.</summary>
    public required CalibrationCurve? Calibration { get; init; }

    /// <summary>
    /// The confidences of the rows predicted right and of those predicted wrong. One group per true class would overlap too much.
    /// </summary>
    public required ImmutableArray<ScoreGroup> Confidences { get; init; }
}
