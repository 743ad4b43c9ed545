namespace MLNetDeep.Reports.Html;

/// <summary>Draws how predictions and labels agree.</summary>
internal static class ResultPictures
{
    // Curves of more classes could not be told apart.
    private const int MaxCurves = 12;

    public static IReadOnlyList<Picture> Draw(EvaluationResults results) => results.RowCount == 0 ? [] : results switch
    {
        MulticlassResults multiclass => [.. Draw(multiclass)],
        BinaryResults binary => [.. Draw(binary)],
        RegressionResults regression =>
        [
            Pictures.PredictedAgainstTrue(regression.Actual, regression.Predicted),
            Pictures.Residuals(regression.Actual, regression.Predicted),
        ],
        _ => [],
    };

    private static IEnumerable<Picture> Draw(MulticlassResults results)
    {
        if (results.UnknownClasses < results.RowCount)
        {
            yield return Pictures.ConfusionMatrix(results.ClassNames, results.Confusion);
            yield return Pictures.ClassScores(results.ClassNames, results.ClassScores);
        }

        // The last of these curves is the average of the others.
        Curve[] roc = [.. Worst(results.Roc[..^1], MaxCurves - 1), results.Roc[^1]];
        foreach (Picture curves in DrawCurves(roc, Worst(results.PrecisionRecall, MaxCurves), baseline: null))
        {
            yield return curves;
        }

        foreach (Picture picture in DrawScores(results.Calibration, results.Confidences))
        {
            yield return picture;
        }
    }

    private static IEnumerable<Picture> Draw(BinaryResults results) =>
    [
        Pictures.ConfusionMatrix(BinaryResults.ClassNames, results.Confusion),
        Pictures.ClassScores(BinaryResults.ClassNames, results.ClassScores),
        .. DrawCurves([results.Roc], [results.PrecisionRecall], results.PositiveShare),
        .. DrawScores(results.Calibration, results.Scores),
    ];

    private static IEnumerable<Picture> DrawCurves(IReadOnlyList<Curve> roc, IReadOnlyList<Curve> precisionRecall, double? baseline)
    {
        if (roc.Any(HasPoints))
        {
            yield return Pictures.Roc([.. roc.Where(HasPoints)]);
        }

        if (precisionRecall.Any(HasPoints))
        {
            yield return Pictures.PrecisionRecall([.. precisionRecall.Where(HasPoints)], baseline);
        }
    }

    private static IEnumerable<Picture> DrawScores(CalibrationCurve? calibration, IReadOnlyList<ScoreGroup> groups)
    {
        if (calibration is not null)
        {
            yield return Pictures.Calibration(calibration);
        }

        yield return Pictures.ScoreHistogram([.. groups.Where(group => group.Scores.Length > 0)]);
    }

    // The curves of all classes in their order, or of the classes with the least area if there are too many.
    private static IReadOnlyList<Curve> Worst(IReadOnlyList<Curve> classes, int most) =>
        classes.Count <= most ? classes : [.. classes.Where(HasPoints).OrderBy(curve => curve.Area).Take(most)];

    private static bool HasPoints(Curve curve) =>
        !double.IsNaN(curve.Area) && curve.Points.Any(point => double.IsFinite(point.X) && double.IsFinite(point.Y));
}
