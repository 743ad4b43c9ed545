using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

/// <summary>
/// Draws networks of sequence layers with data: stacks of up to four layers with random options, on numbers or indices, with rows of random
/// lengths, also 0. The same seed gives the same case.
/// </summary>
internal sealed class RandomSequences
{
    private const int RowCount = 6;
    private const int MaxWeights = 500;

    private static readonly Activation[] s_activations = [Activation.Tanh, Activation.Sigmoid, Activation.Gelu, Activation.Softplus];

    private readonly Random _random;
    private readonly bool _hasDropout;

    private RandomSequences(int seed, bool hasDropout)
    {
        _random = new Random(seed);
        _hasDropout = hasDropout;
    }

    /// <summary>Draws a case.</summary>
    /// <param name="seed">The number of the case.</param>
    /// <param name="hasDropout">Whether layers drop values in training. The reference does not.</param>
    public static LayerCase Draw(int seed, bool hasDropout = false)
    {
        for (int attempt = 0; ; attempt++)
        {
            RandomSequences sequences = new((seed * 1000) + attempt, hasDropout);
            if (sequences.TryDraw(seed) is { } layerCase)
            {
                return layerCase;
            }
        }
    }

    /// <summary>The layers as text, for messages.</summary>
    public static string Describe(LayerCase layerCase) =>
        $"{layerCase.Name}: input [{string.Join(", ", layerCase.Network.InputShape)}], lengths [{string.Join(", ", layerCase.Data.Features.RowLengths.ToArray())}]\n"
        + string.Join("\n", layerCase.Network.Layers);

    /// <summary>Returns some rows of the data.</summary>
    public static TrainingData Rows(TrainingData data, int[] rows)
    {
        FeatureMatrix features = data.Features;
        int columns = features.ColumnCount;
        int[] lengths = features.RowLengths.IsEmpty ? [] : [.. rows.Select(features.LengthOf)];
        ClassTargets targets = new(rows.Select(row => ((ClassTargets)data.Targets).Labels.Span[row]).ToArray());
        if (features is IndexFeatures words)
        {
            int[] indices = new int[rows.Length * columns];
            Copy(row => words.CopyIndices(rows[row], indices.AsSpan(row * columns, columns)));
            return new TrainingData(new IndexFeatures(indices, columns, words.IndexCount, lengths), targets);
        }

        float[] values = new float[rows.Length * columns];
        Copy(row => features.CopyRow(rows[row], values.AsSpan(row * columns, columns)));
        return new TrainingData(new DenseFeatures(values, columns, lengths, features.PositionCount), targets);

        void Copy(Action<int> copyRow) => Enumerable.Range(0, rows.Length).ToList().ForEach(copyRow);
    }

