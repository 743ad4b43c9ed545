using System.Collections.Immutable;
using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

/// <summary>Draws networks with random layers and options, for pictures, sequences and flat rows. The same seed gives the same network.</summary>
internal sealed class RandomNetworks(int seed)
{
    // So that the reference, which is slow, takes milliseconds.
    private const int MaxValues = 700;
    private const int MaxProducts = 60_000;

    private static readonly int[] s_channels = [1, 2, 3, 4, 5, 6, 8, 9, 16, 17, 33];

    private static readonly Activation[] s_activations =
    [
        Activation.Linear, Activation.Linear, Activation.Relu, new LeakyRelu(0.3), new Elu(1.5), Activation.Gelu, new Gelu(Approximate: true),
        Activation.Sigmoid, Activation.Tanh, Activation.Tanh, Activation.Softplus,
    ];

    private readonly Random _random = new(seed);

    /// <summary>Draws a network of 1 to 6 random layers, which ends with a dense layer and softmax.</summary>
    public NetworkSpec Network()
    {
        ImmutableArray<int> input = Shape();
        ImmutableArray<int> shape = input;
        List<LayerSpec> layers = [];
        for (int count = _random.Next(1, 7); count > 0; count--)
        {
            LayerSpec layer = Layer(shape, nesting: 0);
            shape = layer.OutputShape(shape);
            layers.Add(layer);
            if (layer is Conv2D && shape[0] > 1 && shape[1] > 1 && _random.Next(2) == 0)
            {
                // The backends may compute both at once.
                layers.Add(new MaxPooling2D((_random.Next(1, Math.Min(4, shape[0] + 1)), _random.Next(1, Math.Min(4, shape[1] + 1)))));
                shape = layers[^1].OutputShape(shape);
            }
        }

        return new(input, [.. layers, new Flatten(), new Dense(3, Activation.Softmax)]);
    }

    /// <summary>Draws rows of numbers. Half of the sequences have lengths, from 0 on.</summary>
    public TrainingData Data(NetworkSpec network, int rows)
    {
        float[] values = [.. Enumerable.Range(0, rows * network.InputSize).Select(_ => (_random.NextSingle() * 2) - 1)];
        int positions = network.InputShape.Length == 2 && _random.Next(2) == 0 ? network.InputShape[0] : 0;
        DenseFeatures features = positions > 0
            ? new(values, network.InputSize, Enumerable.Range(0, rows).Select(_ => _random.Next(positions + 1)).ToArray(), positions)
            : new(values, network.InputSize);
        return new TrainingData(features, new ClassTargets(Enumerable.Range(0, rows).Select(_ => _random.Next(3)).ToArray()));
    }

    /// <summary>Draws weights of such a size that layers keep the size of their inputs.</summary>
    public IReadOnlyList<NamedTensor> Weights(NetworkSpec network) =>
    [
        .. network.Parameters.Select(parameter =>
        {
            double size = parameter.Shape.Length > 1 ? Math.Sqrt(3.0 * parameter.Shape[0] / parameter.Size) : 0.8;
            double center = parameter.Name.EndsWith("running_var", StringComparison.Ordinal) ? 1 : 0;
            return new NamedTensor(
                parameter.Name, parameter.Shape, Enumerable.Range(0, parameter.Size).Select(_ => (float)(center + Uniform(size))).ToArray());
        }),
    ];

    /// <summary>Draws a number between -size and size.</summary>
    public double Uniform(double size) => ((_random.NextDouble() * 2) - 1) * size;

    private ImmutableArray<int> Shape()
    {
        ImmutableArray<int> shape;
        do
        {
            shape = _random.Next(5) switch
            {
                0 => [Pick(s_channels)],
                1 => [_random.Next(1, 10), Pick(s_channels)],
                _ => [_random.Next(1, 9), _random.Next(1, 9), Pick(s_channels)],
            };
        }
        while (Size(shape) > MaxValues);
        return shape;
    }

    // Draws until a layer accepts the shape and is small enough.
    private LayerSpec Layer(ImmutableArray<int> shape, int nesting)
    {
        while (true)
        {
            try
            {
                LayerSpec layer = Any(shape, nesting);
                ImmutableArray<int> output = layer.OutputShape(shape);
                int products = layer.Parameters(shape).Sum(parameter => parameter.Size) * (output.Length == 1 ? 1 : Size(output) / output[^1]);
                if (Size(output) <= MaxValues && products <= MaxProducts)
                {
                    return _random.Next(10) == 0 ? layer with { Trainable = false } : layer;
                }
            }
            catch (ArgumentException)
            {
                // The layer does not fit the shape.
            }
        }
    }

