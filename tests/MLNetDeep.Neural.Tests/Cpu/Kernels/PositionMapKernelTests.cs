using MLNetDeep.Neural.Cpu.Kernels;
using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Kernels;

/// <summary>Compares moving positions at every SIMD width with the scalar form, bit for bit. Nothing may be written beyond a row.</summary>
public unsafe class PositionMapKernelTests
{
    public static TheoryData<string> Tiers => KernelTests.Tiers;

    [Theory]
    [MemberData(nameof(Tiers))]
    public void All_widths_give_the_same_bits(string tier)
    {
        KernelSet kernels = KernelSet.For(Enum.Parse<SimdTier>(tier)), scalar = KernelSet.For(SimdTier.Scalar);
        foreach (int channels in new[] { 1, 3, 4, 5, 8, 9, 15, 16, 17, 33 })
        {
            PositionMap map = PositionMap.Of(new AxisChange(3, 1, -1, 2), new AxisChange(4, Factor: 3, IsLinear: true), channels);
            Assert.Equal(Run(scalar, map), Run(kernels, map));
            Assert.Equal(Run(scalar, map.Transpose()), Run(kernels, map.Transpose()));
        }
    }

    private static float[] Run(KernelSet kernels, PositionMap map)
    {
        const float Guard = 12345;
        float[] input = Samples.Floats(map.InputPositions * map.Size);
        float[] output = [.. Enumerable.Repeat(Guard, (map.OutputPositions * map.Size) + 1)];
        fixed (float* source = input, destination = output)
        {
            kernels.MapPositions(map, source, destination);
        }

        Assert.Equal(Guard, output[^1]);
        Assert.DoesNotContain(Guard, output[..^1]);
        return output;
    }
}
