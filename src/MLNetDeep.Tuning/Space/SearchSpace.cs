using System.Collections.Immutable;
using System.Globalization;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Tuning;

/// <summary>The hyper-parameters of a search, each with the range that its values are drawn from.</summary>
/// <remarks>
/// <para>The values of a trial depend on the search's seed, the number of the trial and the order of the parameters, and on nothing else. A
/// parameter that is added behind the others leaves their values as they were. <see cref="Parameter{T}.StartAt"/> gives the first trial
/// values of your own.</para>
/// <para>A value may be drawn that a pipeline does not use, such as the number of units of a second layer where there is only one.</para>
/// </remarks>
/// <example>
/// <code>
/// SearchSpace space = new();
/// Parameter&lt;double&gt; rate = space.LogUniform("learning rate", 1e-4, 1e-1);
/// Parameter&lt;int&gt; units = space.Integer("units", 16, 512, logarithmic: true);
/// Parameter&lt;Activation&gt; activation = space.Choice("activation", Activation.Relu, Activation.Tanh);
/// </code>
/// </example>
public sealed class SearchSpace
{
    private const int Digits = 6;

    // As many tell any two numbers apart.
    private const int RoundTripDigits = 17;

    private readonly List<Parameter> _parameters = [];

    /// <summary>The parameters in the order in which they were added.</summary>
    public IReadOnlyList<Parameter> Parameters => _parameters;

    /// <summary>Adds a number that is equally likely anywhere in a range: minimum + u·(maximum - minimum), with u uniform in (0, 1).</summary>
    /// <remarks>Values are rounded to a hundred-thousandth of the range or better, so that they can be copied from the table of the trials.</remarks>
    /// <param name="name">The name.</param>
    /// <param name="minimum">The least value.</param>
    /// <param name="maximum">The greatest value.</param>
    /// <exception cref="ArgumentException">The name is empty or taken, or the range is not finite or empty.</exception>
    public Parameter<double> Uniform(string name, double minimum, double maximum)
    {
        CheckRange(minimum, maximum);
        int decimals = Math.Max(Digits - 1 - (int)Math.Floor(Math.Log10(maximum - minimum)), 0);
        return Add(new Parameter<double>(
            this, name, $"uniform from {Text(minimum)} to {Text(maximum)}",
            u => Drawn(Math.Clamp(Round(minimum + (u * (maximum - minimum)), decimals), minimum, maximum)),
            value => Drawn(InRange(name, value, minimum, maximum))));
    }

    /// <summary>Adds a number whose logarithm is equally likely anywhere in a range: minimum·(maximum / minimum)ᵘ, with u uniform in (0, 1).</summary>
    /// <remarks>
    /// The usual choice for learning rates and penalties. Values are rounded to six digits, or to more in a narrow range, so that they can be
    /// copied from the table of the trials.
    /// </remarks>
    /// <param name="name">The name.</param>
    /// <param name="minimum">The least value, above 0.</param>
    /// <param name="maximum">The greatest value.</param>
    /// <exception cref="ArgumentException">The name is empty or taken, or the range is not finite, empty or not above 0.</exception>
    public Parameter<double> LogUniform(string name, double minimum, double maximum)
    {
        Guard.Accept(minimum > 0 && double.IsFinite(minimum), minimum, nameof(minimum), "above 0, finite");
        CheckRange(minimum, maximum);
        return Add(new Parameter<double>(
            this, name, $"log-uniform from {Text(minimum)} to {Text(maximum)}",
            u => Drawn(Math.Clamp(LogDraw(u, minimum, maximum), minimum, maximum)), value => Drawn(InRange(name, value, minimum, maximum)))
        {
            IsLogarithmic = true,
        });
    }

    /// <summary>
    /// Adds a whole number: each is equally likely or, if <paramref name="logarithmic"/>, the whole part of a number whose logarithm is
    /// uniform from <paramref name="minimum"/> to <paramref name="maximum"/> + 1.
    /// </summary>
    /// <param name="name">The name.</param>
    /// <param name="minimum">The least value; with <paramref name="logarithmic"/> 1 or more.</param>
    /// <param name="maximum">The greatest value.</param>
    /// <param name="logarithmic">Whether smaller numbers are more likely. Usual for numbers of units. Default false.</param>
    /// <exception cref="ArgumentException">The name is empty or taken, or the range is empty.</exception>
    public Parameter<int> Integer(string name, int minimum, int maximum, bool logarithmic = false)
    {
        Guard.Accept(maximum >= minimum, maximum, nameof(maximum), $"{nameof(minimum)}, {Text(minimum)}, or more");
        if (logarithmic)
        {
            Guard.Positive(minimum, nameof(minimum));
        }

        double end = maximum + 1.0;
        string kind = logarithmic ? "log-uniform integer" : "integer";
        return Add(new Parameter<int>(
            this, name, $"{kind} from {Text(minimum)} to {Text(maximum)}", Draw, value => Whole((int)InRange(name, value, minimum, maximum)))
        {
            IsLogarithmic = logarithmic,
        });

        (int Value, string Text, double Number) Draw(double u)
        {
            double number = logarithmic ? LogDraw(u, minimum, end) : minimum + (u * (end - minimum));
            return Whole((int)Math.Clamp(Math.Floor(number), minimum, maximum));
        }

        static (int Value, string Text, double Number) Whole(int value) => (value, Text(value), value);
    }

