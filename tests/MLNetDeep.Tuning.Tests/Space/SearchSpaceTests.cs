using System.Globalization;
using MLNetDeep.Neural;

namespace MLNetDeep.Tuning.Tests;

public class SearchSpaceTests
{
    private const int Draws = 4000;

    private readonly SearchSpace _space = new();

    [Fact]
    public void A_uniform_number_is_equally_likely_in_each_quarter_of_its_range()
    {
        double[] values = Draw(_space.Uniform("dropout", -0.5, 1.5));
        Assert.All(values, value => Assert.InRange(value, -0.5, 1.5));
        AssertQuarters(values, value => (value + 0.5) / 2);
    }

    [Fact]
    public void The_logarithm_of_a_log_uniform_number_is_equally_likely_in_each_quarter_of_its_range()
    {
        double[] values = Draw(_space.LogUniform("learning rate", 1e-4, 1));
        Assert.All(values, value => Assert.InRange(value, 1e-4, 1));
        AssertQuarters(values, value => 1 + (Math.Log10(value) / 4));
    }

    [Fact]
    public void Integers_are_equally_likely_with_both_ends()
    {
        int[] values = Draw(_space.Integer("layers", -1, 2));
        Assert.Equal([-1, 0, 1, 2], values.Distinct().Order());
        AssertQuarters(values, value => (value + 1.5) / 4);
    }

    // From 1 to 15 there are four octaves: 1, 2 to 3, 4 to 7, 8 to 15.
    [Fact]
    public void Logarithmic_integers_are_equally_likely_in_each_octave()
    {
        int[] values = Draw(_space.Integer("units", 1, 15, logarithmic: true));
        Assert.Equal(Enumerable.Range(1, 15), values.Distinct().Order());
        AssertQuarters(values, value => (Math.Floor(Math.Log2(value)) + 0.5) / 4);
    }

    [Fact]
    public void The_ends_of_the_largest_range_of_integers_are_drawn_without_overflow()
    {
        Parameter<int> all = _space.Integer("all", int.MinValue, int.MaxValue);
        Assert.Equal(int.MinValue, all.ValueAt(double.Epsilon));
        Assert.Equal(int.MaxValue, all.ValueAt(Math.BitDecrement(1)));
    }

    [Fact]
    public void Choices_are_equally_likely_and_have_their_texts_as_names()
    {
        Parameter<Activation> parameter = _space.Choice("activation", Activation.Relu, Activation.Tanh, Activation.Gelu, Activation.Elu);
        Activation[] values = Draw(parameter);
        Activation[] choices = [Activation.Relu, Activation.Tanh, Activation.Gelu, Activation.Elu];
        AssertQuarters(values, value => (Array.IndexOf(choices, value) + 0.5) / 4);
        Assert.Equal("Relu", parameter.TextAt(0.1));
        Assert.Equal(3, parameter.NumberAt(0.9));
    }

    [Fact]
    public void Named_choices_may_have_equal_values()
    {
        Parameter<int[]?> layers = _space.Choice("layers", ("none", (int[]?)null), ("one", [16]), ("also one", [16]));
        Assert.Equal(["none", "one", "also one"], new[] { 0.2, 0.5, 0.8 }.Select(uniform => layers.TextAt(uniform)));
        Assert.Equal([16], layers.ValueAt(0.8)!);
    }

    [Fact]
    public void A_boolean_is_false_or_true() =>
        Assert.Equal(Draws / 2.0, Draw(_space.Boolean("shuffle")).Count(value => value), tolerance: Draws * 0.03);

    [Fact]
    public void Values_depend_on_seed_trial_and_position_alone()
    {
        Parameter<double> first = _space.Uniform("first", 0, 1);
        double[] before = [.. Enumerable.Range(0, 5).Select(trial => new TrialValues(_space, 7, trial).Get(first))];
        Parameter<double> second = _space.Uniform("second", 0, 1);
        Assert.Equal(before, Enumerable.Range(0, 5).Select(trial => new TrialValues(_space, 7, trial).Get(first)));
        Assert.Equal(5, before.Distinct().Count());
        Assert.NotEqual(before[0], new TrialValues(_space, 8, 0).Get(first));
        Assert.NotEqual(before[0], new TrialValues(_space, 7, 0).Get(second));
    }

    // The values that a seed stands for must not change from one release to the next: journals have only the results.
    [Fact]
    public void The_values_of_seed_1_stay_the_same()
    {
        Parameter<double> rate = _space.LogUniform("rate", 1e-4, 1e-1);
        Parameter<int> units = _space.Integer("units", 16, 512, logarithmic: true);
        TrialValues values = new(_space, 1, 3);
        Assert.Equal((0.0953594, 365, 990684595), (values.Get(rate), values.Get(units), values.Seed));
    }

