using System.Numerics;
using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>Computes a regression loss: the mean over the outputs of a function of the output and its target.</summary>
/// <remarks>
/// The loss is computed in doubles. This costs little, since regression networks have few outputs; the square has its own branch, since the
/// calls of other losses take longer than its arithmetic.
/// </remarks>
internal sealed unsafe class RegressionCpuLoss(RegressionLoss loss, KernelSet kernels, ThreadTeam team) : CpuLoss(kernels, team, [])
{
    private readonly bool _isSquared = loss is MeanSquaredError;

    private protected override EvaluationResult Compute(in LossRows rows)
    {
        DenseTargets targets = (DenseTargets)Data!.Targets;
        int columns = rows.Columns;

        // Multiplying by a power of two is exact, and faster than dividing.
        double? share = BitOperations.IsPow2(columns) ? 1.0 / columns : null;
        double lossSum = 0, errorSum = 0;
        for (int row = 0; row < rows.Count; row++)
        {
            ReadOnlySpan<float> target = targets.Row(rows.DataRows[row]);
            float* output = rows.Output + ((nint)row * rows.Stride);
            float* gradient = rows.Gradient + ((nint)row * rows.Stride);
            double sum = 0, error = 0;
            for (int i = 0; i < columns; i++)
            {
                double prediction = output[i];
                double difference = prediction - target[i];
                sum += _isSquared ? difference * difference : loss.Value(prediction, target[i]);
                error += Math.Abs(difference);
                double derivative = _isSquared ? 2 * difference : loss.Derivative(prediction, target[i]);
                gradient[i] = (float)Mean(rows.Scales[row] * derivative);
            }

            ClearPadding(gradient, columns);
            lossSum += Mean(sum) * rows.Weights[row];
            errorSum += Mean(error);
        }

        return new(lossSum, 0, rows.Count, 0, errorSum);

        double Mean(double total) => share is { } factor ? total * factor : total / columns;
    }
}