    /// <summary>Adds a choice of values, each equally likely. Their texts are their names, in tables and in the journal.</summary>
    /// <typeparam name="T">The type of the values.</typeparam>
    /// <param name="name">The name.</param>
    /// <param name="values">The values, with different texts. Name them if their texts are long or equal.</param>
    /// <exception cref="ArgumentException">The name is empty or taken, there are no values, or two have the same text.</exception>
    public Parameter<T> Choice<T>(string name, params T[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return Choice(name, [.. values.Select(value => (TextOf(value), value))]);
    }

    /// <summary>Adds a choice of named values, each equally likely.</summary>
    /// <typeparam name="T">The type of the values.</typeparam>
    /// <param name="name">The name.</param>
    /// <param name="values">The values with their names, which tables and the journal have.</param>
    /// <exception cref="ArgumentException">The name is empty or taken, there are no values, or two have the same name.</exception>
    public Parameter<T> Choice<T>(string name, params (string Name, T Value)[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        ImmutableArray<(string Name, T Value)> choices = [.. values];
        if (choices.IsEmpty)
        {
            throw new ArgumentException($"The parameter '{name}' has no values to choose from; accepted: one or more.", nameof(values));
        }

        foreach ((string choice, int count) in choices.CountBy(choice => Guard.Name(choice.Name, nameof(values))))
        {
            if (count > 1)
            {
                throw new ArgumentException(
                    $"The parameter '{name}' has {count} values named '{choice}'; accepted: different names, as in Choice(\"{name}\", (\"a\", value), ...).",
                    nameof(values));
            }
        }

        string names = string.Join(", ", choices.Select(choice => choice.Name));
        return Add(new Parameter<T>(this, name, $"one of {names}", u => At((int)Math.Min(Math.Floor(u * choices.Length), choices.Length - 1)), Find)
        {
            Choices = [.. choices.Select(choice => choice.Name)],
        });

        (T Value, string Text, double Number) At(int position) => (choices[position].Value, choices[position].Name, position);

        (T Value, string Text, double Number) Find(T value)
        {
            int position = choices.Select(choice => choice.Value).ToList().IndexOf(value);
            return position >= 0
                ? At(position)
                : throw new ArgumentException($"{TextOf(value)} is none of the choices of the parameter '{name}'; accepted: {names}.", nameof(value));
        }
    }

    /// <summary>Adds a choice of false and true, equally likely.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="ArgumentException">The name is empty or taken.</exception>
    public Parameter<bool> Boolean(string name) => Choice(name, ("false", false), ("true", true));

    private static void CheckRange(double minimum, double maximum)
    {
        Guard.Accept(double.IsFinite(minimum), minimum, nameof(minimum), "a finite number");
        Guard.Accept(
            maximum > minimum && double.IsFinite(maximum - minimum), maximum, nameof(maximum), $"above {nameof(minimum)}, {Text(minimum)}, and finite");
    }

    private static double InRange(string name, double value, double minimum, double maximum) => value >= minimum && value <= maximum
        ? value
        : throw new ArgumentException(
            $"The initial value of the parameter '{name}' is {Text(value)}; accepted: from {Text(minimum)} to {Text(maximum)}.", nameof(value));

    // Mathematical functions differ in their last digits from one system to another, so the result is rounded: to six digits and, where all
    // values of the range have the same first digits, to as many more. The quotient of the ends may overflow; the logarithms do not.
    private static double LogDraw(double u, double minimum, double maximum)
    {
        double share = (maximum - minimum) / maximum;
        int digits = Math.Clamp(Digits - (int)Math.Ceiling(Math.Log10(share)), Digits, RoundTripDigits);
        double from = Math.Log(minimum);
        double value = Math.Exp(from + (u * (Math.Log(maximum) - from)));
        return double.Parse(value.ToString($"G{digits}", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }

    // Math.Round has no more than 15 decimals.
    private static double Round(double value, int decimals) => decimals <= 15
        ? Math.Round(value, decimals)
        : double.Parse(value.ToString($"F{decimals}", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static (double Value, string Text, double Number) Drawn(double value) => (value, Text(value), value);

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);

    // The text of a record without properties, such as an activation, is "Name { }".
    private static string TextOf<T>(T value)
    {
        string text = InvariantText.Of(value);
        return text.EndsWith(" { }", StringComparison.Ordinal) ? text[..^4] : text;
    }

    private Parameter<T> Add<T>(Parameter<T> parameter)
    {
        Guard.Name(parameter.Name, "name");
        if (_parameters.Exists(other => other.Name == parameter.Name))
        {
            throw new ArgumentException($"The search space has a parameter '{parameter.Name}' already; accepted: different names.", "name");
        }

        _parameters.Add(parameter);
        return parameter;
    }
}
