namespace MLNetDeep.Tuning;

/// <summary>A hyper-parameter with values of one type; created by the methods of <see cref="SearchSpace"/>.</summary>
/// <typeparam name="T">The type of the values.</typeparam>
/// <example><c>trial.Get(rate)</c> is the value of the parameter <c>rate</c> in a trial, <c>result.Best.Get(rate)</c> that of the best trial.</example>
public sealed class Parameter<T> : Parameter
{
    private readonly Func<double, (T Value, string Text, double Number)> _draw;
    private readonly Func<T, (T Value, string Text, double Number)> _find;
    private (T Value, string Text, double Number)? _initial;

    /// <param name="space">The space.</param>
    /// <param name="name">The name.</param>
    /// <param name="range">What is drawn, in words.</param>
    /// <param name="draw">Returns the value for a drawn number above 0 and below 1.</param>
    /// <param name="find">Returns the same for a value; throws if it cannot be drawn.</param>
    internal Parameter(
        SearchSpace space, string name, string range, Func<double, (T Value, string Text, double Number)> draw,
        Func<T, (T Value, string Text, double Number)> find)
        : base(space, name, range)
    {
        (_draw, _find) = (draw, find);
    }

    internal override bool HasInitialValue => _initial is not null;

    /// <summary>Gives the first trial of a search, number 0, this value instead of one that is drawn. Returns this parameter.</summary>
    /// <remarks>
    /// If all parameters have the values that one would use without a search, the first trial is the pipeline as it is now. No random search
    /// then ends with a pipeline that is worse on the held-out rows. Successive halving may drop the first trial after a few epochs, as any
    /// other. The values of the other trials stay as they are.
    /// </remarks>
    /// <param name="value">A value in the range, or one of the choices. It is not rounded.</param>
    /// <exception cref="ArgumentException">The value is not in the range, or is none of the choices.</exception>
    /// <example><c>Parameter&lt;double&gt; rate = space.LogUniform("learning rate", 1e-4, 1e-1).StartAt(1e-3);</c></example>
    public Parameter<T> StartAt(T value)
    {
        _initial = _find(value);
        return this;
    }

    /// <summary>Returns the value for a drawn number above 0 and below 1; the initial value for null.</summary>
    internal T ValueAt(double? uniform) => At(uniform).Value;

    internal override string TextAt(double? uniform) => At(uniform).Text;

    internal override double NumberAt(double? uniform) => At(uniform).Number;

    private (T Value, string Text, double Number) At(double? uniform) => uniform is { } drawn ? _draw(drawn) : _initial!.Value;
}
