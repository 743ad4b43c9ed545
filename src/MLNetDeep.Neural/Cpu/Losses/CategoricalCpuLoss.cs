using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>Computes softmax and categorical cross-entropy together, from logits z and targets t.</summary>
/// <remarks>The loss of a row is Σt · log Σ e^z - Σ t·z, and its gradient is Σt · softmax(z) - t.</remarks>
internal sealed unsafe class CategoricalCpuLoss(CategoricalCrossEntropy loss, KernelSet kernels, ThreadTeam team, float[] classWeights)
    : CpuLoss(kernels, team, classWeights)
{
    private readonly float _smoothing = (float)loss.LabelSmoothing;

    private protected override EvaluationResult Compute(in LossRows rows) =>
        Data!.Targets is ClassTargets classes && _smoothing == 0 ? ComputeForLabels(classes.Labels.Span, rows) : ComputeForTargets(rows);

    // Computes the loss if the target of each row's label is 1 and all other targets are 0.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private EvaluationResult ComputeForLabels(ReadOnlySpan<int> classes, in LossRows rows)
    {
        Span<int> labels = stackalloc int[LabelledRows.MaxRows], predicted = stackalloc int[LabelledRows.MaxRows];
        Span<float> losses = stackalloc float[LabelledRows.MaxRows];
        for (int row = 0; row < rows.Count; row++)
        {
            labels[row] = CheckLabel(classes[rows.DataRows[row]], rows.DataRows[row], rows.Columns);
        }

        Kernels.SoftmaxCrossEntropy(new LabelledRows
        {
            Logits = rows.Output,
            Gradient = rows.Gradient,
            Stride = rows.Stride,
            Classes = rows.Columns,
            Labels = labels[..rows.Count],
            Scales = rows.Scales,
            Losses = losses,
            Predicted = predicted,
        });
        double lossSum = 0;
        int correct = 0;
        for (int row = 0; row < rows.Count; row++)
        {
            lossSum += (double)losses[row] * rows.Weights[row];
            correct += predicted[row] == labels[row] ? 1 : 0;
        }

        return new(lossSum, correct, rows.Count);
    }

    // Computes the loss for arbitrary targets.
    private EvaluationResult ComputeForTargets(in LossRows rows)
    {
        double lossSum = 0;
        int correct = 0;
        for (int row = 0; row < rows.Count; row++)
        {
            int dataRow = rows.DataRows[row];
            ReadOnlySpan<float> targets = Data!.Targets is DenseTargets dense ? dense.Row(dataRow) : default;
            int label = Data.Targets is ClassTargets classes
                ? CheckLabel(classes.Labels.Span[dataRow], dataRow, rows.Columns)
                : TensorPrimitives.IndexOfMax(targets);
            nint offset = (nint)row * rows.Stride;
            double value = ComputeRow(
                targets, label, rows.Output + offset, rows.Columns, rows.Scales[row], rows.Gradient + offset, out int predicted);
            lossSum += value * rows.Weights[row];
            correct += predicted == label ? 1 : 0;
        }

        return new(lossSum, correct, rows.Count);
    }

    // A stream may have filled the array of the labels again after they were checked.
    private static int CheckLabel(int label, int row, int classes) => (uint)label < (uint)classes
        ? label
        : throw new ArgumentException($"Row {row} has label {label}; accepted: 0 to {classes - 1}.");

    // If targets is empty, the target of the label is 1. The logits are read before the gradient is written, since both may share memory.
    private double ComputeRow(
        ReadOnlySpan<float> targets, int label, float* logits, int columns, float scale, float* gradient, out int predicted)
    {
        ReadOnlySpan<float> values = new(logits, columns);
        predicted = TensorPrimitives.IndexOfMax(values);
        double largest = values[predicted], weightedSum = 0, targetSum = 0;
        for (int i = 0; i < columns; i++)
        {
            float target = Target(targets, label, columns, i);
            targetSum += target;
            weightedSum += target * (values[i] - largest);
        }

        double logSum = Kernels.Softmax(logits, columns, scale * (float)targetSum, gradient);
        for (int i = 0; i < columns; i++)
        {
            gradient[i] -= scale * Target(targets, label, columns, i);
        }

        return (targetSum * logSum) - weightedSum;
    }

    private float Target(ReadOnlySpan<float> targets, int label, int columns, int i)
    {
        float target = targets.IsEmpty ? (i == label ? 1 : 0) : targets[i];
        return (target * (1 - _smoothing)) + (_smoothing / columns);
    }
}
