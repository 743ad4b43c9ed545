using System.Collections.Immutable;

namespace MLNetDeep.Tuning;

/// <summary>A trial that has been trained, with its values and results.</summary>
public sealed class TrialResult
{
    private readonly TrialValues _values;
    private readonly RungResult? _best;

    internal TrialResult(int number, TrialValues values, ImmutableArray<RungResult> rungs, RungResult? best)
    {
        Number = number;
        Rungs = rungs;
        _values = values;
        _best = best;
    }

    /// <summary>The number of the trial, from 0.</summary>
    public int Number { get; }

    /// <summary>The seed of the trial's training.</summary>
    public int Seed => _values.Seed;

    /// <summary>The best value of the search's metric on any rung, on the held-out rows; NaN if there is none.</summary>
    public double Value => _best?.Value ?? double.NaN;

    /// <summary>The number of epochs after which the trial had <see cref="Value"/>; null if the trainer's options say it, or there is none.</summary>
    public int? Epochs => _best?.Epochs;

    /// <summary>The results on the rungs that the trial has reached.</summary>
    public ImmutableArray<RungResult> Rungs { get; }

    /// <summary>Why the trial failed on its last rung: the exception's message, or a metric that is not finite. Null if it did not.</summary>
    public string? Failure => Rungs[^1].Failure;

    /// <summary>The time of the trial on all rungs.</summary>
    public TimeSpan Duration => Rungs.Aggregate(TimeSpan.Zero, (sum, rung) => sum + rung.Duration);

    /// <summary>The rung with <see cref="Value"/>; null if there is none.</summary>
    internal RungResult? BestRung => _best;

    /// <summary>Returns the value of a parameter.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="parameter">A parameter of the search space.</param>
    /// <exception cref="ArgumentException">The parameter belongs to another search space.</exception>
    public T Get<T>(Parameter<T> parameter) => _values.Get(parameter);

    /// <summary>Returns the value of a parameter as a text: that of tables and of the journal.</summary>
    /// <param name="parameter">A parameter of the search space.</param>
    /// <exception cref="ArgumentException">The parameter belongs to another search space.</exception>
    public string TextOf(Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        return _values.Text(parameter);
    }

    /// <summary>Returns the value of a parameter as a number; for a choice, its position among the choices, from 0.</summary>
    /// <param name="parameter">A parameter of the search space.</param>
    /// <exception cref="ArgumentException">The parameter belongs to another search space.</exception>
    public double NumberOf(Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        return _values.Number(parameter);
    }

    /// <summary>Returns the values of the parameters, such as <c>learning rate 0.00316, hidden 128</c>.</summary>
    public override string ToString() => string.Join(", ", _values.Texts().Select(value => $"{value.Key} {value.Value}"));
}
