namespace MLNetDeep.Neural.Tests.Support;

/// <summary>A simple implementation of the forward pass and the loss in doubles, as a reference for the engine's results.</summary>
internal static class ReferenceNetwork
{
    /// <summary>Computes the network outputs of one row before softmax.</summary>
    /// <param name="spec">The architecture.</param>
    /// <param name="weights">The values of each parameter, in the order and layout of <see cref="NetworkSpec.Parameters"/>.</param>
    /// <param name="row">The input.</param>
    /// <param name="mask">Returns the dropout factor of value i; null for no dropout.</param>
    /// <param name="nearestKink">Lowered to the smallest |z| over all ReLU inputs z, if that is smaller than the current value.</param>
    public static double[] Logits(
        NetworkSpec spec, double[][] weights, double[] row, Func<int, double>? mask, ref double nearestKink)
    {
        double[] values = row;
        int next = 0;
        foreach (LayerSpec layer in spec.Layers)
        {
            switch (layer)
            {
                case Dense dense:
                    double[] kernel = weights[next++];
                    double[]? bias = dense.UseBias ? weights[next++] : null;
                    double[] sums = new double[dense.Units];
                    for (int unit = 0; unit < dense.Units; unit++)
                    {
                        sums[unit] = bias?[unit] ?? 0;
                        for (int input = 0; input < values.Length; input++)
                        {
                            sums[unit] += kernel[(unit * values.Length) + input] * values[input];
                        }

                        if (dense.Activation is Relu)
                        {
                            nearestKink = Math.Min(nearestKink, Math.Abs(sums[unit]));
                        }
                    }

                    values = [.. sums.Select(sum => Activate(dense.Activation, sum))];
                    break;
                case Dropout when mask is not null:
                    values = [.. values.Select((value, i) => value * mask(i))];
                    break;
            }
        }

        return values;
    }

    /// <summary>Computes the cross-entropy log Σ e^z - z_label.</summary>
    public static double CrossEntropy(double[] logits, int label)
    {
        double max = logits.Max();
        return Math.Log(logits.Sum(logit => Math.Exp(logit - max))) - (logits[label] - max);
    }

    public static double[] Softmax(double[] logits)
    {
        double max = logits.Max();
        double sum = logits.Sum(logit => Math.Exp(logit - max));
        return [.. logits.Select(logit => Math.Exp(logit - max) / sum)];
    }

    /// <summary>Computes the mean of (row loss x row weight).</summary>
    public static double MeanLoss(
        NetworkSpec spec, double[][] weights, TrainingData data, Func<int, int, double>? mask, out double nearestKink)
    {
        double total = 0;
        nearestKink = double.PositiveInfinity;
        float[] row = new float[spec.InputSize];
        for (int r = 0; r < data.RowCount; r++)
        {
            data.Features.CopyRow(r, row);
            int rowIndex = r;
            Func<int, double>? rowMask = mask is null ? null : i => mask(rowIndex, i);
            double[] logits = Logits(spec, weights, [.. row.Select(value => (double)value)], rowMask, ref nearestKink);
            double weight = data.Weights.IsEmpty ? 1 : data.Weights.Span[r];
            total += weight * CrossEntropy(logits, data.Labels.Span[r]);
        }

        return total / data.RowCount;
    }

    /// <summary>Computes the gradient by central differences, (L(w + h) - L(w - h)) / 2h with h = 1e-5.</summary>
    /// <remarks>In double precision, the error is about h² + 1e-16/h = 1e-10.</remarks>
    public static double[][] NumericalGradient(
        NetworkSpec spec, IReadOnlyList<NamedTensor> weights, TrainingData data, Func<int, int, double>? mask = null)
    {
        const double Step = 1e-5;
        double[][] values = ToDoubles(weights);
        double[][] gradient = [.. values.Select(tensor => new double[tensor.Length])];
        MeanLoss(spec, values, data, mask, out double nearestKink);
        Assert.True(nearestKink > 100 * Step, "The input of a ReLU is too near 0 for central differences: choose other data.");
        for (int t = 0; t < values.Length; t++)
        {
            for (int i = 0; i < values[t].Length; i++)
            {
                double value = values[t][i];
                values[t][i] = value + Step;
                double above = MeanLoss(spec, values, data, mask, out _);
                values[t][i] = value - Step;
                double below = MeanLoss(spec, values, data, mask, out _);
                values[t][i] = value;
                gradient[t][i] = (above - below) / (2 * Step);
            }
        }

        return gradient;
    }

    public static double[][] ToDoubles(IReadOnlyList<NamedTensor> tensors) =>
        [.. tensors.Select(tensor => tensor.Values.Select(value => (double)value).ToArray())];

    private static double Activate(Activation activation, double z) => activation switch
    {
        Relu => Math.Max(0, z),
        Sigmoid => 1 / (1 + Math.Exp(-z)),
        Tanh => Math.Tanh(z),
        _ => z,
    };
}
