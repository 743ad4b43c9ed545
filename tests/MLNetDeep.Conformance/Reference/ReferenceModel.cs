using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

/// <summary>
/// A simple double-precision implementation of networks. It processes whole batches, since batch normalization needs batch statistics.
/// </summary>
internal sealed class ReferenceModel(NetworkSpec spec)
{
    /// <summary>
    /// The smallest |z| over all inputs z of functions with a kink at 0, such as ReLU. Finite differences must not step across the kink.
    /// </summary>
    public double NearestKink { get; private set; } = double.PositiveInfinity;

    public static double[][] ToDoubles(IEnumerable<NamedTensor> tensors) =>
        [.. tensors.Select(tensor => tensor.Values.Select(value => (double)value).ToArray())];

    /// <summary>Returns the rows, with 0 beyond their lengths; indices as numbers.</summary>
    public static double[][] Rows(FeatureMatrix features) =>
        ReferenceContext.ClearBeyond(AllValues(features), Lengths(features), features.PositionCount);

    private static double[][] AllValues(FeatureMatrix features)
    {
        if (features is IndexFeatures)
        {
            int[] indices = new int[features.ColumnCount];
            return [.. Enumerable.Range(0, features.RowCount).Select(r =>
            {
                features.CopyIndices(r, indices);
                return indices.Select(index => (double)index).ToArray();
            })];
        }

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

    /// <summary>The lengths of the rows; null if all are full.</summary>
    public static int[]? Lengths(FeatureMatrix features) => features.RowLengths.IsEmpty ? null : features.RowLengths.ToArray();

    /// <summary>Computes the outputs of the network, after the last activation.</summary>
    public double[][] Outputs(double[][] weights, double[][] rows, bool training, int[]? lengths = null)
    {
        if (spec.MasksZeroIndices)
        {
            int[][] words = [.. rows.Select((row, i) => Words(row, lengths?[i] ?? row.Length))];
            lengths = [.. words.Select(row => row.Length)];
            rows = [.. words.Select(row => row.Select(word => (double)word).Concat(new double[spec.InputSize - row.Length]).ToArray())];
        }

        weights = [.. weights.Select((tensor, i) => InRowOrder(tensor, spec.Parameters[i]))];
        ReferenceContext network = new(
            spec.PlacedLayer(0), [], lengths, training, distance => NearestKink = Math.Min(NearestKink, distance));
        return network.Chain(Enumerable.Range(0, spec.Layers.Length).Select(spec.PlacedLayer), rows, weights);
    }

    // Files have all positions of one channel after another, rows have all channels of one position after another.
    private static double[] InRowOrder(double[] tensor, ParameterSpec parameter)
    {
        int columns = parameter.Shape[^1], channels = parameter.FlattenedChannels, positions = columns / channels;
        return
        [
            .. tensor.Chunk(columns).SelectMany(row => Enumerable.Range(0, columns)
                .Select(column => row[(column % channels * positions) + (column / channels)])),
        ];
    }

    /// <summary>Computes the training objective: the mean of (row loss x row weight), plus the layers' penalties.</summary>
    public double Loss(LossSpec loss, double[][] weights, TrainingData data, bool training, IReadOnlyList<float>? classWeights = null) =>
        LossOfRows(loss, weights, data, training, classWeights) + Penalty(weights);

    /// <summary>
    /// Computes the gradient by central differences (L(w + h) - L(w - h)) / 2h with h = 1e-5, whose error is about h² + 1e-16/h = 1e-10.
    /// Parameters that are not trainable, such as running means, get 0. The derivative of a penalty is l1 sign(w) + 2 l2 w: differences
    /// would be wrong for weights within h of 0.
    /// </summary>
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
                double above = LossOfRows(loss, weights, data, training, classWeights);
                weights[t][i] = value - Step;
                double below = LossOfRows(loss, weights, data, training, classWeights);
                weights[t][i] = value;
                Regularizer penalty = spec.Parameters[t].Regularizer ?? new Regularizer();
                gradient[t][i] = ((above - below) / (2 * Step)) + (penalty.L1 * Math.Sign(value)) + (2 * penalty.L2 * value);
            }
        }

        return gradient;
    }

    private static int[] Words(double[] row, int length) => [.. row.Take(length).Select(index => (int)index).Where(index => index != 0)];

    private double LossOfRows(LossSpec loss, double[][] weights, TrainingData data, bool training, IReadOnlyList<float>? classWeights)
    {
        double[][] outputs = Outputs(weights, Rows(data.Features), training, Lengths(data.Features));
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

        return sum / outputs.Length;
    }

    private double Penalty(double[][] weights)
    {
        double sum = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            if (spec.Parameters[i] is { IsTrainable: true, Regularizer: { } penalty })
            {
                sum += weights[i].Sum(weight => (penalty.L1 * Math.Abs(weight)) + (penalty.L2 * weight * weight));
            }
        }

        return sum;
    }
}
