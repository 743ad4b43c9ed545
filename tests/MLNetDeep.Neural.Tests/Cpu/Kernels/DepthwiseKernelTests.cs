using MLNetDeep.Neural.Cpu;
using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Tests.Kernels;

/// <summary>
/// Compares the kernels of depthwise convolutions of every SIMD width with plain loops in doubles. Tolerances are those of
/// <see cref="KernelTests"/>.
/// </summary>
public unsafe class DepthwiseKernelTests
{
    private const int Width = 5;
    private const int PictureLength = Width * Width;
    private const int KernelWidth = 3;
    private const float Untouched = -77;

    public static TheoryData<string> Tiers => KernelTests.Tiers;

    private static int[] ChannelCounts => [1, 3, 4, 6, 8, 16, 17, 31, 64];

    [Theory]
    [MemberData(nameof(Tiers))]
    public void Forward_computes_the_activation_of_the_bias_plus_the_sums(string tier)
    {
        KernelSet kernels = KernelSet.For(Enum.Parse<SimdTier>(tier));
        foreach (int channels in ChannelCounts)
        {
            Operands at = new(channels);
            Matrix bias = new(1, channels, 3);
            at.Sums.AsSpan().Fill(Untouched);
            kernels.Forward(at.Product, bias.Pointer, ActivationFunction.Relu);
            at.Check(at.Sums, at.Patches, (patch, channel) => Math.Max(0, bias[0, channel] + Enumerable.Range(0, at.Taps).Sum(
                tap => (double)at.Value(patch, tap, channel) * at.Weight(tap, channel))));
        }
    }

    [Theory]
    [MemberData(nameof(Tiers))]
    public void AddToWeights_adds_the_gradient_of_the_weights(string tier)
    {
        KernelSet kernels = KernelSet.For(Enum.Parse<SimdTier>(tier));
        foreach (int channels in ChannelCounts)
        {
            Operands at = new(channels);
            Matrix before = new(at.Taps, channels, 2);
            kernels.AddToWeights(at.Product);
            for (int tap = 0; tap < at.Taps; tap++)
            {
                for (int channel = 0; channel < channels; channel++)
                {
                    double expected = before[tap, channel]
                        + Enumerable.Range(0, at.Patches).Sum(patch => (double)at.Value(patch, tap, channel) * at.Sum(patch, channel));
                    Assert.Equal(expected, at.Weight(tap, channel), 2e-7 * (at.Patches + 8));
                }
            }

            Assert.All(at.WeightPadding, value => Assert.Equal(0, value));
        }
    }

    [Theory]
    [MemberData(nameof(Tiers))]
    public void AddToPicture_adds_the_weights_times_the_gradient_at_each_patch(string tier)
    {
        KernelSet kernels = KernelSet.For(Enum.Parse<SimdTier>(tier));
        foreach (int channels in ChannelCounts)
        {
            Operands at = new(channels);
            double[] expected = [.. at.Picture.Select(value => (double)value)];
            for (int patch = 0; patch < at.Patches; patch++)
            {
                for (int tap = 0; tap < at.Taps; tap++)
                {
                    for (int channel = 0; channel < channels; channel++)
                    {
                        expected[at.Place(patch, tap, channel)] += (double)at.Weight(tap, channel) * at.Sum(patch, channel);
                    }
                }
            }

            kernels.AddToPicture(at.Product);
            at.Check(at.Picture, PictureLength, (position, channel) => expected[(position * channels) + channel]);
        }
    }

    // A picture of 5 x 5 positions, kernels of 2 x 3, and 7 patches at any places. The arrays have room for the vectors that kernels read.
    private sealed class Operands
    {
        private readonly int _channels;
        private readonly IndexTable _patches;
        private readonly IndexTable _taps;
        private readonly IndexTable _positions;
        private readonly Matrix _weights;
        private readonly float[] _picture;
        private readonly float[] _sums;

        public Operands(int channels)
        {
            _channels = channels;
            _patches = new(new[] { 0, 1, 2, 5, 6, 7, 12 }.Select(position => position * channels));
            _taps = new(new[] { 0, 1, 2, Width, Width + 1, Width + KernelWidth - 1, 11 }.Select(position => position * channels));
            _positions = new(Enumerable.Range(0, _patches.Length).Select(patch => patch * channels));
            _weights = new(_taps.Length, channels, 2);
            _picture = Pinned(1, PictureLength * channels);
            _sums = Pinned(4, _patches.Length * channels);
        }

        public int Patches => _patches.Length;

        public int Taps => _taps.Length;

        public float[] Picture => _picture;

        public float[] Sums => _sums;

        public float[] WeightPadding => _weights.Padding;

        public DepthwiseProduct Product => new()
        {
            Picture = Address(_picture),
            Patches = _patches.Pointer,
            Taps = _taps.Pointer,
            TapCount = Taps,
            Weights = _weights.Pointer,
            WeightStride = _weights.Stride,
            Sums = Address(_sums),
            Positions = _positions.Pointer,
            EndPatch = Patches,
            Channels = _channels,
        };

        public int Place(int patch, int tap, int channel) => _patches.Pointer[patch] + _taps.Pointer[tap] + channel;

        public float Value(int patch, int tap, int channel) => _picture[Place(patch, tap, channel)];

        public float Weight(int tap, int channel) => _weights[tap, channel];

        public float Sum(int patch, int channel) => _sums[(patch * _channels) + channel];

        public void Check(float[] result, int rows, Func<int, int, double> expected)
        {
            for (int i = 0; i < rows * _channels; i++)
            {
                Assert.Equal(expected(i / _channels, i % _channels), result[i], 2e-7 * (Taps + Patches + 8));
            }

            Assert.All(result.Skip(rows * _channels), value => Assert.Equal(Untouched, value));
        }

        private static float[] Pinned(ulong key, int count)
        {
            float[] values = GC.AllocateArray<float>(count + AlignedBuffer.LineLength, pinned: true);
            values.AsSpan().Fill(Untouched);
            Matrix random = new(1, count, key);
            for (int i = 0; i < count; i++)
            {
                values[i] = random[0, i];
            }

            return values;
        }

        private static float* Address(float[] pinned)
        {
            fixed (float* address = pinned)
            {
                return address;
            }
        }
    }
}