    [Theory]
    [InlineData(1e-20, 2e-20)]
    [InlineData(0, 1e-14)]
    [InlineData(1e-310, 2e-310)]
    [InlineData(5, 5.00000000001)]
    [InlineData(-8e307, 8e307)]
    public void Narrow_and_wide_ranges_are_uniform(double minimum, double maximum)
    {
        double[] values = Draw(_space.Uniform("a", minimum, maximum));
        Assert.All(values, value => Assert.InRange(value, minimum, maximum));
        Assert.InRange(values.Distinct().Count(), Draws / 2, Draws);
        AssertQuarters(values, value => (value - minimum) / (maximum - minimum));
    }

    // Quarters of the logarithm; in a narrow range this is the number itself.
    [Theory]
    [InlineData(1e-300, 1e300)]
    [InlineData(1e-310, 1e-300)]
    [InlineData(0.001, 0.00100000001)]
    [InlineData(0.999999, 1)]
    public void Narrow_and_wide_logarithmic_ranges_are_uniform(double minimum, double maximum)
    {
        double[] values = Draw(_space.LogUniform("a", minimum, maximum));
        Assert.All(values, value => Assert.InRange(value, minimum, maximum));
        Assert.InRange(values.Distinct().Count(), Draws / 2, Draws);
        AssertQuarters(values, value => maximum / minimum < 2
            ? (value - minimum) / (maximum - minimum)
            : (Math.Log(value) - Math.Log(minimum)) / (Math.Log(maximum) - Math.Log(minimum)));
    }

    [Fact]
    public void Large_logarithmic_integers_of_a_narrow_range_are_all_drawn() => Assert.Equal(
        [2_000_000_000, 2_000_000_001, 2_000_000_002, 2_000_000_003],
        Draw(_space.Integer("a", 2_000_000_000, 2_000_000_003, logarithmic: true)).Distinct().Order());

