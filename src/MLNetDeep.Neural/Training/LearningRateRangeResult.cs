using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace MLNetDeep.Neural;

/// <summary>The result of a <see cref="LearningRateRangeTest"/>: the learning rate and the loss at each step.</summary>
public sealed class LearningRateRangeResult
{
    internal LearningRateRangeResult(
        ImmutableArray<double> rates, ImmutableArray<double> losses, ImmutableArray<double> smoothedLosses, bool hasDiverged)
    {
        Rates = rates;
        Losses = losses;
        SmoothedLosses = smoothedLosses;
        HasDiverged = hasDiverged;
        Suggestion = FindSteepestRate(rates, smoothedLosses);
    }

    /// <summary>The learning rate of each step.</summary>
    public ImmutableArray<double> Rates { get; }

    /// <summary>The loss of each batch, computed before its step.</summary>
    public ImmutableArray<double> Losses { get; }

    /// <summary>The running mean of the losses over about ten steps.</summary>
    public ImmutableArray<double> SmoothedLosses { get; }

    /// <summary>Whether the loss diverged before the largest rate was reached. If false, larger rates may be worth a try.</summary>
    public bool HasDiverged { get; }

    /// <summary>The rate at which the smoothed loss falls fastest, before its minimum; null if the loss never falls.</summary>
    /// <remarks>The slope is measured over the logarithm of the rate.</remarks>
    public double? Suggestion { get; }

    /// <summary>Returns a CSV table with one row per step: <c>learning_rate, loss, smoothed_loss</c>.</summary>
    /// <remarks>Numbers use decimal points, whatever the current culture. Lines end in <c>\n</c>.</remarks>
    public string ToCsv()
    {
        StringBuilder text = new("learning_rate,loss,smoothed_loss\n");
        for (int i = 0; i < Rates.Length; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{Rates[i]:R},{Losses[i]:R},{SmoothedLosses[i]:R}\n");
        }

        return text.ToString();
    }

    // Uses central differences, since the logarithms of the rates are equally spaced.
    private static double? FindSteepestRate(ImmutableArray<double> rates, ImmutableArray<double> losses)
    {
        int end = losses.IsEmpty ? 0 : losses.IndexOf(losses.Min());
        double steepest = 0;
        double? suggestion = null;
        for (int i = 1; i < end; i++)
        {
            double slope = losses[i + 1] - losses[i - 1];
            if (slope < steepest)
            {
                (steepest, suggestion) = (slope, rates[i]);
            }
        }

        return suggestion;
    }
}
