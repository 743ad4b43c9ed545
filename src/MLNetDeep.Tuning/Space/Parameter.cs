using System.Collections.Immutable;

namespace MLNetDeep.Tuning;

/// <summary>A hyper-parameter of a <see cref="SearchSpace"/>, of any type.</summary>
public abstract class Parameter
{
    private readonly string _range;

    private protected Parameter(SearchSpace space, string name, string range)
    {
        Space = space;
        Index = space.Parameters.Count;
        Name = name;
        _range = range;
    }

    /// <summary>The name, which no other parameter of the space has.</summary>
    public string Name { get; }

    /// <summary>
    /// What is drawn, in words, such as <c>log-uniform from 0.0001 to 0.1</c>, and the initial value, if there is one:
    /// <c>log-uniform from 0.0001 to 0.1, initially 0.001</c>.
    /// </summary>
    public string Range => HasInitialValue ? $"{_range}, initially {TextAt(null)}" : _range;

    /// <summary>Whether values are drawn, and pictures have axes, on a logarithmic scale.</summary>
    public bool IsLogarithmic { get; internal init; }

    /// <summary>The names of the values of a choice; empty for numbers.</summary>
    public ImmutableArray<string> Choices { get; internal init; } = [];

    internal SearchSpace Space { get; }

    /// <summary>The position in the space, from 0.</summary>
    internal int Index { get; }

    /// <summary>Whether the first trial has a given value.</summary>
    internal abstract bool HasInitialValue { get; }

    /// <summary>Returns the drawn value as a text, in the same form on every machine.</summary>
    /// <param name="uniform">The drawn number, above 0 and below 1; null for the initial value.</param>
    internal abstract string TextAt(double? uniform);

    /// <summary>Returns the drawn value as a number; for a choice, its position from 0.</summary>
    /// <param name="uniform">The drawn number, above 0 and below 1; null for the initial value.</param>
    internal abstract double NumberAt(double? uniform);
}
