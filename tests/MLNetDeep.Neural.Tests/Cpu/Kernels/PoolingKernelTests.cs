using MLNetDeep.Neural.Cpu.Kernels;
using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Kernels;

/// <summary>
/// Compares pooling at every SIMD width with the scalar form, bit for bit, for all remainders of channels. The conformance suite compares
/// with the definition. Nothing may be written beyond a row.
/// </summary>
public unsafe class PoolingKernelTests
{
    private const float Guard = 12345;

    public static TheoryData<string> Tiers => KernelTests.Tiers;

    [Theory]
    [MemberData(nameof(Tiers))]
    public void All_widths_give_the_same_bits(string tier)
    {
        KernelSet kernels = KernelSet.For(Enum.Parse<SimdTier>(tier)), scalar = KernelSet.For(SimdTier.Scalar);
        foreach (int channels in new[] { 1, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 35 })
        {
            foreach ((int pool, int stride, Padding padding) in new[] { (2, 2, Padding.Valid), (3, 2, Padding.Same), (2, 3, Padding.Valid), (3, 1, Padding.Same) })
            {
                foreach ((int inputWidth, int usedWidth) in new[] { (6, 6), (7, 7), (6, 3), (6, 0) })
                {
                    PoolingAxis height = new(WindowAxis.Of(5, pool, stride, 1, padding));
                    PoolingAxis width = new(WindowAxis.Of(inputWidth, pool, stride, 1, padding));
                    Assert.Equal(Run(scalar, height, width, channels, usedWidth), Run(kernels, height, width, channels, usedWidth));
                }
            }
        }
    }

    // Maxima, their places, gradients, averages and their gradients, each with a guard behind it.
    private static float[][] Run(KernelSet kernels, PoolingAxis height, PoolingAxis width, int channels, int usedWidth)
    {
        int inputs = height.Input * width.Input * channels, outputs = height.Output * width.Output * channels;
        float[] input = Samples.Floats(inputs), gradient = Samples.Floats(outputs, 2);
        float[] maxima = New(outputs), places = New(outputs), averages = New(outputs), maxGradient = New(inputs), averageGradient = New(inputs);
        fixed (float* x = input, g = gradient, max = maxima, place = places, average = averages, dMax = maxGradient, dAverage = averageGradient)
        {
            PoolingArguments arguments = new() { Height = height, Width = width, Channels = channels, UsedWidth = usedWidth, Input = x, Output = max };
            kernels.MaxPool(arguments);
            float[] withoutPlaces = [.. maxima];
            arguments.Places = place;
            kernels.MaxPool(arguments);
            Assert.Equal(withoutPlaces, maxima);
            arguments.Output = average;
            kernels.AveragePool(arguments);
            arguments.Output = g;
            arguments.Input = dMax;
            kernels.MaxPoolGradient(arguments);
            arguments.Input = dAverage;
            kernels.AveragePoolGradient(arguments);
        }

        float[][] results = [maxima, places, averages, maxGradient, averageGradient];
        Assert.All(results, result => Assert.Equal(Guard, result[^1]));
        Assert.All(results, result => Assert.DoesNotContain(Guard, result[..^1]));
        return results;
    }

    private static float[] New(int count) => [.. Enumerable.Repeat(Guard, count + 1)];
}
