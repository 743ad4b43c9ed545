using System.Collections.Immutable;
using System.Globalization;
using MLNetDeep.Tuning;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;
using static MLNetDeep.Reports.PictureText;

namespace MLNetDeep.Reports;

public static partial class Pictures
{
    private const int TrialPanelWidth = 150;
    private const double TrialPanelGap = 0.03;

    /// <summary>
    /// Draws the trials of a search for hyper-parameters: the metric by the value of each parameter, side by side. The best trial has a ring;
    /// colours say how many epochs a trial was trained for.
    /// </summary>
    /// <remarks>Trials that are far worse than the others are drawn as triangles at the edge. Failed trials are left out.</remarks>
    /// <param name="result">The result of the search.</param>
    public static Picture Trials(TuningResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        TrialMarks marks = new(result);
        int width = Math.Max(Width, 90 + (TrialPanelWidth * result.Parameters.Count));
        return new Picture("trials", $"Trials: {result.Metric.Name} by parameter", Describe(result, marks), width, Height, palette =>
        {
            Plot plot = new(palette, $"Trials: {result.Metric.Name} by parameter");
            plot.AddAxis(AxisPosition.Left, TitleOf(result.Metric), marks.AxisStart, marks.AxisEnd);
            for (int i = 0; i < result.Parameters.Count; i++)
            {
                AddPanel(plot, result, marks, i);
            }

            plot.AddLegend();
            return plot.Model;
        });
    }

    /// <summary>
    /// Draws the course of a search for hyper-parameters. Of a random search: the metric of each trial, and the best so far. Of successive
    /// halving: the metric of each trial by its epochs, a line for each, that of the best trial in another colour.
    /// </summary>
    /// <remarks>Values that are far worse than the others are drawn at the edge. Failed trials are left out.</remarks>
    /// <param name="result">The result of the search.</param>
    public static Picture TrialProgress(TuningResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        TrialMarks marks = new(result);
        string title = $"Search: {result.Metric.Name} by {(HasRungs(result) ? "epochs" : "trial")}";
        return new Picture("trial-progress", title, Describe(result, marks), Width, Height, palette =>
        {
            Plot plot = new(palette, title);
            plot.AddAxis(AxisPosition.Left, TitleOf(result.Metric), marks.AxisStart, marks.AxisEnd);
            if (HasRungs(result))
            {
                AddRungs(plot, result, marks);
            }
            else
            {
                AddBestSoFar(plot, result, marks);
            }

            plot.AddLegend();
            return plot.Model;
        });
    }

    private static string TitleOf(TuningMetric metric) => $"{metric.Name} ({(metric.IsHigherBetter ? "higher" : "lower")} is better)";

    private static bool HasRungs(TuningResult result) => result.Trials.Any(trial => trial.Rungs.Length > 1);

    private static void AddPanel(Plot plot, TuningResult result, TrialMarks marks, int index)
    {
        Parameter parameter = result.Parameters[index];
        string key = string.Create(CultureInfo.InvariantCulture, $"panel {index}");
        Axis axis = !parameter.Choices.IsEmpty ? plot.AddNames(AxisPosition.Bottom, parameter.Name, parameter.Choices, TrialPanelWidth)
            : parameter.IsLogarithmic && !IsBinary(parameter) ? plot.AddLogarithmicAxis(AxisPosition.Bottom, parameter.Name)
            : plot.AddAxis(AxisPosition.Bottom, parameter.Name);
        axis.Key = key;
        FitToPanel(axis, parameter, marks);
        double share = 1.0 / result.Parameters.Count;
        (axis.StartPosition, axis.EndPosition) = ((index * share) + (index == 0 ? 0 : TrialPanelGap / 2), ((index + 1) * share) - (TrialPanelGap / 2));
        int?[] epochs = [.. marks.Trials.Select(trial => trial.Epochs).Distinct().Order()];
        for (int level = 0; level < epochs.Length; level++)
        {
            string name = index > 0 ? "" : epochs[level] is { } count ? Count(count, "epoch") : "trial";
            TrialResult[] trials = [.. marks.Trials.Where(trial => trial.Epochs == epochs[level])];
            Add(name, [.. trials.Where(trial => !marks.IsOutside(trial.Value))], MarkerType.Circle, level);
            Add("", [.. trials.Where(trial => marks.IsOutside(trial.Value))], MarkerType.Triangle, level);
        }

        ScatterSeries best = Add(index > 0 ? "" : $"best: trial {result.Best.Number}", [result.Best], MarkerType.Circle, 0);
        (best.MarkerFill, best.MarkerStroke, best.MarkerStrokeThickness, best.MarkerSize) = (OxyColors.Transparent, plot.Palette.Text, 1.5, 6);

        ScatterSeries Add(string name, TrialResult[] trials, MarkerType type, int colour)
        {
            ScatterSeries series = plot.AddPoints(name, [.. trials.Select(PointOf)], colour);
            (series.XAxisKey, series.MarkerType, series.MarkerSize) = (key, type, 4);
            series.RenderInLegend = name.Length > 0;
            return series;
        }

        // Trials with the same choice stand a little beside each other.
        ChartPoint PointOf(TrialResult trial) => new(
            PlaceOf(parameter, trial) + (parameter.Choices.IsEmpty ? 0 : ((trial.Number * 0.618034 % 1) - 0.5) * 0.3), marks.PlaceOf(trial.Value));
    }

