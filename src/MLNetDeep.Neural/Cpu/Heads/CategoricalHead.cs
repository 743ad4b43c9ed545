using System.Numerics.Tensors;
using MLNetDeep.Neural.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>Softmax and cross-entropy from logits z: with targets t, Σt · log Σ e^z - Σ t z, and the gradient Σt · softmax - t.</summary>
internal sealed unsafe class CategoricalHead(CategoricalCrossEntropy loss, KernelSet kernels, ThreadTeam team, float[] classWeights)
    : LossHead(kernels, team, classWeights)
{
    private readonly float _smoothing = (float)loss.LabelSmoothing;

    private protected override RowResult Judge(int row, float* output, int columns, float scale, float* gradient)
    {
        if (Data!.Targets is ClassTargets classes)
        {
            int label = classes.Labels.Span[row];
            if (_smoothing == 0)
            {
                float loss = Kernels.SoftmaxCrossEntropy(output, columns, label, scale, gradient, out bool isCorrect);
                return new(loss, isCorrect ? 1 : 0, 1, double.NaN);
            }

            return Judge(default, label, output, columns, scale, gradient);
        }

        ReadOnlySpan<float> targets = ((DenseTargets)Data.Targets).Row(row);
        return Judge(targets, TensorPrimitives.IndexOfMax(targets), output, columns, scale, gradient);
    }

    // Without targets, the label's is 1. The logits are read before the gradient, which may take their place.
    private RowResult Judge(ReadOnlySpan<float> targets, int label, float* logits, int columns, float scale, float* gradient)
    {
        ReadOnlySpan<float> values = new(logits, columns);
        int predicted = TensorPrimitives.IndexOfMax(values);
        double largest = values[predicted], below = 0, whole = 0;
        for (int i = 0; i < columns; i++)
        {
            float target = Target(targets, label, columns, i);
            whole += target;
            below += target * (values[i] - largest);
        }

        double logarithm = Kernels.Softmax(logits, columns, scale * (float)whole, gradient);
        for (int i = 0; i < columns; i++)
        {
            gradient[i] -= scale * Target(targets, label, columns, i);
        }

        return new((whole * logarithm) - below, predicted == label ? 1 : 0, 1, double.NaN);
    }

    private float Target(ReadOnlySpan<float> targets, int label, int columns, int i)
    {
        float target = targets.IsEmpty ? (i == label ? 1 : 0) : targets[i];
        return (target * (1 - _smoothing)) + (_smoothing / columns);
    }
}
