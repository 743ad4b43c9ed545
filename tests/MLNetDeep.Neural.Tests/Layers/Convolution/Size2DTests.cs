using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural.Tests.Layers.Convolution;

public class Size2DTests
{
    [Fact]
    public void A_number_and_a_pair_are_sizes()
    {
        Size2D square = 3, pair = (3, 5);
        Assert.Equal(new Size2D(3, 3), square);
        Assert.Equal(new Size2D(3, 5), pair);
        Assert.Equal("(3, 5)", $"{pair}");
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    [InlineData(-1, 1)]
    public void Sizes_that_must_be_positive_are_refused_with_their_name(int height, int width) =>
        Assert.StartsWith(
            $"Strides is ({height}, {width}); accepted: 1 or more in each dimension.",
            Assert.Throws<ArgumentOutOfRangeException>("Strides", () => Guard.Positive(new Size2D(height, width), "Strides")).Message,
            StringComparison.Ordinal);
}
