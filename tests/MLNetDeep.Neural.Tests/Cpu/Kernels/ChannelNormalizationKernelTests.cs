using MLNetDeep.Neural.Cpu.Kernels;
using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Kernels;

/// <summary>
/// Compares batch normalization of positions without padding between them at every SIMD width with the scalar form, bit for bit.
/// <see cref="GradientKernelTests"/> compares padded rows with the formulas.
/// </summary>
public unsafe class ChannelNormalizationKernelTests
{
    private const float Guard = 12345;

    public static TheoryData<string> Tiers => KernelTests.Tiers;

    [Theory]
    [MemberData(nameof(Tiers))]
    public void All_widths_give_the_same_bits(string tier)
    {
        KernelSet kernels = KernelSet.For(Enum.Parse<SimdTier>(tier)), scalar = KernelSet.For(SimdTier.Scalar);
        foreach (int channels in new[] { 1, 3, 4, 5, 8, 9, 15, 16, 17, 31, 33 })
        {
            Assert.Equal(Run(scalar, channels), Run(kernels, channels));
        }
    }

    private static float[][] Run(KernelSet kernels, int channels)
    {
        const int Positions = 6;
        float[] input = Samples.Floats(Positions * channels), gradient = Samples.Floats(Positions * channels, 2);
        float[] gamma = Samples.Floats(channels, 3), beta = Samples.Floats(channels, 4);
        float[][] results = [.. new[] { 1, 1, Positions, 1, 1, Positions }.Select(count => Enumerable.Repeat(Guard, (count * channels) + 1).ToArray())];
        fixed (float* x = input, g = gradient, scale = gamma, offset = beta, mean = results[0], variance = results[1], y = results[2])
        fixed (float* dBeta = results[3], dGamma = results[4], dx = results[5])
        {
            NormalizationArguments arguments = new()
            {
                Input = x,
                InputStride = channels,
                Output = y,
                OutputStride = channels,
                InputGradient = dx,
                InputGradientStride = channels,
                Gamma = scale,
                Beta = offset,
                Mean = mean,
                Variance = variance,
                BetaGradient = dBeta,
                GammaGradient = dGamma,
                Rows = Positions,
                Epsilon = 0.01f,
            };
            kernels.NormalizationStatistics(arguments, 0, channels);
            kernels.Normalize(arguments, 0, channels);
            arguments.Output = g;
            kernels.NormalizationSums(arguments, 0, channels);
            kernels.NormalizationGradient(arguments, 1f / Positions, 0, channels);
        }

        Assert.All(results, result => Assert.Equal(Guard, result[^1]));
        Assert.All(results, result => Assert.DoesNotContain(Guard, result[..^1]));
        return results;
    }
}
