using System.Collections.Immutable;
using MLNetDeep.Neural;

namespace MLNetDeep.Reports;

/// <summary>A metric by epoch on the training or the validation data.</summary>
/// <param name="Name">The name in the legend.</param>
/// <param name="Points">The epochs and values that are finite.</param>
/// <param name="Colour">The number of the colour.</param>
/// <param name="Style">The number of the dashes.</param>
internal sealed record TrainingCurve(string Name, ImmutableArray<ChartPoint> Points, int Colour, int Style)
{
    private static readonly (string Name, TrainingMetric Training, TrainingMetric Validation)[] s_shares =
    [
        ("accuracy", TrainingMetric.Accuracy, TrainingMetric.ValidationAccuracy),
        ("top-k accuracy", TrainingMetric.TopKAccuracy, TrainingMetric.ValidationTopKAccuracy),
        ("precision", TrainingMetric.Precision, TrainingMetric.ValidationPrecision),
        ("recall", TrainingMetric.Recall, TrainingMetric.ValidationRecall),
        ("F1", TrainingMetric.F1Score, TrainingMetric.ValidationF1Score),
        ("area under ROC", TrainingMetric.AreaUnderRocCurve, TrainingMetric.ValidationAreaUnderRocCurve),
        ("R squared", TrainingMetric.RSquared, TrainingMetric.ValidationRSquared),
    ];

    /// <summary>Returns the curves of the metrics whose best value is 1.</summary>
    public static List<TrainingCurve> Shares(IReadOnlyList<EpochResult> history, ref int leftOut)
    {
        List<TrainingCurve> curves = [];
        int colour = 0;
        foreach ((string name, TrainingMetric training, TrainingMetric validation) in s_shares)
        {
            int before = curves.Count;
            curves.AddRange(Create(name, training, validation, colour, history, ref leftOut));
            colour += curves.Count > before ? 1 : 0;
        }

        return curves;
    }

    /// <summary>Returns the curves of a metric on the training and validation data, without those that have no finite value.</summary>
    /// <remarks>A metric that is NaN in every epoch was not measured: it is not counted as left out.</remarks>
    public static List<TrainingCurve> Create(
        string name, TrainingMetric training, TrainingMetric validation, int colour, IReadOnlyList<EpochResult> history, ref int leftOut)
    {
        List<TrainingCurve> curves = [];
        foreach ((string data, TrainingMetric metric, int style) in new[] { ("training", training, 0), ("validation", validation, 1) })
        {
            ChartPoint[] all = [.. history.Select(epoch => new ChartPoint(epoch.Epoch, epoch.ValueOf(metric)))];
            ImmutableArray<ChartPoint> finite = [.. all.Where(point => double.IsFinite(point.Y))];
            if (all.All(point => double.IsNaN(point.Y)))
            {
                continue;
            }

            leftOut += all.Length - finite.Length;
            if (!finite.IsEmpty)
            {
                // Without a name, the metric is the loss: its two curves differ in colour too.
                curves.Add(name.Length == 0
                    ? new TrainingCurve(data, finite, style, style)
                    : new TrainingCurve($"{name}, {data}", finite, colour, style));
            }
        }

        return curves;
    }
}
