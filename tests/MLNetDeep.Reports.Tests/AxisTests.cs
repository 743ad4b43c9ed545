namespace MLNetDeep.Reports.Tests;

public class AxisTests
{
    // This is the example in Heckbert's article on graph labels: for values from 105 to 543 and five desired ticks, the ticks are
    // 100, 200, ..., 600.
    [Fact]
    public void Ticks_are_round_numbers_around_the_values()
    {
        Axis axis = Axis.CreateLinear([105, 543], 5);
        Assert.Equal([100, 200, 300, 400, 500, 600], axis.Ticks);
        Assert.Equal((100, 600), (axis.Minimum, axis.Maximum));
    }

    [Theory]
    [InlineData(0, 5, 6, new[] { "0", "1", "2", "3", "4", "5" })]
    [InlineData(-0.03, 0.05, 5, new[] { "-0.04", "-0.02", "0.00", "0.02", "0.04", "0.06" })]
    [InlineData(0, 20_000_000, 3, new[] { "0e0", "1e7", "2e7" })]
    public void Labels_have_as_many_decimals_as_the_step_needs(double low, double high, int ticks, string[] labels)
    {
        Axis axis = Axis.CreateLinear([low, high], ticks);
        Assert.Equal(labels, axis.Ticks.Select(axis.Label));
    }

    [Fact]
    public void A_single_value_is_in_the_middle()
    {
        Axis axis = Axis.CreateLinear([3], 3);
        Assert.Equal(0.5, axis.Position(3), 1e-12);
    }

    [Fact]
    public void Positions_run_from_0_to_1()
    {
        Axis axis = Axis.CreateLinear([0, 10], 6);
        Assert.Equal([0, 0.25, 1], new[] { 0.0, 2.5, 10 }.Select(axis.Position));
    }

    [Fact]
    public void On_a_logarithmic_axis_equal_factors_are_equal_steps()
    {
        Axis axis = Axis.CreateLogarithmic([0.02, 50]);
        Assert.Equal([0.01, 0.1, 1, 10, 100], axis.Ticks.Select(t => Math.Round(t, 6)));
        Assert.Equal(["0.01", "0.1", "1", "10", "100"], axis.Ticks.Select(axis.Label));
        Assert.Equal([0, 0.25, 0.5, 1], new[] { 0.01, 0.1, 1, 100 }.Select(v => Math.Round(axis.Position(v), 12)));
    }
}
