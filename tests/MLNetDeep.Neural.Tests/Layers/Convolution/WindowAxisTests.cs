namespace MLNetDeep.Neural.Tests.Layers.Convolution;

public class WindowAxisTests
{
    // Outputs and padding of TensorFlow: "same" gives ceil(n / stride) outputs and pads max((outputs - 1)·stride + extent - n, 0), the smaller
    // half before; "valid" gives floor((n - extent) / stride) + 1. The extent is (kernel - 1)·dilation + 1.
    [Theory]
    [InlineData(28, 3, 1, 1, Padding.Valid, 26, 0, 0)]
    [InlineData(28, 3, 2, 1, Padding.Valid, 13, 0, 0)]
    [InlineData(7, 3, 1, 2, Padding.Valid, 3, 0, 0)]
    [InlineData(5, 5, 3, 1, Padding.Valid, 1, 0, 0)]
    [InlineData(28, 3, 1, 1, Padding.Same, 28, 1, 1)]
    [InlineData(28, 3, 2, 1, Padding.Same, 14, 0, 1)]
    [InlineData(27, 3, 2, 1, Padding.Same, 14, 1, 1)]
    [InlineData(28, 2, 1, 1, Padding.Same, 28, 0, 1)]
    [InlineData(28, 4, 1, 1, Padding.Same, 28, 1, 2)]
    [InlineData(6, 3, 1, 2, Padding.Same, 6, 2, 2)]
    [InlineData(5, 1, 3, 1, Padding.Same, 2, 0, 0)]
    [InlineData(1, 5, 1, 1, Padding.Same, 1, 2, 2)]
    [InlineData(10, 3, 1, 1, Padding.Causal, 10, 2, 0)]
    [InlineData(10, 3, 1, 4, Padding.Causal, 10, 8, 0)]
    [InlineData(10, 2, 3, 1, Padding.Causal, 4, 1, 0)]
    [InlineData(4, 5, 1, 1, Padding.Valid, 0, 0, 0)]
    public void Windows_are_placed_as_in_TensorFlow(
        int input, int kernel, int stride, int dilation, Padding padding, int output, int before, int after)
    {
        WindowAxis axis = WindowAxis.Of(input, kernel, stride, dilation, padding);
        Assert.Equal((output, before, after), (axis.Output, axis.Before, axis.After));
    }

    [Fact]
    public void A_window_knows_which_of_its_values_are_in_the_input()
    {
        foreach (Padding padding in Enum.GetValues<Padding>())
        {
            for (int code = 0; code < 6 * 4 * 3 * 3; code++)
            {
                WindowAxis axis = WindowAxis.Of(1 + (code % 6), 1 + (code / 6 % 4), 1 + (code / 24 % 3), 1 + (code / 72), padding);
                for (int window = 0; window < axis.Output; window++)
                {
                    int[] inside = [.. Enumerable.Range(0, axis.Kernel).Where(k => IsInside(axis, window, k))];
                    (int first, int end) = axis.InputRange(window);
                    Assert.Equal(inside, Enumerable.Range(first, end - first));
                }
            }
        }

        static bool IsInside(WindowAxis axis, int window, int k)
        {
            int index = (window * axis.Stride) - axis.Before + (k * axis.Dilation);
            return index >= 0 && index < axis.Input;
        }
    }

    // A valid window counts if all its values do; otherwise the outputs are as many as of an input of that length.
    [Theory]
    [InlineData(Padding.Valid, 3, 1, 1, new[] { 0, 0, 0, 1, 2, 3 })]
    [InlineData(Padding.Valid, 2, 2, 2, new[] { 0, 0, 0, 1, 1, 2 })]
    [InlineData(Padding.Same, 3, 1, 1, new[] { 0, 1, 2, 3, 4, 5 })]
    [InlineData(Padding.Same, 3, 2, 1, new[] { 0, 1, 1, 2, 2, 3 })]
    [InlineData(Padding.Causal, 3, 2, 2, new[] { 0, 1, 1, 2, 2, 3 })]
    public void The_length_of_the_output_follows_from_that_of_the_input(Padding padding, int kernel, int stride, int dilation, int[] lengths)
    {
        WindowAxis axis = WindowAxis.Of(5, kernel, stride, dilation, padding);
        Assert.Equal(lengths, Enumerable.Range(0, 6).Select(length => axis.OutputLength(length, padding)));
        Assert.Equal(axis.Output, lengths[5]);
    }

    [Fact]
    public void A_window_that_is_too_long_to_count_is_refused() =>
        Assert.Contains("dilation of 2147483647", Assert.Throws<ArgumentException>(
            () => WindowAxis.Of(5, 3, 1, int.MaxValue, Padding.Same)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_stride_beyond_the_input_gives_one_window()
    {
        Assert.Equal(1, WindowAxis.Of(5, 3, int.MaxValue, 1, Padding.Valid).Output);
        Assert.Equal(1, WindowAxis.Of(5, 3, int.MaxValue, 1, Padding.Same).Output);
    }
}
