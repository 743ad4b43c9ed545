using MLNetDeep.Neural.Cpu.Kernels;
using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Kernels;

/// <summary>Compares softmax and cross-entropy at every SIMD width that the process supports with the formulas in doubles.</summary>
public unsafe class SoftmaxKernelTests
{
    private static readonly int[] Sizes = [1, 2, 7, 8, 9, 15, 16, 17, 31, 32, 33, 47, 64, 100, 511, 512, 513, 520];

    public static TheoryData<string> Tiers => KernelTests.Tiers;

    // The padding holds NaN and large values, which must not affect the results. The gradient may overwrite the logits.
    [Theory]
    [MemberData(nameof(Tiers))]
    public void Cross_entropy_and_its_gradient_are_accurate(string tier)
    {
        KernelSet kernels = KernelSet.For(Enum.Parse<SimdTier>(tier));
        foreach (int classes in Sizes)
        {
            foreach (float size in new[] { 1f, 30f, 1e4f })
            {
                int rows = Math.Min(LabelledRows.MaxRows, classes + 1);
                Matrix logits = new(rows, classes, 7, scale: size), gradient = new(rows, classes, 0);
                for (int row = 0; row < rows; row++)
                {
                    Span<float> padding = new(logits.Pointer + (row * logits.Stride) + classes, logits.Stride - classes);
                    padding.Fill(row % 2 == 0 ? float.NaN : 1e30f);
                }

                double[][] values =
                    [.. Enumerable.Range(0, rows).Select(i => Enumerable.Range(0, classes).Select(j => (double)logits[i, j]).ToArray())];
                double[][] softmax = [.. values.Select(ReferenceNetwork.Softmax)];
                int[] labels = [.. Enumerable.Range(0, rows).Select(i => i * 5 % classes)];
                float[] scales = [.. Enumerable.Range(0, rows).Select(i => 1f / (i + 1))];
                foreach (Matrix target in new[] { gradient, logits })
                {
                    (float[] losses, int[] predicted) = CrossEntropy(kernels, logits, target, labels, scales);
                    for (int row = 0; row < rows; row++)
                    {
                        double loss = ReferenceNetwork.CrossEntropy(values[row], labels[row]);
                        Assert.Equal(loss, losses[row], 1e-6 * (1 + Math.Abs(losses[row])));
                        Assert.Equal(Array.IndexOf(values[row], values[row].Max()), predicted[row]);
                    }

                    target.CheckAll((i, j) => scales[i] * (softmax[i][j] - (j == labels[i] ? 1 : 0)), 1e-6);
                    Assert.All(target.Padding, value => Assert.Equal(0, value));
                }
            }
        }
    }

    // In the first row, Σ e^(logit - max) = 1 + 1 + e^-1 + (classes - 3) e^-2. In the second row, all logits are equal.
    [Theory]
    [MemberData(nameof(Tiers))]
    public void Predicts_the_first_class_on_ties_and_none_if_a_logit_is_NaN(string tier)
    {
        KernelSet kernels = KernelSet.For(Enum.Parse<SimdTier>(tier));
        foreach (int classes in new[] { 4, 17, 40 })
        {
            Matrix logits = new(3, classes, 0);
            for (int j = 0; j < classes; j++)
            {
                logits[0, j] = j == 1 || j == classes - 1 ? 3 : j == 2 ? 2 : 1;
                logits[2, j] = j == classes - 2 ? float.NaN : j;
            }

            Matrix gradient = new(3, classes, 0);
            (float[] losses, int[] predicted) = CrossEntropy(kernels, logits, gradient, [1, classes - 1, 0], [1, 1, 1]);
            Assert.Equal([1, 0, -1], predicted);
            Assert.Equal(Math.Log(2 + Math.Exp(-1) + ((classes - 3) * Math.Exp(-2))), losses[0], 1e-6);
            Assert.Equal(Math.Log(classes), losses[1], 4e-6);
            Assert.True(float.IsNaN(losses[2]));
        }
    }

    [Theory]
    [MemberData(nameof(Tiers))]
    public void Softmax_of_a_row_is_accurate(string tier)
    {
        KernelSet kernels = KernelSet.For(Enum.Parse<SimdTier>(tier));
        foreach (int classes in Sizes)
        {
            Matrix logits = new(1, classes, 7, scale: 30), scaled = new(1, classes, 0);
            double[] row = [.. Enumerable.Range(0, classes).Select(j => (double)logits[0, j])];
            double[] softmax = ReferenceNetwork.Softmax(row);
            float logarithm = kernels.Softmax(logits.Pointer, classes, 0.25f, scaled.Pointer);
            Assert.Equal(Math.Log(row.Sum(value => Math.Exp(value - row.Max()))), logarithm, 2e-6);
            scaled.CheckAll((_, j) => softmax[j] / 4, 5e-7);
            kernels.Softmax(logits.Pointer, classes);
            logits.CheckAll((_, j) => softmax[j], 2e-6);
            Assert.All(logits.Padding, value => Assert.Equal(0, value));
        }
    }

    private static (float[] Losses, int[] Predicted) CrossEntropy(
        KernelSet kernels, Matrix logits, Matrix gradient, int[] labels, float[] scales)
    {
        float[] losses = new float[labels.Length];
        int[] predicted = new int[labels.Length];
        kernels.SoftmaxCrossEntropy(new LabelledRows
        {
            Logits = logits.Pointer,
            Gradient = gradient.Pointer,
            Stride = logits.Stride,
            Classes = logits.Columns,
            Labels = labels,
            Scales = scales,
            Losses = losses,
            Predicted = predicted,
        });
        return (losses, predicted);
    }
}