    private LayerSpec Any(ImmutableArray<int> shape, int nesting) => _random.Next(shape.Length == 3 ? 26 : 22) switch
    {
        0 => new BatchNormalization(_random.NextDouble(), 0.01, _random.Next(3) > 0, _random.Next(3) > 0),
        1 => new LayerNormalization(0.05, _random.Next(3) > 0, _random.Next(3) > 0),
        2 => new ActivationLayer(Pick(s_activations)),
        3 => new Dense(Pick(s_channels), Pick(s_activations), _random.Next(2) == 0),
        4 => new Dropout(0),
        5 or 6 when nesting < 2 => Residual(shape, nesting + 1),
        7 or 8 when nesting < 2 => new Concatenate([.. Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Keeping(shape, nesting + 1))]),
        9 => new Permute([.. Enumerable.Range(1, shape.Length).OrderBy(_ => _random.Next())]),
        10 => Reshape(shape),
        11 => shape.Length == 3 ? new SpatialDropout2D(0) : new SpatialDropout1D(0),
        12 => shape.Length == 3 ? new ZeroPadding2D(Margins()) : new ZeroPadding1D(_random.Next(3), _random.Next(3)),
        13 => shape.Length == 3 ? new Cropping2D(Margins()) : new Cropping1D(_random.Next(3), _random.Next(3)),
        14 => shape.Length == 3 ? new UpSampling2D(Size2D(3), _random.Next(2) == 0 ? Interpolation.Nearest : Interpolation.Bilinear) : new UpSampling1D(_random.Next(1, 4)),
        15 => shape.Length == 3 ? new MaxPooling2D(Size2D(4), Size2D(4), Padding()) : new MaxPooling1D(_random.Next(1, 5), _random.Next(1, 5), Padding()),
        16 => shape.Length == 3 ? new AveragePooling2D(Size2D(4), Size2D(4), Padding()) : new AveragePooling1D(_random.Next(1, 5), _random.Next(1, 5), Padding()),
        17 when _random.Next(3) == 0 => shape.Length == 3 ? new GlobalMaxPooling2D(_random.Next(2) == 0) : new GlobalMaxPooling1D(_random.Next(2) == 0),
        18 when _random.Next(3) == 0 => shape.Length == 3 ? new GlobalAveragePooling2D(_random.Next(2) == 0) : new GlobalAveragePooling1D(_random.Next(2) == 0),
        19 or 20 when shape.Length == 3 => new DepthwiseConv2D(Size2D(4), Size2D(3), Padding(), _random.Next(1, 4), Size2D(3), Pick(s_activations), _random.Next(2) == 0),
        21 when shape.Length == 3 => new SeparableConv2D(Pick(s_channels), Size2D(4), Size2D(3), Padding(), Size2D(3), _random.Next(1, 4), Pick(s_activations), _random.Next(2) == 0),
        _ when shape.Length == 2 => new Conv1D(
            Pick(s_channels), _random.Next(1, 5), _random.Next(1, 6), (Padding)_random.Next(3), _random.Next(1, 4), Groups(shape[^1]), Pick(s_activations), _random.Next(2) == 0),
        // Backends have algorithms of their own for these.
        _ when shape[^1] >= 16 || _random.Next(4) == 0 => new Conv2D(Pick(s_channels), 3, padding: Padding(), activation: Pick(s_activations)),
        _ => new Conv2D(Pick(s_channels), Size2D(4), Size2D(5), Padding(), Size2D(3), Groups(shape[^1]), Pick(s_activations), _random.Next(2) == 0),
    };

    private Residual Residual(ImmutableArray<int> shape, int nesting)
    {
        ImmutableArray<LayerSpec> layers = Keeping(shape, nesting);
        return new(layers.IsEmpty ? [new ActivationLayer(Activation.Tanh)] : layers, Pick(s_activations), Keeping(shape, nesting));
    }

    // Up to three layers that give rows of the shape that they get.
    private ImmutableArray<LayerSpec> Keeping(ImmutableArray<int> shape, int nesting)
    {
        ImmutableArray<LayerSpec>.Builder layers = ImmutableArray.CreateBuilder<LayerSpec>();
        for (int count = _random.Next(4); count > 0;)
        {
            LayerSpec layer = Layer(shape, nesting);
            if (layer.OutputShape(shape).SequenceEqual(shape))
            {
                layers.Add(layer);
                count--;
            }
        }

        return layers.ToImmutable();
    }

    private Reshape Reshape(ImmutableArray<int> shape)
    {
        int size = Size(shape);
        int[] divisors = [.. Enumerable.Range(1, size).Where(divisor => size % divisor == 0)];
        int first = Pick(divisors), rest = size / first;
        int second = Pick([.. divisors.Where(divisor => rest % divisor == 0)]);
        return new(_random.Next(2) == 0 ? [first, -1] : [first, second, rest / second]);
    }

    private int Groups(int channels) => _random.Next(2) == 0 ? 1 : Pick([.. Enumerable.Range(1, channels).Where(divisor => channels % divisor == 0)]);

    private Padding Padding() => _random.Next(2) == 0 ? Neural.Padding.Valid : Neural.Padding.Same;

    private Size2D Size2D(int most) => (_random.Next(1, most + 1), _random.Next(1, most + 1));

    private Margins Margins() => ((_random.Next(3), _random.Next(3)), (_random.Next(3), _random.Next(3)));

    private T Pick<T>(T[] values) => values[_random.Next(values.Length)];

    private static int Size(ImmutableArray<int> shape) => shape.Aggregate(1, (size, dimension) => size * dimension);
}
