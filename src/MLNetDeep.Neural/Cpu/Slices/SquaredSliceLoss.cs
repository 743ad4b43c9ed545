using System.Numerics;
using System.Runtime.CompilerServices;
using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>The mean squared error; see <see cref="RegressionCpuLoss"/>. Differences and sums are doubles, as there.</summary>
internal sealed unsafe class SquaredSliceLoss(int outputs, int rows) : SliceLoss
{
    private readonly SliceValues _targets = new(outputs, rows);
    private readonly SliceValues _weights = new(1, rows);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override EvaluationResult Compute(
        TrainingData data, ReadOnlySpan<int> rows, int padded, int batchRows, SliceValues output, SliceValues gradient)
    {
        Prepare(data, rows, padded, output);
        nint stride = output.Stride;
        Vector<double> loss = default, error = default;
        Vector<double> factor = new(2.0 / batchRows / outputs);
        for (int row = 0; row < padded; row += Vector<float>.Count)
        {
            Vector.Widen(Vector.Load(_weights.Pointer + row), out Vector<double> lowerWeight, out Vector<double> upperWeight);
            Vector<double> lowerFactor = lowerWeight * factor, upperFactor = upperWeight * factor;
            Vector<double> lowerSquares = default, upperSquares = default;
            for (int unit = 0; unit < outputs; unit++)
            {
                nint offset = (unit * stride) + row;
                Vector.Widen(Vector.Load(output.Pointer + offset), out Vector<double> lower, out Vector<double> upper);
                Vector.Widen(Vector.Load(_targets.Pointer + offset), out Vector<double> lowerTarget, out Vector<double> upperTarget);
                lower -= lowerTarget;
                upper -= upperTarget;
                lowerSquares += lower * lower;
                upperSquares += upper * upper;
                error += Vector.Abs(lower) + Vector.Abs(upper);
                Vector.Narrow(lower * lowerFactor, upper * upperFactor).Store(gradient.Pointer + offset);
            }

            loss += (lowerSquares * lowerWeight) + (upperSquares * upperWeight);
        }

        return new(Vector.Sum(loss) / outputs, 0, rows.Length, 0, Vector.Sum(error) / outputs);
    }

    // Beyond the last row, targets equal outputs, so that differences are 0.
    private void Prepare(TrainingData data, ReadOnlySpan<int> rows, int padded, SliceValues output)
    {
        Transposition.Run(((DenseTargets)data.Targets).Values.Span, outputs, rows, _targets.Pointer, _targets.Stride);
        for (int unit = 0; unit < outputs && rows.Length < padded; unit++)
        {
            new Span<float>(output.Unit(unit) + rows.Length, padded - rows.Length)
                .CopyTo(new Span<float>(_targets.Unit(unit) + rows.Length, padded - rows.Length));
        }

        Span<float> weights = new(_weights.Pointer, padded);
        weights.Fill(1);
        if (!data.Weights.IsEmpty)
        {
            ReadOnlySpan<float> dataWeights = data.Weights.Span;
            for (int i = 0; i < rows.Length; i++)
            {
                weights[i] = dataWeights[rows[i]];
            }
        }
    }
}
