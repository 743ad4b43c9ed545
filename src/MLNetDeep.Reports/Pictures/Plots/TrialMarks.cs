using System.Collections.Immutable;
using MLNetDeep.Tuning;

namespace MLNetDeep.Reports;

/// <summary>The trials of a search that have a value, and the part of the values that a picture shows.</summary>
/// <remarks>
/// A few trials that are far worse than the others would leave no room for these. What is worse than the median by more than
/// <see cref="Reach"/> times the distance from the median to the best is drawn at the edge.
/// </remarks>
internal sealed class TrialMarks
{
    private const double Reach = 2;

    public TrialMarks(TuningResult result)
    {
        Trials = [.. result.Trials.Where(trial => double.IsFinite(trial.Value))];
        FailedCount = result.Trials.Length - Trials.Length;
        double[] values = [.. Trials.Select(trial => trial.Value).Order()];
        (double best, double median) = (result.Best.Value, values[values.Length / 2]);
        double limit = median + (Reach * (median - best));
        double worst = result.Metric.IsHigherBetter ? Math.Max(limit, values[0]) : Math.Min(limit, values[^1]);
        (Lowest, Highest) = (Math.Min(best, worst), Math.Max(best, worst));
        double room = 0.06 * Math.Max(Highest - Lowest, 1e-9 * Math.Max(1, Math.Abs(best)));
        (AxisStart, AxisEnd) = (Lowest - room, Highest + room);
    }

    public ImmutableArray<TrialResult> Trials { get; }

    public int FailedCount { get; }

    /// <summary>The least value that has a place of its own.</summary>
    public double Lowest { get; }

    /// <summary>The greatest value that has a place of its own.</summary>
    public double Highest { get; }

    public double AxisStart { get; }

    public double AxisEnd { get; }

    public bool IsOutside(double value) => value < Lowest || value > Highest;

    /// <summary>Returns the place of a value: the edge for values outside.</summary>
    public double PlaceOf(double value) => Math.Clamp(value, Lowest, Highest);
}
