using System.Numerics;
using System.Runtime.Intrinsics;
using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>Computes a regression loss: the mean over the outputs of a function of the output and its target.</summary>
/// <remarks>
/// The loss is computed in doubles. This costs little, since regression networks have few outputs. The square has a method of its own: the
/// calls of other losses take longer than its arithmetic.
/// </remarks>
internal sealed unsafe class RegressionCpuLoss(RegressionLoss loss, KernelSet kernels, ThreadTeam team) : CpuLoss(kernels, team, [])
{
    private readonly bool _isSquared = loss is MeanSquaredError;

    private protected override EvaluationResult Compute(in LossRows rows)
    {
        ReadOnlySpan<float> targets = ((DenseTargets)Data!.Targets).Values.Span;
        int columns = rows.Columns;
        double lossSum = 0, errorSum = 0;
        for (int row = 0; row < rows.Count; row++)
        {
            ReadOnlySpan<float> target = targets.Slice(rows.DataRows[row] * columns, columns);
            float* output = rows.Output + ((nint)row * rows.Stride);
            float* gradient = rows.Gradient + ((nint)row * rows.Stride);
            (double sum, double error) = _isSquared
                ? ComputeSquares(output, target, rows.Scales[row], gradient)
                : ComputeRow(output, target, rows.Scales[row], gradient);
            ClearPadding(gradient, columns);
            lossSum += sum / columns * rows.Weights[row];
            errorSum += error / columns;
        }

        return new(lossSum, 0, rows.Count, 0, errorSum);
    }

    // Sums in the order of the columns, as ComputeRow does.
    private static (double Sum, double Error) ComputeSquares(float* output, ReadOnlySpan<float> target, double scale, float* gradient)
    {
        int columns = target.Length;

        // Multiplying by a power of two is exact, and faster than dividing.
        bool multiplies = BitOperations.IsPow2(columns);
        double share = 1.0 / columns;
        double sum = 0, error = 0;
        int i = 0;
        for (; i + Vector128<float>.Count <= columns; i += Vector128<float>.Count)
        {
            (Vector128<double> lower, Vector128<double> upper) = Vector128.Widen(Vector128.Load(output + i));
            (Vector128<double> lowerTarget, Vector128<double> upperTarget) = Vector128.Widen(Vector128.Create(target[i..]));
            lower -= lowerTarget;
            upper -= upperTarget;
            (Vector128<double> lowerSquare, Vector128<double> upperSquare) = (lower * lower, upper * upper);
            sum = sum + lowerSquare[0] + lowerSquare[1] + upperSquare[0] + upperSquare[1];
            (Vector128<double> lowerSize, Vector128<double> upperSize) = (Vector128.Abs(lower), Vector128.Abs(upper));
            error = error + lowerSize[0] + lowerSize[1] + upperSize[0] + upperSize[1];
            lower = 2 * lower * scale;
            upper = 2 * upper * scale;
            Vector128<float> slope = multiplies
                ? Vector128.Narrow(lower * share, upper * share)
                : Vector128.Narrow(lower / columns, upper / columns);
            slope.Store(gradient + i);
        }

        for (; i < columns; i++)
        {
            double difference = (double)output[i] - target[i];
            sum += difference * difference;
            error += Math.Abs(difference);
            gradient[i] = (float)(scale * (2 * difference) / columns);
        }

        return (sum, error);
    }

    private (double Sum, double Error) ComputeRow(float* output, ReadOnlySpan<float> target, double scale, float* gradient)
    {
        double sum = 0, error = 0;
        for (int i = 0; i < target.Length; i++)
        {
            double prediction = output[i];
            sum += loss.Value(prediction, target[i]);
            error += Math.Abs(prediction - target[i]);
            gradient[i] = (float)(scale * loss.Derivative(prediction, target[i]) / target.Length);
        }

        return (sum, error);
    }
}
