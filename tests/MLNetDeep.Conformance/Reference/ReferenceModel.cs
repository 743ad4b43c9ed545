using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

/// <summary>
/// A simple double-precision implementation of networks. It processes whole batches, since batch normalization needs batch statistics.
/// </summary>
internal sealed class ReferenceModel(NetworkSpec spec)
{
    private readonly PlacedLayer[] _layers = [.. Enumerable.Range(0, spec.Layers.Length).Select(spec.PlacedLayer)];

    // The indices of each layer's tensors.
    private readonly int[][] _tensors =
    [
        .. Enumerable.Range(0, spec.Layers.Length)
            .Select(layer => Enumerable.Range(0, spec.Parameters.Length).Where(t => spec.Parameters[t].LayerIndex == layer).ToArray()),
    ];

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
    public double[][] Outputs(double[][] weights, double[][] rows, bool training, int[]? lengths = null) =>
        OutputsFrom(0, weights, Input(rows, lengths), training);

    /// <summary>Computes the training objective: the mean of (row loss x row weight), plus the layers' penalties.</summary>
    public double Loss(LossSpec loss, double[][] weights, TrainingData data, bool training, IReadOnlyList<float>? classWeights = null) =>
        LossOf(Outputs(weights, Rows(data.Features), training, Lengths(data.Features)), loss, data, training, classWeights) + Penalty(weights);

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
        ReferenceRows[] inputs = LayerInputs(weights, Input(Rows(data.Features), Lengths(data.Features)), training);
        OutputsFrom(_layers.Length - 1, weights, inputs[^1], training);
        Assert.True(NearestKink > 20 * Step, $"A kink is {NearestKink} away, too near for differences: choose other data.");
        for (int t = 0; t < weights.Length; t++)
        {
            for (int i = 0; i < weights[t].Length && spec.Parameters[t].IsTrainable; i++)
            {
                double value = weights[t][i];
                weights[t][i] = value + Step;
                double above = LossFrom(spec.Parameters[t].LayerIndex);
                weights[t][i] = value - Step;
                double below = LossFrom(spec.Parameters[t].LayerIndex);
                weights[t][i] = value;
                Regularizer penalty = spec.Parameters[t].Regularizer ?? new Regularizer();
                gradient[t][i] = ((above - below) / (2 * Step)) + (penalty.L1 * Math.Sign(value)) + (2 * penalty.L2 * value);
            }
        }

        return gradient;

        // A weight changes nothing before its layer.
        double LossFrom(int layer) => LossOf(OutputsFrom(layer, weights, inputs[layer], training), loss, data, training, classWeights);
    }

    private ReferenceRows Input(double[][] rows, int[]? lengths)
    {
        if (!spec.MasksZeroIndices)
        {
            return new(rows, lengths);
        }

        int[][] words = [.. rows.Select((row, i) => Words(row, lengths?[i] ?? row.Length))];
        return new(
            [.. words.Select(row => row.Select(word => (double)word).Concat(new double[spec.InputSize - row.Length]).ToArray())],
            [.. words.Select(row => row.Length)]);
    }

    private static int[] Words(double[] row, int length) => [.. row.Take(length).Select(index => (int)index).Where(index => index != 0)];

    // The rows before each layer.
    private ReferenceRows[] LayerInputs(double[][] weights, ReferenceRows rows, bool training)
    {
        ReferenceRows[] inputs = new ReferenceRows[_layers.Length];
        for (int layer = 0; layer < _layers.Length; layer++)
        {
            inputs[layer] = rows;
            rows = Apply(layer, weights, rows, training);
        }

        return inputs;
    }

    private double[][] OutputsFrom(int first, double[][] weights, ReferenceRows rows, bool training)
    {
        for (int layer = first; layer < _layers.Length; layer++)
        {
            rows = Apply(layer, weights, rows, training);
        }

        return rows.Values;
    }

    private ReferenceRows Apply(int layer, double[][] weights, ReferenceRows rows, bool training)
    {
        double[][] parameters = [.. _tensors[layer].Select(t => InRowOrder(weights[t], spec.Parameters[t]))];
        return ReferenceContext.Apply(
            rows, new(_layers[layer], parameters, rows.Lengths, training, distance => NearestKink = Math.Min(NearestKink, distance)));
    }

    // Files have all positions of one channel after another, rows have all channels of one position after another.
    private static double[] InRowOrder(double[] tensor, ParameterSpec parameter)
    {
        int columns = parameter.Shape[^1], channels = parameter.FlattenedChannels, positions = columns / channels;
        return channels == 1
            ? tensor
            : [.. tensor.Select((_, i) => tensor[i - (i % columns) + (i % channels * positions) + (i % columns / channels)])];
    }

    private static double LossOf(double[][] outputs, LossSpec loss, TrainingData data, bool training, IReadOnlyList<float>? classWeights)
    {
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
