using MLNetDeep.Neural.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>Sigmoid and cross-entropy from logits z: max(z, 0) - z·t + log(1 + e^-|z|), and the gradient σ(z) - t; the mean over the outputs.</summary>
internal sealed unsafe class BinaryHead(BinaryCrossEntropy loss, KernelSet kernels, ThreadTeam team, float[] classWeights)
    : LossHead(kernels, team, classWeights)
{
    private readonly double _smoothing = loss.LabelSmoothing;

    private protected override int OperationsPerOutput => 64;

    private protected override RowResult Judge(int row, float* output, int columns, float scale, float* gradient)
    {
        ReadOnlySpan<float> targets = Data!.Targets is DenseTargets dense ? dense.Row(row) : default;
        double loss = 0;
        int correct = 0;
        for (int i = 0; i < columns; i++)
        {
            double z = output[i];
            double target = targets.IsEmpty ? Data.Labels.Span[row] : targets[i];

            // As Keras has it: p above 1/2 is a yes, and right where the target is 1.
            correct += target == (z > 0 ? 1 : 0) ? 1 : 0;
            target = (target * (1 - _smoothing)) + (_smoothing / 2);
            double small = Math.Exp(-Math.Abs(z));
            loss += Math.Max(z, 0) - (z * target) + double.LogP1(small);
            double probability = (z >= 0 ? 1 : small) / (1 + small);
            gradient[i] = (float)(scale * (probability - target) / columns);
        }

        ClearPadding(gradient, columns);
        return new(loss / columns, correct, columns, double.NaN);
    }
}