    // Null if a layer does not accept the shape that it gets, or if the network is large: the reference computes two losses per weight.
    private LayerCase? TryDraw(int seed)
    {
        int time = _random.Next(2, 8), features = Size(6), words = _random.Next(3, 9);
        bool hasWords = _random.Next(2) == 0;
        List<LayerSpec> layers = hasWords ? [new Embedding(words, features, maskZero: _random.Next(2) == 0)] : [];
        int count = _random.Next(1, 5);
        for (int i = 0; i < count; i++)
        {
            layers.Add(Middle(features));
        }

        layers.AddRange(Last());
        layers.Add(new Dense(3, Activation.Softmax));
        try
        {
            NetworkSpec spec = new(hasWords ? [time] : [time, features], [.. layers]);
            if (spec.TrainableParameterCount > MaxWeights)
            {
                return null;
            }

            bool hasMaximum = layers.Any(layer => layer is MaxPooling1D or GlobalMaxPooling1D);
            LayerCase layerCase = new($"random sequences {seed}", spec, Data(spec, hasWords ? words : 0, seed), new CategoricalCrossEntropy())
            {
                IsSmooth = !hasMaximum,
            };
            return hasMaximum && IsNearKink(layerCase) ? null : layerCase;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static bool IsNearKink(LayerCase layerCase)
    {
        ReferenceModel reference = new(layerCase.Network);
        double[][] weights = ReferenceModel.ToDoubles(TestNumbers.Weights(layerCase.Network));
        reference.Loss(layerCase.Loss, weights, layerCase.Data, training: true);
        reference.Loss(layerCase.Loss, weights, layerCase.Data, training: false);
        return reference.NearestKink < 1e-3;
    }

    private TrainingData Data(NetworkSpec spec, int words, int seed)
    {
        int time = spec.InputShape[0];
        int[] lengths = _random.Next(4) == 0 ? [] : [.. Enumerable.Range(0, RowCount).Select(_ => _random.Next(time + 1))];
        ClassTargets targets = new(TestNumbers.Labels(RowCount, 3, seed + 5));
        return words > 0
            ? new(new IndexFeatures(TestNumbers.Labels(RowCount * time, words, seed), time, words, lengths), targets)
            : new(new DenseFeatures(TestNumbers.Uniform(RowCount * spec.InputSize, seed), spec.InputSize, lengths, time), targets);
    }

    private LayerSpec Middle(int features) => _random.Next(_hasDropout ? 18 : 16) switch
    {
        0 or 1 => Recurrent(returnsSequences: true, mayGoBackwards: true),
        2 => new Bidirectional(Recurrent(returnsSequences: true, mayGoBackwards: false), Merge()),
        3 or 4 => new MultiHeadAttention(
            _random.Next(1, 4), Size(4), dropout: Rate(), useBias: _random.Next(4) > 0, useCausalMask: _random.Next(2) == 0),
        5 => new PositionalEmbedding(sinusoidal: _random.Next(2) == 0),
        6 or 7 => new Conv1D(
            2 * Size(2),
            _random.Next(1, 5),
            _random.Next(1, 3),
            (Padding)_random.Next(3),
            _random.Next(1, 3),
            _random.Next(1, 3),
            Any(),
            _random.Next(4) > 0),
        8 => new AveragePooling1D(_random.Next(1, 4), _random.Next(1, 4), _random.Next(2) == 0 ? Padding.Same : Padding.Valid),
        9 => new MaxPooling1D(_random.Next(1, 4), _random.Next(1, 4), _random.Next(2) == 0 ? Padding.Same : Padding.Valid),
        10 => new LayerNormalization(),
        11 => new BatchNormalization(),
        12 => new Dense(Size(4), Any()),
        13 => _random.Next(4) switch
        {
            0 => new ZeroPadding1D(_random.Next(3), _random.Next(3)),
            1 => new Cropping1D(_random.Next(2), _random.Next(2)),
            2 => new UpSampling1D(2),
            _ => new ActivationLayer(Any()),
        },
        14 => new Residual([Recurrent(returnsSequences: true, mayGoBackwards: true), new Dense(features)]),
        15 => new Concatenate([[new MultiHeadAttention(1, 2)], [new Conv1D(2, 3, padding: Padding.Same), new ActivationLayer(Any())], []]),
        16 => new Dropout(0.3),
        _ => new SpatialDropout1D(0.3),
    };

    private LayerSpec[] Last() => _random.Next(6) switch
    {
        0 => [Recurrent(returnsSequences: false, mayGoBackwards: true)],
        1 => [new Bidirectional(Recurrent(returnsSequences: false, mayGoBackwards: false), Merge())],
        2 => [new GlobalMaxPooling1D()],
        3 => [new Flatten()],
        4 => [new GlobalAveragePooling1D(keepDims: true), new Flatten()],
        _ => [new GlobalAveragePooling1D()],
    };

    private RecurrentLayer Recurrent(bool returnsSequences, bool mayGoBackwards)
    {
        int units = Size(4);
        bool backwards = mayGoBackwards && _random.Next(2) == 0, useBias = _random.Next(4) > 0, isUsual = _random.Next(2) == 0;
        Activation? state = isUsual ? null : Any(), gate = isUsual ? null : BoundedActivation();
        double dropout = Rate(), recurrentDropout = Rate();
        return _random.Next(3) switch
        {
            0 => new SimpleRNN(
                units, state, useBias, dropout: dropout, recurrentDropout: recurrentDropout, returnSequences: returnsSequences, goBackwards: backwards),
            1 => new LSTM(
                units, state, gate, useBias, dropout: dropout, recurrentDropout: recurrentDropout, returnSequences: returnsSequences, goBackwards: backwards),
            _ => new GRU(
                units, state, gate, useBias, dropout: dropout, recurrentDropout: recurrentDropout, returnSequences: returnsSequences, goBackwards: backwards),
        };
    }

    private MergeMode Merge() => (MergeMode)_random.Next(4);

    private Activation Any() => s_activations[_random.Next(s_activations.Length)];

    // With gates that have no bound, states may grow beyond all numbers in a few steps.
    private Activation BoundedActivation() => _random.Next(2) == 0 ? Activation.Tanh : Activation.Sigmoid;

    // Mostly small. Sometimes more than a vector holds.
    private int Size(int largest) => _random.Next(12) == 0 ? 17 : _random.Next(1, largest + 1);

    private double Rate() => _hasDropout && _random.Next(2) == 0 ? 0.3 : 0;
}
