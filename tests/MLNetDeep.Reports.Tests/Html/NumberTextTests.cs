using MLNetDeep.Reports.Html;

namespace MLNetDeep.Reports.Tests.Html;

public class NumberTextTests
{
    [Theory]
    [InlineData(0.0000745, "0.0745 ms")]
    [InlineData(0.2664, "266 ms")]
    [InlineData(0.9996, "1.00 s")]
    [InlineData(1.5, "1.50 s")]
    [InlineData(59.994, "59.99 s")]
    [InlineData(60, "1 min 0 s")]
    [InlineData(3599.5, "59 min 59 s")]
    [InlineData(7260, "2 h 1 min")]
    [InlineData(90000, "25 h 0 min")]
    public void Durations_have_units_that_fit(double seconds, string expected) =>
        Assert.Equal(expected, NumberText.Duration(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(0, "0.0000")]
    [InlineData(1, "1.0000")]
    [InlineData(0.97684, "0.9768")]
    [InlineData(-0.25, "-0.2500")]
    [InlineData(0.0016811, "0.001681")]
    [InlineData(12345.6, "12,346")]
    [InlineData(1.2345e12, "1.234E+12")]
    [InlineData(123.456, "123.5")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    public void Metrics_have_four_digits(double value, string expected) => Assert.Equal(expected, NumberText.Metric(value));
}
