namespace MLNetDeep.Tuning;

/// <summary>A hyper-parameter with values of one type; created by the methods of <see cref="SearchSpace"/>.</summary>
/// <typeparam name="T">The type of the values.</typeparam>
/// <example><c>trial.Get(rate)</c> is the value of the parameter <c>rate</c> in a trial, <c>result.Best.Get(rate)</c> that of the best trial.</example>
public sealed class Parameter<T> : Parameter
{
    private readonly Func<double, (T Value, string Text, double Number)> _draw;

    internal Parameter(SearchSpace space, string name, string range, Func<double, (T Value, string Text, double Number)> draw)
        : base(space, name, range)
    {
        _draw = draw;
    }

    /// <summary>Returns the value for a drawn number above 0 and below 1.</summary>
    internal T ValueAt(double uniform) => _draw(uniform).Value;

    internal override string TextAt(double uniform) => _draw(uniform).Text;

    internal override double NumberAt(double uniform) => _draw(uniform).Number;
}
