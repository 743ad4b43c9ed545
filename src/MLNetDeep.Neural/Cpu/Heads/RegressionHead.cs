using MLNetDeep.Neural.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>A loss of each output by itself; the mean over the outputs. Computed in doubles: outputs are few.</summary>
internal sealed unsafe class RegressionHead(RegressionLoss loss, KernelSet kernels, ThreadTeam team) : LossHead(kernels, team, [])
{
    private protected override RowResult Judge(int row, float* output, int columns, float scale, float* gradient)
    {
        ReadOnlySpan<float> targets = ((DenseTargets)Data!.Targets).Row(row);
        double sum = 0, error = 0;
        for (int i = 0; i < columns; i++)
        {
            double prediction = output[i];
            sum += loss.Value(prediction, targets[i]);
            error += Math.Abs(prediction - targets[i]);
            gradient[i] = (float)(scale * loss.Derivative(prediction, targets[i]) / columns);
        }

        ClearPadding(gradient, columns);
        return new(sum / columns, 0, 0, error / columns);
    }
}
