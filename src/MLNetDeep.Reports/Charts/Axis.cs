using System.Collections.Immutable;
using System.Globalization;

namespace MLNetDeep.Reports;

/// <summary>A range of numbers with ticks at round ones (Heckbert, "Nice Numbers for Graph Labels", Graphics Gems, 1990).</summary>
internal sealed class Axis
{
    private const double EmptyHalfWidth = 0.5;

    private readonly bool _logarithmic;
    private readonly double _step;

    private Axis(double minimum, double maximum, double step, ImmutableArray<double> ticks, bool logarithmic)
    {
        Minimum = minimum;
        Maximum = maximum;
        Ticks = ticks;
        _step = step;
        _logarithmic = logarithmic;
    }

    public double Minimum { get; }

    public double Maximum { get; }

    /// <summary>Round numbers from the first to the last end.</summary>
    public ImmutableArray<double> Ticks { get; }

    /// <summary>The axis over some values, with about so many ticks; its ends are ticks.</summary>
    public static Axis Over(IEnumerable<double> values, int ticks)
    {
        (double low, double high) = Range(values);
        if (low == high)
        {
            (low, high) = (low - EmptyHalfWidth, high + EmptyHalfWidth);
        }

        double step = NiceStep((high - low) / Math.Max(1, ticks - 1));
        long first = (long)Math.Floor(low / step + 1e-9);
        long last = (long)Math.Ceiling(high / step - 1e-9);
        ImmutableArray<double>.Builder marks = ImmutableArray.CreateBuilder<double>();
        for (long i = first; i <= last; i++)
        {
            marks.Add(i * step);
        }

        return new Axis(first * step, last * step, step, marks.ToImmutable(), logarithmic: false);
    }

    /// <summary>The axis over some positive values, with ticks at powers of ten.</summary>
    public static Axis OverPowersOfTen(IEnumerable<double> values)
    {
        (double low, double high) = Range(values.Select(Math.Log10));
        int first = (int)Math.Floor(low + 1e-9);
        int last = Math.Max(first + 1, (int)Math.Ceiling(high - 1e-9));
        ImmutableArray<double> marks = [.. Enumerable.Range(first, last - first + 1).Select(e => Math.Pow(10, e))];
        return new Axis(Math.Pow(10, first), Math.Pow(10, last), 1, marks, logarithmic: true);
    }

    /// <summary>Where a value lies, 0 at the first end and 1 at the last.</summary>
    public double Position(double value) => _logarithmic
        ? (Math.Log10(value) - Math.Log10(Minimum)) / (Math.Log10(Maximum) - Math.Log10(Minimum))
        : (value - Minimum) / (Maximum - Minimum);

    /// <summary>A tick as text, with as many decimals as its neighbours need.</summary>
    public string Label(double tick)
    {
        if (_logarithmic)
        {
            return tick.ToString("0.################", CultureInfo.InvariantCulture) is { Length: <= 6 } plain ? plain : tick.ToString("0e0", CultureInfo.InvariantCulture);
        }

        if (Math.Max(Math.Abs(Minimum), Math.Abs(Maximum)) >= 1e6)
        {
            return tick.ToString("0.##e0", CultureInfo.InvariantCulture);
        }

        int decimals = Math.Max(0, -(int)Math.Floor(Math.Log10(_step) + 1e-9));
        string text = tick.ToString("F" + decimals, CultureInfo.InvariantCulture);
        return tick == 0 ? text.TrimStart('-') : text;
    }

    // 1, 2 or 5 times a power of ten, the nearest to the wanted step.
    private static double NiceStep(double wanted)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(wanted)));
        double factor = (wanted / power) switch
        {
            < 1.5 => 1,
            < 3 => 2,
            < 7 => 5,
            _ => 10,
        };
        return factor * power;
    }

    private static (double Low, double High) Range(IEnumerable<double> values)
    {
        double low = double.PositiveInfinity;
        double high = double.NegativeInfinity;
        foreach (double value in values)
        {
            low = Math.Min(low, value);
            high = Math.Max(high, value);
        }
        return low <= high ? (low, high) : (0, 1);
    }
}
