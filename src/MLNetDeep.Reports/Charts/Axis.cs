using System.Collections.Immutable;
using System.Globalization;

namespace MLNetDeep.Reports;

/// <summary>
/// A chart axis: a range of numbers with ticks at round numbers (Heckbert, "Nice Numbers for Graph Labels", Graphics Gems, 1990).
/// </summary>
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

    /// <summary>Round numbers from <see cref="Minimum"/> to <see cref="Maximum"/>.</summary>
    public ImmutableArray<double> Ticks { get; }

    /// <summary>
    /// Creates a linear axis that covers the values. It has about <paramref name="ticks"/> ticks, including one at each end.
    /// </summary>
    public static Axis CreateLinear(IEnumerable<double> values, int ticks)
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

    /// <summary>Creates a logarithmic axis that covers the values, which must be positive. Its ticks are powers of ten.</summary>
    public static Axis CreateLogarithmic(IEnumerable<double> values)
    {
        (double low, double high) = Range(values.Select(Math.Log10));
        int first = (int)Math.Floor(low + 1e-9);
        int last = Math.Max(first + 1, (int)Math.Ceiling(high - 1e-9));
        ImmutableArray<double> marks = [.. Enumerable.Range(first, last - first + 1).Select(e => Math.Pow(10, e))];
        return new Axis(Math.Pow(10, first), Math.Pow(10, last), 1, marks, logarithmic: true);
    }

    /// <summary>Returns the position of a value on the axis: 0 at <see cref="Minimum"/>, 1 at <see cref="Maximum"/>.</summary>
    public double Position(double value) => _logarithmic
        ? (Math.Log10(value) - Math.Log10(Minimum)) / (Math.Log10(Maximum) - Math.Log10(Minimum))
        : (value - Minimum) / (Maximum - Minimum);

    /// <summary>Formats a tick with as many decimals as the distance between ticks requires.</summary>
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

    // Rounds the distance between ticks to 1, 2 or 5 times a power of ten.
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
