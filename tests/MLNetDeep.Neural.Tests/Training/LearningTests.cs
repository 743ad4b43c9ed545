using System.IO.Compression;
using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural.Tests.Training;

/// <summary>Trains on well-known examples. The median result over several seeds must lie within bounds from published runs.</summary>
public class LearningTests
{
    private static readonly Lazy<TrainingData> Train = new(() => Mnist("train"));
    private static readonly Lazy<TrainingData> Test = new(() => Mnist("t10k"));

    // Fits f(x) = cos 2x + x sin 3x + √x - 2 at 100 points in [0, 5] with four tanh layers of 10 units, in 4,000 full-batch steps. (With
    // smaller batches and the same number of epochs, plain gradient descent takes more steps and reaches a lower loss.)
    [Theory]
    [InlineData("nesterov", 0, 0.04)]
    [InlineData("adam", 0, 0.005)]
    [InlineData("plain", 3, 4.5)]
    public void Fits_a_curve(string optimizer, double minLoss, double maxLoss)
    {
        float[] x = [.. Enumerable.Range(0, 100).Select(i => (float)(5.0 * i / 99))];
        float[] y = [.. x.Select(t => (float)(Math.Cos(2 * t) + (t * Math.Sin(3 * t)) + Math.Sqrt(t) - 2))];
        TrainingData data = new(new DenseFeatures(x, 1), new DenseTargets(y));
        LayerSpec hidden = new Dense(10, Activation.Tanh);
        FitOptions options = new()
        {
            Optimizer = optimizer switch
            {
                "nesterov" => new Sgd(0.001, 0.9, nesterov: true, decay: 1e-7),
                "adam" => new Adam(),
                _ => new Sgd(0.001),
            },
            Loss = new MeanSquaredError(),
            Epochs = 4000,
            BatchSize = 100,
            Threads = 1,
        };
        Assert.InRange(Median(5, seed =>
        {
            Network network = new(new NetworkSpec([1], [hidden, hidden, hidden, hidden, new Dense(1)]), seed);
            network.Fit(data, options with { Seed = seed });
            return network.Evaluate(data).Loss;
        }), minLoss, maxLoss);
    }

    // Fits f(x, y) = x cos y on a 25 x 25 grid over [-4, 4]² with three ReLU layers of 10 units, in 1,000 full-batch steps.
    [Theory]
    [InlineData("sgd", 0.25)]
    [InlineData("adam", 0.08)]
    public void Fits_a_surface(string optimizer, double maxLoss)
    {
        float[] points = [.. from i in Enumerable.Range(0, 25) from j in Enumerable.Range(0, 25) from v in new[] { i, j } select -4 + (v / 3f)];
        float[] values = [.. points.Chunk(2).Select(point => point[0] * MathF.Cos(point[1]))];
        TrainingData data = new(new DenseFeatures(points, 2), new DenseTargets(values));
        LayerSpec hidden = new Dense(10, Activation.Relu);
        FitOptions options = new() { Optimizer = optimizer == "sgd" ? new Sgd(0.01) : new Adam(), Loss = new MeanSquaredError(), Threads = 1 };
        Assert.InRange(Median(5, seed =>
        {
            Network network = new(new NetworkSpec([2], [hidden, hidden, hidden, new Dense(1)]), seed);
            for (int step = 0; step < 1000; step++)
            {
                network.TrainOnBatch(data, options);
            }

            return network.Evaluate(data).Loss;
        }), 0, maxLoss);
    }

    // Trains one hidden layer of 128 units on MNIST for two epochs, each optimizer with its default options.
    [Theory]
    [InlineData("adam")]
    [InlineData("adamw")]
    [InlineData("rmsprop")]
    [InlineData("momentum")]
    public void Learns_digits_with_each_optimizer(string optimizer)
    {
        FitOptions options = new()
        {
            Optimizer = optimizer switch
            {
                "adam" => new Adam(),
                "adamw" => new AdamW(),
                "rmsprop" => new RmsProp(),
                _ => new Sgd(momentum: 0.9),
            },
            Epochs = 2,
        };
        Network network = new(new NetworkSpec([784], [new Dense(128, Activation.Relu), new Dense(10, Activation.Softmax)]), seed: 1);
        network.Fit(Train.Value, options);
        Assert.InRange(network.Evaluate(Test.Value).Accuracy, 0.95, 1);
    }

    [Fact]
    public void Learns_digits_with_softmax_regression()
    {
        Network network = new(new NetworkSpec([784], [new Dense(10, Activation.Softmax, kernelInitializer: Initializer.Zeros)]));
        network.Fit(Train.Value, new FitOptions { Optimizer = new Adagrad(0.5), BatchSize = 100, Iterations = 1000 });
        Assert.InRange(network.Evaluate(Test.Value).Accuracy, 0.90, 1);
    }

    private static double Median(int seeds, Func<int, double> result) => Enumerable.Range(0, seeds).Select(result).Order().ElementAt(seeds / 2);

    private static TrainingData Mnist(string part, [CallerFilePath] string here = "")
    {
        string folder = Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "data", "mnist");
        return new TrainingData(
            new ByteFeatures(Unpacked(Path.Combine(folder, $"{part}-images-idx3-ubyte.gz"))[16..], 784),
            Unpacked(Path.Combine(folder, $"{part}-labels-idx1-ubyte.gz"))[8..].Select(label => (int)label).ToArray());
    }

    private static byte[] Unpacked(string path)
    {
        using GZipStream stream = new(File.OpenRead(path), CompressionMode.Decompress);
        using MemoryStream copy = new();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
