using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>Computes a regression loss: the mean over the outputs of a function of the output and its target.</summary>
/// <remarks>The loss is computed in doubles. This costs little, since regression networks have few outputs.</remarks>
internal sealed unsafe class RegressionCpuLoss(RegressionLoss loss, KernelSet kernels, ThreadTeam team) : CpuLoss(kernels, team, [])
{
    private protected override EvaluationResult Compute(in LossRows rows)
    {
        DenseTargets targets = (DenseTargets)Data!.Targets;
        int columns = rows.Columns;
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
                sum += loss.Value(prediction, target[i]);
                error += Math.Abs(prediction - target[i]);
                gradient[i] = (float)(rows.Scales[row] * loss.Derivative(prediction, target[i]) / columns);
            }

            ClearPadding(gradient, columns);
            lossSum += sum / columns * rows.Weights[row];
            errorSum += error / columns;
        }

        return new(lossSum, 0, rows.Count, 0, errorSum);
    }
}