    // Records and tuples format their numbers by the current culture.
    [Fact]
    public void Texts_are_the_same_in_every_culture()
    {
        CultureInfo culture = CultureInfo.CurrentCulture;
        CultureInfo german = new(CultureInfo.InvariantCulture.Name) { NumberFormat = new() { NumberDecimalSeparator = "," } };
        try
        {
            CultureInfo.CurrentCulture = german;
            Assert.Equal("(0,5, 1)", (0.5, 1).ToString());
            Assert.Equal("one of (0.5, 1), (1.5, 2)", _space.Choice("pair", (0.5, 1), (1.5, 2)).Range);
            Assert.Contains("Momentum = 0.9,", _space.Choice<OptimizerSpec>("optimizer", new Adam(0.001), new Sgd(0.01, momentum: 0.9)).Range, StringComparison.Ordinal);
            Assert.Equal("uniform from 0.25 to 0.5", _space.Uniform("a", 0.25, 0.5).Range);
            Assert.Same(german, CultureInfo.CurrentCulture);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void Numbers_have_few_digits_so_that_they_can_be_copied()
    {
        Assert.All(Draw(_space.LogUniform("a", 1e-4, 1)), value => Assert.Equal(value, Parse(value.ToString("G6", CultureInfo.InvariantCulture))));
        Assert.All(Draw(_space.Uniform("b", 1e6, 1e6 + 1)), value => Assert.Equal(value, Math.Round(value, 6)));
    }

    [Fact]
    public void Bad_ranges_and_names_are_refused()
    {
        _space.Boolean("taken");
        Assert.StartsWith("The search space has a parameter 'taken' already", Message(() => _space.Uniform("taken", 0, 1)), StringComparison.Ordinal);
        Assert.StartsWith("name is empty", Message(() => _space.Boolean("")), StringComparison.Ordinal);
        Assert.StartsWith("maximum is 1; accepted: above minimum, 1, and finite.", Message(() => _space.Uniform("a", 1, 1)), StringComparison.Ordinal);
        Assert.StartsWith("minimum is 0; accepted: above 0, finite.", Message(() => _space.LogUniform("a", 0, 1)), StringComparison.Ordinal);
        Assert.StartsWith("minimum is NaN", Message(() => _space.Uniform("a", double.NaN, 1)), StringComparison.Ordinal);
        Assert.StartsWith("maximum is 4; accepted: minimum, 5, or more.", Message(() => _space.Integer("a", 5, 4)), StringComparison.Ordinal);
        Assert.StartsWith("minimum is 0; accepted: 1 or more.", Message(() => _space.Integer("a", 0, 4, logarithmic: true)), StringComparison.Ordinal);
        Assert.StartsWith("The parameter 'a' has no values", Message(() => _space.Choice("a", Array.Empty<int>())), StringComparison.Ordinal);
        Assert.StartsWith("The parameter 'a' has 2 values named '5'", Message(() => _space.Choice("a", 5, 5)), StringComparison.Ordinal);
        Assert.Single(_space.Parameters);
    }

    // Not rounded to the digits of drawn values, and without an effect on the others.
    [Fact]
    public void Only_the_first_trial_has_the_initial_values()
    {
        int[] list = [32, 16];
        SearchSpace drawn = new(), space = new();
        Parameter<double> rate = space.LogUniform("rate", 1e-4, 1e-1).StartAt(0.00123456789);
        Parameter<int> units = space.Integer("units", 16, 512, logarithmic: true).StartAt(512);
        Parameter<int[]> layers = space.Choice("layers", ("one", (int[])[16]), ("two", list)).StartAt(list);
        Parameter<double> dropout = space.Uniform("dropout", 0, 0.5);
        drawn.LogUniform("rate", 1e-4, 1e-1);
        drawn.Integer("units", 16, 512, logarithmic: true);
        drawn.Choice("layers", "one", "two");
        Parameter<double> drawnDropout = drawn.Uniform("dropout", 0, 0.5);
        TrialValues first = new(space, 3, 0);
        Assert.Equal((0.00123456789, 512), (first.Get(rate), first.Get(units)));
        Assert.Same(list, first.Get(layers));
        Assert.Equal(new TrialValues(drawn, 3, 0).Get(drawnDropout), first.Get(dropout));
        Assert.Equal(["0.00123456789", "512", "two"], first.Texts().Take(3).Select(value => value.Value));
        Assert.Equal([0.00123456789, 512, 1], new Parameter[] { rate, units, layers }.Select(first.Number));
        Assert.All(Enumerable.Range(1, 9), trial => Assert.Equal(new TrialValues(drawn, 3, trial).Texts(), new TrialValues(space, 3, trial).Texts()));
        Assert.Equal(
            ["log-uniform from 0.0001 to 0.1, initially 0.00123456789", "log-uniform integer from 16 to 512, initially 512",
                "one of one, two, initially two", "uniform from 0 to 0.5"],
            space.Parameters.Select(parameter => parameter.Range));
    }

    [Fact]
    public void Initial_values_outside_of_the_range_are_refused()
    {
        Parameter<double> rate = _space.LogUniform("rate", 1e-4, 1e-1);
        Parameter<double> dropout = _space.Uniform("dropout", 0, 0.5);
        Parameter<int> units = _space.Integer("units", 16, 512);
        Parameter<string> optimizer = _space.Choice("optimizer", "adam", "sgd");
        Assert.StartsWith("The initial value of the parameter 'rate' is 0; accepted: from 0.0001 to 0.1.", Message(() => rate.StartAt(0)), StringComparison.Ordinal);
        Assert.StartsWith("The initial value of the parameter 'dropout' is NaN", Message(() => dropout.StartAt(double.NaN)), StringComparison.Ordinal);
        Assert.StartsWith("The initial value of the parameter 'units' is 513; accepted: from 16 to 512.", Message(() => units.StartAt(513)), StringComparison.Ordinal);
        Assert.StartsWith("rms is none of the choices of the parameter 'optimizer'; accepted: adam, sgd.", Message(() => optimizer.StartAt("rms")), StringComparison.Ordinal);
        Assert.Equal("uniform from 0 to 0.5", dropout.Range);
    }

    [Fact]
    public void A_parameter_of_another_space_is_refused()
    {
        Parameter<bool> other = new SearchSpace().Boolean("other");
        ArgumentException exception = Assert.Throws<ArgumentException>(() => new TrialValues(_space, 0, 0).Get(other));
        Assert.StartsWith("The parameter 'other' belongs to another search space.", exception.Message, StringComparison.Ordinal);
    }

    private static string Message(Func<object> create) => Assert.ThrowsAny<ArgumentException>(create).Message;

    private static double Parse(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private T[] Draw<T>(Parameter<T> parameter) =>
        [.. Enumerable.Range(0, Draws).Select(trial => new TrialValues(_space, 1, trial).Get(parameter))];

    // A quarter of 4,000 draws is 1,000 with a standard deviation of √(4000·0.25·0.75) = 27.
    private static void AssertQuarters<T>(T[] values, Func<T, double> fraction) =>
        Assert.All(
            values.CountBy(value => Math.Clamp((int)(4 * fraction(value)), 0, 3)), quarter => Assert.InRange(quarter.Value, 880, 1120));
}
