namespace MLNetDeep.Neural.Conformance;

/// <summary>Networks in doubles, written the plain way, a batch at a time (normalization needs the batch).</summary>
internal sealed class ReferenceModel(NetworkSpec spec)
{
    /// <summary>The smallest |z| that a function with a kink at 0 has seen: differences must not step over it.</summary>
    public double NearestKink { get; private set; } = double.PositiveInfinity;

    public static double[][] ToDoubles(IEnumerable<NamedTensor> tensors) =>
        [.. tensors.Select(tensor => tensor.Values.Select(value => (double)value).ToArray())];

    public static double[][] Rows(FeatureMatrix features)
    {
        float[] row = new float[features.ColumnCount];
        return
        [
            .. Enumerable.Range(0, features.RowCount).Select(r =>
            {
                features.CopyRow(r, row);
                return row.Select(value => (double)value).ToArray();
            }),
        ];
    }

    /// <summary>The outputs, the last activation included.</summary>
    public double[][] Outputs(double[][] weights, double[][] rows, bool training)
    {
        int next = 0;
        foreach (LayerSpec layer in spec.Layers)
        {
            switch (layer)
            {
                case Dense dense:
                    double[] kernel = weights[next++];
                    double[]? bias = dense.UseBias ? weights[next++] : null;
                    rows = [.. rows.Select(row => Activate(dense.Activation, Product(kernel, bias, row, dense.Units)))];
                    break;
                case ActivationLayer activation:
                    rows = [.. rows.Select(row => Activate(activation.Activation, row))];
                    break;
                case BatchNormalization normalization:
                    rows = Normalize(rows, weights.AsSpan(next, 4), normalization.Epsilon, training);
                    next += 4;
                    break;
            }
        }

        return rows;
    }

    /// <summary>What is minimised: the mean of loss times weight, plus penalties.</summary>
    public double Loss(LossSpec loss, double[][] weights, TrainingData data, bool training, IReadOnlyList<float>? classWeights = null)
    {
        double[][] outputs = Outputs(weights, Rows(data.Features), training);
        double sum = 0;
        for (int row = 0; row < outputs.Length; row++)
        {
            double weight = data.Weights.IsEmpty ? 1 : data.Weights.Span[row];
            if (training && classWeights is { Count: > 0 })
            {
                int label = ReferenceLoss.ClassOf(data.Targets, row);
                weight *= label < classWeights.Count ? classWeights[label] : 1;
            }

            sum += weight * ReferenceLoss.Value(loss, outputs[row], data.Targets, row);
        }

        return (sum / outputs.Length) + Penalty(weights);
    }

    /// <summary>(L(w + h) - L(w - h)) / 2h with h = 1e-5: in doubles off by about h² + 1e-16/h, 1e-10. 0 for running means.</summary>
    public double[][] Gradient(LossSpec loss, double[][] weights, TrainingData data, bool training, IReadOnlyList<float>? classWeights = null)
    {
        const double Step = 1e-5;
        double[][] gradient = [.. weights.Select(tensor => new double[tensor.Length])];
        NearestKink = double.PositiveInfinity;
        Loss(loss, weights, data, training, classWeights);
        Assert.True(NearestKink > 20 * Step, $"A kink is {NearestKink} away, too near for differences: choose other data.");
        for (int t = 0; t < weights.Length; t++)
        {
            for (int i = 0; i < weights[t].Length && spec.Parameters[t].IsTrainable; i++)
            {
                double value = weights[t][i];
                weights[t][i] = value + Step;
                double above = Loss(loss, weights, data, training, classWeights);
                weights[t][i] = value - Step;
                double below = Loss(loss, weights, data, training, classWeights);
                weights[t][i] = value;
                gradient[t][i] = (above - below) / (2 * Step);
            }
        }

        return gradient;
    }

    private double Penalty(double[][] weights)
    {
        double sum = 0;
        int next = 0;
        foreach (LayerSpec layer in spec.Layers)
        {
            if (layer is Dense { KernelRegularizer: { } penalty })
            {
                sum += weights[next].Sum(weight => (penalty.L1 * Math.Abs(weight)) + (penalty.L2 * weight * weight));
            }

            next += layer is Dense dense ? (dense.UseBias ? 2 : 1) : layer is BatchNormalization ? 4 : 0;
        }

        return sum;
    }

    private static double[] Product(double[] kernel, double[]? bias, double[] row, int units) =>
        [.. Enumerable.Range(0, units).Select(unit => (bias?[unit] ?? 0) + row.Select((value, i) => kernel[(unit * row.Length) + i] * value).Sum())];

    private static double[][] Normalize(double[][] rows, ReadOnlySpan<double[]> parameters, double epsilon, bool training)
    {
        double[] gamma = parameters[0], beta = parameters[1], runningMean = parameters[2], runningVariance = parameters[3];
        double[][] result = [.. rows.Select(row => new double[row.Length])];
        for (int column = 0; column < gamma.Length; column++)
        {
            double mean = training ? rows.Average(row => row[column]) : runningMean[column];
            double variance = training ? rows.Average(row => (row[column] - mean) * (row[column] - mean)) : runningVariance[column];
            for (int row = 0; row < rows.Length; row++)
            {
                result[row][column] = (gamma[column] * (rows[row][column] - mean) / Math.Sqrt(variance + epsilon)) + beta[column];
            }
        }

        return result;
    }

    private double[] Activate(Activation activation, double[] sums)
    {
        if (activation is Relu or LeakyRelu or Elu)
        {
            NearestKink = Math.Min(NearestKink, sums.Min(Math.Abs));
        }

        if (activation is Softmax)
        {
            double largest = sums.Max();
            double total = sums.Sum(sum => Math.Exp(sum - largest));
            return [.. sums.Select(sum => Math.Exp(sum - largest) / total)];
        }

        return [.. sums.Select(z => ReferenceActivation.Value(activation, z))];
    }
}
