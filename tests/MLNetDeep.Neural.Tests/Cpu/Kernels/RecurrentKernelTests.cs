using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Tests.Kernels;

/// <summary>
/// Compares the recurrent kernels of every SIMD width with the scalar ones, which the conformance tests compare with formulas in doubles.
/// </summary>
public unsafe class RecurrentKernelTests
{
    private const int Rows = 3;
    private const int Units = 32;

    public static TheoryData<string, string, string> Steps
    {
        get
        {
            TheoryData<string, string, string> steps = [];
            foreach (SimdTier tier in Enum.GetValues<SimdTier>())
            {
                foreach (RecurrentCellKind cell in Enum.GetValues<RecurrentCellKind>())
                {
                    steps.Add($"{tier}", $"{cell}", "tanh and sigmoid");
                    steps.Add($"{tier}", $"{cell}", "softplus and elu");
                }
            }

            return steps;
        }
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void A_step_equals_the_scalar_one(string tier, string cell, string activations)
    {
        RecurrentCellKind kind = Enum.Parse<RecurrentCellKind>(cell);
        bool isUsual = activations == "tanh and sigmoid";
        ActivationKind state = ActivationKind.For(isUsual ? Activation.Tanh : Activation.Softplus);
        ActivationKind gate = ActivationKind.For(isUsual ? Activation.Sigmoid : new Elu(1.5));
        Matrix[] expected = Run(KernelSet.For(SimdTier.Scalar), kind, state, gate);
        Matrix[] actual = Run(KernelSet.For(Enum.Parse<SimdTier>(tier)), kind, state, gate);
        for (int i = 0; i < expected.Length; i++)
        {
            actual[i].CheckAll((row, column) => expected[i][row, column], 2e-6);
        }
    }

    // The states of a simple layer are tanh of its sums; an LSTM leaves the values of its gates, the first of which is a sigmoid.
    [Theory]
    [MemberData(nameof(KernelTests.Tiers), MemberType = typeof(KernelTests))]
    public void Tanh_and_sigmoid_are_accurate(string tier)
    {
        float[] values = [0, -0f, 1e-30f, 1e-8f, -1e-3f, 0.1f, -0.5f, 0.99f, -1, 1.5f, 2, -3, 4.5f, -6, 7, -8, 8.1f, 8.16f, -8.2f, 12, -20, 50, -1e30f];
        KernelSet kernels = KernelSet.For(Enum.Parse<SimdTier>(tier));
        Matrix sums = new(1, Units, 0), gates = new(1, 4 * Units, 0), states = new(1, Units, 0), cells = new(3, Units, 0);
        for (int i = 0; i < values.Length; i++)
        {
            sums[0, i] = values[i];
            gates[0, (i / 16 * 64) + (i % 16)] = values[i];
        }

        sums[0, Units - 1] = float.NaN;
        gates[0, (Units / 16 * 64) - 49] = float.PositiveInfinity;
        ActivationKind tanh = new(ActivationFunction.Tanh), sigmoid = new(ActivationFunction.Sigmoid);
        RecurrentStep step = new() { Gates = sums.Pointer, State = states.Pointer, Rows = 1, Units = Units };
        kernels.RecurrentForward(RecurrentCellKind.Simple, step, tanh, sigmoid);
        step.Gates = gates.Pointer;
        step.LastCell = cells.Pointer;
        step.Cell = cells.Pointer + Units;
        step.CellActivation = cells.Pointer + (2 * Units);
        for (int i = 0; i < values.Length; i++)
        {
            double expected = Math.Tanh(values[i]);
            Assert.True(Math.Abs(states[0, i] - expected) <= 4e-7 * Math.Abs(expected), $"tanh {values[i]} is {states[0, i]:R}.");
        }

        Assert.Equal(float.NaN, states[0, Units - 1]);
        kernels.RecurrentForward(RecurrentCellKind.Lstm, step, tanh, sigmoid);
        for (int i = 0; i < values.Length; i++)
        {
            float value = gates[0, (i / 16 * 64) + (i % 16)];
            Assert.True(Math.Abs(value - (1 / (1 + Math.Exp(-values[i])))) <= 2e-7, $"The sigmoid of {values[i]} is {value:R}.");
            Assert.InRange(value, -6e-8f, 1);
        }

        Assert.Equal(1, gates[0, (Units / 16 * 64) - 49]);
    }

    [Theory]
    [MemberData(nameof(KernelTests.Tiers), MemberType = typeof(KernelTests))]
    public void A_product_is_added(string tier)
    {
        Matrix left = new(9, 7, 1), right = new(7, 48, 2), result = new(9, 48, 3), before = new(9, 48, 3);
        DenseProduct product = new()
        {
            Left = left.Pointer,
            LeftRowStride = left.Stride,
            LeftDepthStride = 1,
            Right = right.Pointer,
            RightStride = right.Stride,
            ResultStride = result.Stride,
            Depth = 7,
        };
        KernelSet.For(Enum.Parse<SimdTier>(tier)).Accumulate(product, result.Pointer, new Tile(0, 9, 0, 48));
        result.CheckAll((i, j) => before[i, j] + Enumerable.Range(0, 7).Sum(k => (double)left[i, k] * right[k, j]), 2e-6);
    }

    // A forward step, then a backward step, first storing and then adding the gradient of the last state.
    private static Matrix[] Run(KernelSet kernels, RecurrentCellKind kind, ActivationKind state, ActivationKind gate)
    {
        int gates = kind switch
        {
            RecurrentCellKind.Lstm => 4,
            RecurrentCellKind.Gru => 3,
            _ => 1,
        };
        Matrix sums = new(Rows, gates * Units, 1, scale: 3), stateSums = new(Rows, gates * Units, 2);
        Matrix[] lines = [.. Enumerable.Range(3, 8).Select(key => new Matrix(Rows, Units, (ulong)key))];
        RecurrentStep step = new()
        {
            Gates = sums.Pointer,
            GatesStride = sums.Stride,
            StateGates = stateSums.Pointer,
            LastState = lines[0].Pointer,
            State = lines[1].Pointer,
            StateStride = Units,
            LastCell = lines[2].Pointer,
            Cell = lines[3].Pointer,
            CellActivation = lines[4].Pointer,
            StateGradient = lines[5].Pointer,
            StateGradientStride = Units,
            LastStateGradient = lines[6].Pointer,
            CellGradient = lines[7].Pointer,
            CellGradientStride = Units,
            Rows = Rows,
            Units = Units,
        };
        kernels.RecurrentForward(kind, step, state, gate);
        kernels.RecurrentBackward(kind, step, state, gate);
        step.AddsLastGradient = true;
        kernels.RecurrentForward(kind, step, state, gate);
        kernels.RecurrentBackward(kind, step, state, gate);
        return [sums, stateSums, .. lines];
    }
}
