using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

/// <summary>
/// A test case for one layer: a network that contains the layer, with data and a loss. Every backend that supports the network's layers
/// must compute outputs, loss and gradients correctly.
/// </summary>
/// <param name="Name">The unique name, which says what the case tests.</param>
/// <param name="Network">The network.</param>
/// <param name="Data">The training data.</param>
/// <param name="Loss">The loss.</param>
public sealed record LayerCase(string Name, NetworkSpec Network, TrainingData Data, LossSpec Loss)
{
    /// <summary>Whether no sum comes so near to a kink in 50 steps that finite differences are wrong; otherwise only gradients are checked.</summary>
    public bool IsSmooth { get; init; } = true;

    /// <summary>Creates a classification case with 6 rows and cross-entropy loss.</summary>
    public static LayerCase Classification(string name, NetworkSpec network) =>
        new(name, network, TestNumbers.ClassificationData(6, network.InputSize, network.OutputSize), new CategoricalCrossEntropy());

    /// <summary>
    /// Creates a case with 6 sequences of different lengths, one of them 0, and cross-entropy loss. Every backend must also pass the mask
    /// test: values beyond the lengths change nothing.
    /// </summary>
    /// <param name="name">The name.</param>
    /// <param name="network">The network; the first dimension of its input is time.</param>
    public static LayerCase Sequences(string name, NetworkSpec network)
    {
        int positions = network.InputShape[0];
        float[] values = TestNumbers.Uniform(6 * network.InputSize);
        return new(
            name,
            network,
            new TrainingData(new DenseFeatures(values, network.InputSize, Lengths(positions), positions), Targets(network)),
            new CategoricalCrossEntropy());
    }

    /// <summary>Creates a case with 6 rows of indices, all full, and cross-entropy loss.</summary>
    /// <param name="name">The name.</param>
    /// <param name="network">The network; its input is [positions].</param>
    /// <param name="indexCount">The number of different indices.</param>
    public static LayerCase Indices(string name, NetworkSpec network, int indexCount) => Indices(name, network, indexCount, []);

    /// <summary>Creates a case with 6 rows of indices of different lengths, one of them 0. See <see cref="Sequences"/>.</summary>
    /// <param name="name">The name.</param>
    /// <param name="network">The network; its input is [positions].</param>
    /// <param name="indexCount">The number of different indices.</param>
    public static LayerCase IndexSequences(string name, NetworkSpec network, int indexCount) =>
        Indices(name, network, indexCount, Lengths(network.InputSize));

    /// <summary>
    /// Returns the data with other values beyond the lengths of the rows: numbers that are not finite, other indices. Null if all rows are full.
    /// </summary>
    public TrainingData? WithOtherPadding()
    {
        FeatureMatrix features = Data.Features;
        if (features.RowLengths.IsEmpty)
        {
            return null;
        }

        int size = features.ColumnCount / features.PositionCount;
        if (features is IndexFeatures indices)
        {
            int[] changed = new int[features.RowCount * features.ColumnCount];
            Fill(changed, (row, destination) => indices.CopyIndices(row, destination.Span), index => (index + 1) % indices.IndexCount);
            return new TrainingData(new IndexFeatures(changed, features.ColumnCount, indices.IndexCount, features.RowLengths), Data.Targets, Data.Weights);
        }

        float[] numbers = new float[features.RowCount * features.ColumnCount];
        Fill(numbers, (row, destination) => features.CopyRow(row, destination.Span), value => value > 0 ? float.NaN : float.PositiveInfinity);
        return new TrainingData(new DenseFeatures(numbers, features.ColumnCount, features.RowLengths, features.PositionCount), Data.Targets, Data.Weights);

        void Fill<T>(T[] values, Action<int, Memory<T>> copy, Func<T, T> change)
        {
            for (int row = 0; row < features.RowCount; row++)
            {
                Memory<T> destination = values.AsMemory(row * features.ColumnCount, features.ColumnCount);
                copy(row, destination);
                foreach (ref T value in destination.Span[(features.LengthOf(row) * size)..])
                {
                    value = change(value);
                }
            }
        }
    }

    private static LayerCase Indices(string name, NetworkSpec network, int indexCount, int[] lengths)
    {
        int[] values = TestNumbers.Labels(6 * network.InputSize, indexCount, key: 3);
        return new(
            name,
            network,
            new TrainingData(new IndexFeatures(values, network.InputSize, indexCount, lengths), Targets(network)),
            new CategoricalCrossEntropy());
    }

    private static int[] Lengths(int positions) => [positions, 1, positions - 1, 0, positions / 2, positions];

    private static ClassTargets Targets(NetworkSpec network) => new(TestNumbers.Labels(6, network.OutputSize));
}