    // A mark at the end of a panel needs room. An axis of several powers of ten ends at such, so that a narrow panel has more than one label.
    private static void FitToPanel(Axis axis, Parameter parameter, TrialMarks marks)
    {
        (axis.MinimumPadding, axis.MaximumPadding) = (0.1, 0.1);
        axis.TickStyle = TickStyle.Outside;
        if (parameter is Parameter<int> && parameter.Choices.IsEmpty)
        {
            axis.MinimumMajorStep = 1;
            axis.LabelFormatter = value => Number((long)Math.Round(IsBinary(parameter) ? Math.Pow(2, value) : value));
        }

        double[] places = [.. marks.Trials.Select(trial => PlaceOf(parameter, trial))];
        if (axis is LogarithmicAxis logarithmic)
        {
            logarithmic.PowerPadding = places.Max() > 20 * places.Min();
        }
        else if (places.Min() == places.Max() && parameter.Choices.IsEmpty)
        {
            (axis.Minimum, axis.Maximum) = (places[0] - 1, places[0] + 1);
        }
    }

    // Logarithmic integers, such as numbers of units, stand on an axis of powers of two: it has more labels than one of powers of ten.
    private static bool IsBinary(Parameter parameter) => parameter is Parameter<int> && parameter.IsLogarithmic;

    private static double PlaceOf(Parameter parameter, TrialResult trial) =>
        IsBinary(parameter) ? Math.Log2(trial.NumberOf(parameter)) : trial.NumberOf(parameter);

    private static void AddRungs(Plot plot, TuningResult result, TrialMarks marks)
    {
        int[] epochs = [.. result.Trials.SelectMany(trial => trial.Rungs).Select(rung => rung.Epochs ?? 0).Distinct().Order()];
        plot.AddNames(AxisPosition.Bottom, "epochs", [.. epochs.Select(count => Number((long)count))], Width).MajorGridlineStyle = LineStyle.Solid;
        foreach (TrialResult trial in marks.Trials.OrderBy(trial => trial.Number == result.Best.Number))
        {
            ChartPoint[] points =
            [
                .. trial.Rungs.Where(rung => double.IsFinite(rung.Value))
                    .Select(rung => new ChartPoint(Array.IndexOf(epochs, rung.Epochs ?? 0), marks.PlaceOf(rung.Value))),
            ];
            bool isBest = trial.Number == result.Best.Number;
            LineSeries line = plot.AddLine(isBest ? $"best: trial {trial.Number}" : "", points, isBest ? 1 : 0);
            line.StrokeThickness = isBest ? 2.5 : 1;
            line.MarkerSize = isBest ? 4 : 2.5;
        }
    }

    private static void AddBestSoFar(Plot plot, TuningResult result, TrialMarks marks)
    {
        plot.AddAxis(AxisPosition.Bottom, "trial").MinimumMajorStep = 1;
        plot.AddPoints("trial", [.. marks.Trials.Select(trial => new ChartPoint(trial.Number, marks.PlaceOf(trial.Value)))], 0).MarkerSize = 4;
        StairStepSeries best = new()
        {
            Title = "best so far",
            Color = plot.Colour(1),
            VerticalStrokeThickness = 2,
            StrokeThickness = 2,
        };
        double value = double.NaN;
        foreach (TrialResult trial in marks.Trials)
        {
            value = double.IsNaN(value) || (result.Metric.IsHigherBetter ? trial.Value > value : trial.Value < value) ? trial.Value : value;
            best.Points.Add(new DataPoint(trial.Number, marks.PlaceOf(value)));
        }

        plot.Model.Series.Add(best);
    }

    private static string Describe(TuningResult result, TrialMarks marks)
    {
        ImmutableArray<TrialResult> trials = marks.Trials;
        double worst = result.Metric.IsHigherBetter ? trials.Min(trial => trial.Value) : trials.Max(trial => trial.Value);
        int outside = trials.Count(trial => marks.IsOutside(trial.Value));
        return $"{Count(trials.Length, "trial")} of {Count(result.Parameters.Count, "parameter")}. "
            + $"The best is trial {Number((long)result.Best.Number)} with {result.Metric.Name} {Number(result.Best.Value)}"
            + (result.Best.Epochs is { } epochs ? $" after {Count(epochs, "epoch")}" : "") + $": {result.Best}. The worst has {Number(worst)}."
            + (outside > 0 ? $" {Count(outside, "trial")} far from the others stand at the edge." : "")
            + (marks.FailedCount > 0 ? $" {Count(marks.FailedCount, "trial")} failed." : "");
    }
}
