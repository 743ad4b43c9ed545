using MLNetDeep.Neural.Cpu;
using MLNetDeep.Neural.Cpu.Kernels;
using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Cpu.Parameters;

public class ParameterLayoutTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(37)]
    public void Plain_values_keep_their_order_and_are_padded_with_0(int size)
    {
        CpuParameter parameter = new(new PlainLayout(size));
        float[] values = Samples.Floats(size);
        parameter.Import(values);
        Assert.Equal(AlignedBuffer.Pad(size), parameter.Length);
        Assert.Equal([.. values, .. new float[parameter.Length - size]], parameter.Memory.ToArray());
        Assert.Equal(values, parameter.Export(size));
    }

    // [units, inputs] becomes [inputs, units], each row padded to 16: the weight of input i and unit u is at 16 i + u.
    [Fact]
    public void Panels_hold_the_transpose()
    {
        CpuParameter parameter = new(new PanelLayout(inputs: 2, units: 3));
        parameter.Import([1, 2, 3, 4, 5, 6]);
        Assert.Equal([1, 3, 5, .. new float[13], 2, 4, 6, .. new float[13]], parameter.Memory.ToArray());
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 33)]
    [InlineData(130, 70)]
    [InlineData(3, 200)]
    public unsafe void Panels_give_back_what_they_were_given(int inputs, int units)
    {
        CpuParameter parameter = new(new PanelLayout(inputs, units));
        float[] values = [.. Enumerable.Range(1, inputs * units).Select(i => (float)i)];
        parameter.Import(values);
        Assert.Equal(values, parameter.Export(values.Length));
        Assert.Equal(values.Length, parameter.Memory.ToArray().Count(value => value != 0));
        Assert.Equal(0, (nint)parameter.Pointer % (AlignedBuffer.LineLength * sizeof(float)));
    }

    // [filter, channel, x] of 2 filters, 2 channels and 2 places becomes [x, channel, filter], each row padded to 16.
    [Fact]
    public void Weights_of_convolutions_are_in_the_order_of_pictures()
    {
        CpuParameter parameter = new(new ConvolutionLayout([2, 2, 2]));
        float[] values = [1, 2, 3, 4, 5, 6, 7, 8];
        parameter.Import(values);
        float[] expected = new float[5 * AlignedBuffer.LineLength];
        (int Row, float First, float Second)[] rows = [(0, 1, 5), (1, 3, 7), (2, 2, 6), (3, 4, 8)];
        foreach ((int row, float first, float second) in rows)
        {
            expected[row * AlignedBuffer.LineLength] = first;
            expected[(row * AlignedBuffer.LineLength) + 1] = second;
        }

        Assert.Equal(expected, parameter.Memory.ToArray());
        Assert.Equal(values, parameter.Export(values.Length));
    }

    [Theory]
    [InlineData(1, 1, 1, 1)]
    [InlineData(70, 3, 2, 5)]
    [InlineData(33, 1, 3, 3)]
    public void Weights_of_convolutions_are_given_back_as_they_were_given(int filters, int channels, int height, int width)
    {
        CpuParameter parameter = new(new ConvolutionLayout([filters, channels, height, width]));
        float[] values = [.. Enumerable.Range(1, filters * channels * height * width).Select(i => (float)i)];
        parameter.Import(values);
        Assert.Equal(values, parameter.Export(values.Length));
        Assert.Equal(values.Length, parameter.Memory.ToArray().Count(value => value != 0));
    }

    [Fact]
    public void Copies_share_one_parameter_and_own_the_others()
    {
        NetworkSpec spec = new([3], [new Dense(2), new Dense(2)]);
        CpuParameters weights = new(spec, new Network(spec, seed: 1).GetWeights());
        CpuParameters copy = weights.CopyExcept(shared: 0);
        Assert.Equal(weights.Export().SelectMany(tensor => tensor.Values), copy.Export().SelectMany(tensor => tensor.Values));
        weights.Fill(7);
        Assert.All(copy[0].Memory.ToArray(), value => Assert.Equal(7, value));
        Assert.DoesNotContain(7, copy[2].Memory.ToArray());
        copy.CopyFrom(weights);
        Assert.All(copy[2].Memory.ToArray(), value => Assert.Equal(7, value));
    }
}
