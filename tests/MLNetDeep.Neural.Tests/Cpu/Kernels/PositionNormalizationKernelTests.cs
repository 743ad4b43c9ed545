using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Tests.Kernels;

/// <summary>Compares layer normalization of every SIMD width with its formula in doubles.</summary>
public unsafe class PositionNormalizationKernelTests
{
    private const int Positions = 3;
    private const double Epsilon = 1e-3;
    private const double Tolerance = 1e-5;
    private const float Untouched = -77;

    public static TheoryData<string> Tiers => KernelTests.Tiers;

    [Theory]
    [MemberData(nameof(Tiers))]
    public void Each_position_is_normalized(string tier)
    {
        foreach (int size in new[] { 1, 3, 8, 16, 19, 32, 50 })
        {
            Operands at = new(size);
            KernelSet.For(Enum.Parse<SimdTier>(tier)).NormalizePositions(at.Arguments);
            at.Normalized.CheckAll((_, i) => i < Positions * size ? at.ExpectedNormalized(i) : Untouched, Tolerance);
            at.Output.CheckAll(
                (_, i) => i < Positions * size ? (at.Gamma[0, i % size] * at.ExpectedNormalized(i)) + at.Beta[0, i % size] : Untouched, Tolerance);
            at.Inverses.CheckAll((_, position) => at.Inverse(position), Tolerance * at.Inverse(0));
        }
    }

    [Theory]
    [MemberData(nameof(Tiers))]
    public void Gradients_are_those_of_the_formula(string tier)
    {
        foreach (int size in new[] { 1, 3, 8, 16, 19, 32, 50 })
        {
            Operands at = new(size);
            KernelSet kernels = KernelSet.For(Enum.Parse<SimdTier>(tier));
            kernels.NormalizePositions(at.Arguments);
            Matrix gradient = new(1, Positions * size, 5), gamma = new(1, size, 6), beta = new(1, size, 7), result = new(1, (Positions * size) + 16, 0);
            Matrix gammaBefore = new(1, size, 6), betaBefore = new(1, size, 7);
            new Span<float>(result.Pointer, result.Columns).Fill(Untouched);
            kernels.NormalizePositionsGradient(at.Arguments with
            {
                Output = gradient.Pointer,
                GammaGradient = gamma.Pointer,
                BetaGradient = beta.Pointer,
                InputGradient = result.Pointer,
            });
            IEnumerable<int> Column(int column) => Enumerable.Range(0, Positions).Select(position => (position * size) + column);
            gamma.CheckAll((_, i) => gammaBefore[0, i] + Column(i).Sum(k => gradient[0, k] * at.ExpectedNormalized(k)), Tolerance);
            beta.CheckAll((_, i) => betaBefore[0, i] + Column(i).Sum(k => (double)gradient[0, k]), Tolerance);
            double Scaled(int i) => (double)gradient[0, i] * at.Gamma[0, i % size];
            result.CheckAll(
                (_, i) =>
                {
                    if (i >= Positions * size)
                    {
                        return Untouched;
                    }

                    int[] all = [.. Enumerable.Range(i / size * size, size)];
                    double mean = all.Average(Scaled), projection = all.Average(k => Scaled(k) * at.ExpectedNormalized(k));
                    return (Scaled(i) - mean - (at.ExpectedNormalized(i) * projection)) * at.Inverse(i / size);
                },
                Tolerance * at.Inverse(0));
        }
    }

    // The sum of floats far from 0 is rounded, and with it the mean. Equal values have the variance 0 whatever they are, and so x̂ = 0.
    [Theory]
    [MemberData(nameof(Tiers))]
    public void Values_far_from_0_are_normalized(string tier)
    {
        KernelSet kernels = KernelSet.For(Enum.Parse<SimdTier>(tier));
        foreach (int size in new[] { 19, 300 })
        {
            foreach (float value in new[] { 1000.1f, 1e6f + 0.125f, -3e7f })
            {
                Operands at = new(size);
                new Span<float>(at.Input.Pointer, Positions * size).Fill(value);
                kernels.NormalizePositions(at.Arguments);
                at.Normalized.CheckAll((_, i) => i < Positions * size ? 0 : Untouched, Tolerance);
            }

            Operands far = new(size);
            foreach (ref float value in new Span<float>(far.Input.Pointer, Positions * size))
            {
                value += 30_000;
            }

            kernels.NormalizePositions(far.Arguments);
            double[] means = [.. Enumerable.Range(0, Positions).Select(position => Enumerable.Range(position * size, size).Average(i => (double)far.Input[0, i]))];
            double[] inverses = [.. Enumerable.Range(0, Positions).Select(far.Inverse)];
            far.Normalized.CheckAll((_, i) => i < Positions * size ? (far.Input[0, i] - means[i / size]) * inverses[i / size] : Untouched, Tolerance);
        }
    }

    // The squares of the differences are beyond the largest float.
    [Theory]
    [MemberData(nameof(Tiers))]
    public void Large_values_do_not_overflow(string tier)
    {
        Operands at = new(4);
        float[] values = [1e25f, -1e25f, 1e25f, -1e25f];
        values.CopyTo(new Span<float>(at.Input.Pointer, 4));
        KernelSet.For(Enum.Parse<SimdTier>(tier)).NormalizePositions(at.Arguments);
        for (int i = 0; i < 4; i++)
        {
            Assert.Equal(i % 2 == 0 ? 1 : -1, at.Normalized[0, i], Tolerance);
        }
    }

    private sealed class Operands
    {
        private readonly int _size;

        public Operands(int size)
        {
            _size = size;
            Input = new(1, Positions * size, 1);
            Gamma = new(1, size, 2);
            Beta = new(1, size, 3);
            Normalized = new(1, (Positions * size) + 16, 0);
            Output = new(1, (Positions * size) + 16, 0);
            Inverses = new(1, Positions, 0);
            new Span<float>(Normalized.Pointer, Normalized.Columns).Fill(Untouched);
            new Span<float>(Output.Pointer, Output.Columns).Fill(Untouched);
        }

        public Matrix Input { get; }

        public Matrix Gamma { get; }

        public Matrix Beta { get; }

        public Matrix Normalized { get; }

        public Matrix Output { get; }

        public Matrix Inverses { get; }

        public PositionNormalizationArguments Arguments => new()
        {
            Positions = Positions,
            Size = _size,
            Epsilon = Epsilon,
            Input = Input.Pointer,
            Normalized = Normalized.Pointer,
            InverseDeviations = Inverses.Pointer,
            Output = Output.Pointer,
            Gamma = Gamma.Pointer,
            Beta = Beta.Pointer,
        };

        public double Inverse(int position) =>
            1 / Math.Sqrt(Values(position).Average(value => Math.Pow(value - Values(position).Average(), 2)) + Epsilon);

        public double ExpectedNormalized(int i) => (Input[0, i] - Values(i / _size).Average()) * Inverse(i / _size);

        private IEnumerable<double> Values(int position) => Enumerable.Range(position * _size, _size).Select(i => (double)Input[0, i]);
    }
}
