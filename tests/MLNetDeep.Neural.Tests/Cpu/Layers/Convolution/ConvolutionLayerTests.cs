using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Cpu.Layers;

public class ConvolutionLayerTests
{
    private const int Height = 9;
    private const int Width = 10;
    private const int Channels = 3;
    private const int Size = Height * Width * Channels;

    public static TheoryData<Conv2D> Convolutions =>
    [
        new Conv2D(5, 3, activation: Activation.Relu),
        new Conv2D(6, (2, 3), activation: Activation.Tanh, padding: Padding.Same),
        new Conv2D(70, 2, strides: (2, 1)),
        new Conv2D(6, 2, groups: 3, dilation: 2),
    ];

    // Conformance tests compare both with the same reference; here they must agree in all bits, or a saved network would change if the
    // pooling were computed in another way.
    [Theory]
    [MemberData(nameof(Convolutions))]
    public void Pooling_with_the_convolution_has_the_bits_of_pooling_after_it(Conv2D convolution) => CheckPooling(convolution, Channels, 2);

    // By Winograd's algorithm, whose tiles of 2 x 2 are the windows, or not; a strip of windows may end within a tile.
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Pooling_with_tiles_has_the_bits_of_pooling_after_them(int pool) =>
        CheckPooling(new Conv2D(18, 3, activation: Activation.Relu, padding: Padding.Same), 16, pool);

    private static void CheckPooling(Conv2D convolution, int channels, int pool)
    {
        const int Rows = 3;
        int size = Height * Width * channels;
        float[] values = Samples.Floats(Rows * size);
        NetworkSpec spec = new([Height, Width, channels], [convolution, new MaxPooling2D(pool)]);
        NetworkSpec plainSpec = new([Height, Width, channels], [convolution]);
        Network network = new(spec, seed: 3);
        float[] pooled = [.. network.Predict(new DenseFeatures(values, size)).SelectMany(row => row)];
        float[] plain = [.. new Network(plainSpec, network.GetWeights()).Predict(new DenseFeatures(values, size)).SelectMany(row => row)];
        (int height, int width, int filters) = (spec.LayerShapes[1][0], spec.LayerShapes[1][1], spec.LayerShapes[1][2]);
        (int plainHeight, int plainWidth) = (spec.LayerShapes[0][0], spec.LayerShapes[0][1]);
        Assert.Equal((plainHeight / pool, plainWidth / pool), (height, width));
        for (int i = 0; i < pooled.Length; i++)
        {
            int filter = i % filters, x = i / filters % width, y = i / filters / width % height, row = i / filters / width / height;
            float expected = float.NegativeInfinity;
            for (int v = 0; v < pool * pool; v++)
            {
                int plainY = (y * pool) + (v / pool), plainX = (x * pool) + (v % pool);
                expected = Math.Max(expected, plain[(((((row * plainHeight) + plainY) * plainWidth) + plainX) * filters) + filter]);
            }

            Assert.Equal(expected, pooled[i]);
        }
    }

    // 35 rows are more than there are parts of sums, and 3 rows are fewer than two threads need to take whole pictures.
    [Theory]
    [InlineData(35)]
    [InlineData(3)]
    public void Weights_have_the_same_bits_on_any_number_of_threads(int batchSize)
    {
        NetworkSpec spec = new(
            [Height, Width, Channels],
            [
                new Conv2D(20, 3, padding: Padding.Same, activation: Activation.Relu), new MaxPooling2D(2),
                new Conv2D(17, 3, padding: Padding.Same, activation: Activation.Relu),
                new Conv2D(18, 2, activation: Activation.Gelu), new DepthwiseConv2D(2, depthMultiplier: 2), new Flatten(), new Dense(3, Activation.Softmax),
            ]);
        float[] values = Samples.Floats(70 * Size);
        TrainingData data = new(new DenseFeatures(values, Size), Enumerable.Range(0, 70).Select(row => row % 3).ToArray());
        float[] Train(int threads)
        {
            Network network = new(spec, seed: 1);
            network.Fit(data, new FitOptions { BatchSize = batchSize, Epochs = 1, Threads = threads });
            return [.. network.GetWeights().SelectMany(tensor => tensor.Values)];
        }

        float[] alone = Train(1);
        Assert.Equal(alone, Train(2));
        Assert.Equal(alone, Train(5));
    }
}
