using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace MLNetDeep.Neural;

/// <summary>What a <see cref="LearningRateRangeTest"/> found, step by step.</summary>
public sealed class LearningRateRangeResult
{
    internal LearningRateRangeResult(
        ImmutableArray<double> rates, ImmutableArray<double> losses, ImmutableArray<double> smoothedLosses, bool hasDiverged)
    {
        Rates = rates;
        Losses = losses;
        SmoothedLosses = smoothedLosses;
        HasDiverged = hasDiverged;
        Suggestion = Steepest(rates, smoothedLosses);
    }

    /// <summary>The learning rate of each step.</summary>
    public ImmutableArray<double> Rates { get; }

    /// <summary>The loss of each batch, from before its step.</summary>
    public ImmutableArray<double> Losses { get; }

    /// <summary>A running mean of the losses, of about ten steps.</summary>
    public ImmutableArray<double> SmoothedLosses { get; }

    /// <summary>Whether the loss exploded before the largest rate was reached; if not, larger rates may be worth a try.</summary>
    public bool HasDiverged { get; }

    /// <summary>
    /// The rate at which the smoothed loss falls fastest over the logarithm of the rate, before its minimum; null where it never falls.
    /// </summary>
    public double? Suggestion { get; }

    /// <summary>A table with a line per step: <c>learning_rate, loss, smoothed_loss</c>, with points in numbers whatever the culture.</summary>
    public string ToCsv()
    {
        StringBuilder text = new("learning_rate,loss,smoothed_loss\n");
        for (int i = 0; i < Rates.Length; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{Rates[i]:R},{Losses[i]:R},{SmoothedLosses[i]:R}\n");
        }

        return text.ToString();
    }

    // Slopes between the neighbours on both sides; all steps are equally far apart on the logarithm of the rate.
    private static double? Steepest(ImmutableArray<double> rates, ImmutableArray<double> losses)
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
