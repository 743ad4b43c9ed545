using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>Computes sigmoid and binary cross-entropy together, from logits z and targets t.</summary>
/// <remarks>
/// The loss of an output is max(z, 0) - z·t + log(1 + e^-|z|), and its gradient is σ(z) - t, where σ is the sigmoid. The loss of a row is
/// the mean over its outputs.
/// </remarks>
internal sealed unsafe class BinaryCpuLoss(BinaryCrossEntropy loss, KernelSet kernels, ThreadTeam team, float[] classWeights)
    : CpuLoss(kernels, team, classWeights)
{
    private readonly double _smoothing = loss.LabelSmoothing;

    private protected override int OperationsPerOutput => 64;

    private protected override EvaluationResult Compute(in LossRows rows)
    {
        DenseTargets? dense = Data!.Targets as DenseTargets;
        ReadOnlySpan<int> labels = Data.Labels.Span;
        int columns = rows.Columns;
        double lossSum = 0;
        int correct = 0;
        for (int row = 0; row < rows.Count; row++)
        {
            int dataRow = rows.DataRows[row];
            ReadOnlySpan<float> targets = dense is null ? default : dense.Row(dataRow);
            float* output = rows.Output + ((nint)row * rows.Stride);
            float* gradient = rows.Gradient + ((nint)row * rows.Stride);
            double loss = 0;
            for (int i = 0; i < columns; i++)
            {
                double z = output[i];
                double target = targets.IsEmpty ? labels[dataRow] : targets[i];

                // As in Keras, a probability above 1/2 (z > 0) counts as the prediction 1.
                correct += target == (z > 0 ? 1 : 0) ? 1 : 0;
                target = (target * (1 - _smoothing)) + (_smoothing / 2);
                double small = Math.Exp(-Math.Abs(z));
                loss += Math.Max(z, 0) - (z * target) + double.LogP1(small);
                double probability = (z >= 0 ? 1 : small) / (1 + small);
                gradient[i] = (float)(rows.Scales[row] * (probability - target) / columns);
            }

            ClearPadding(gradient, columns);
            lossSum += loss / columns * rows.Weights[row];
        }

        return new(lossSum, correct, rows.Count, (long)columns * rows.Count, double.NaN);
    }
}
