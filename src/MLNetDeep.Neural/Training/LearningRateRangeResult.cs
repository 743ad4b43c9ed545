using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace MLNetDeep.Neural;

/// <summary>The rates and losses of a <see cref="LearningRateRangeTest"/>, step by step.</summary>
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

    /// <summary>The loss of each batch, computed before its step.</summary>
    public ImmutableArray<double> Losses { get; }

    /// <summary>The running mean of the losses over about ten steps.</summary>
    public ImmutableArray<double> SmoothedLosses { get; }

    /// <summary>Whether the loss diverged before the largest rate was reached; if not, larger rates may be worth a try.</summary>
    public bool HasDiverged { get; }

    /// <summary>The rate at which the smoothed loss falls fastest, before its minimum; null if it never falls.</summary>
    /// <remarks>The slope is that of the smoothed loss over the logarithm of the rate.</remarks>
    public double? Suggestion { get; }

    /// <summary>Writes a CSV table with one line per step: <c>learning_rate, loss, smoothed_loss</c>.</summary>
    /// <remarks>Numbers have decimal points in every culture. Lines end in <c>\n</c>.</remarks>
    public string ToCsv()
    {
        StringBuilder text = new("learning_rate,loss,smoothed_loss\n");
        for (int i = 0; i < Rates.Length; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{Rates[i]:R},{Losses[i]:R},{SmoothedLosses[i]:R}\n");
        }

        return text.ToString();
    }

    // Central differences; the logarithms of the rates are equally spaced.
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
