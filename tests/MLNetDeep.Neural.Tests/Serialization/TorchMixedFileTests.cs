using System.Text.Json;
using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Serialization;

/// <summary>
/// A network of convolutions, normalizations, pooling, a residual block and dense layers that PyTorch trained and wrote (Fixtures/make_torch_mixed.py):
/// its outputs, the file that goes back, and further training, which gives PyTorch's weights.
/// </summary>
public sealed class TorchMixedFileTests : IDisposable
{
    private const int Batches = 5;
    private const int Rows = 6;

    private readonly string _path = Path.GetTempFileName();

    public TorchMixedFileTests()
    {
        using FileStream file = File.Create(_path);
        using Stream fixture = Resource("torch_mixed.safetensors");
        fixture.CopyTo(file);
    }

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Outputs_equal_those_of_PyTorch()
    {
        JsonElement fixture = JsonDocument.Parse(Resource("torch_mixed.json")).RootElement;
        float[] outputs = new float[4 * 3];
        Network.Load(Spec(frozen: false), Resource("torch_mixed.safetensors")).Predict(new DenseFeatures(Floats(fixture.GetProperty("features")), 72), outputs);
        Close.All(Numbers(fixture.GetProperty("outputs")), outputs, 1e-5, 1e-6);
    }

    [Fact]
    public void The_saved_file_equals_the_file_that_PyTorch_read()
    {
        using MemoryStream saved = new(), expected = new();
        Network.Load(Spec(frozen: false), Resource("torch_mixed.safetensors")).SaveWeights(saved);
        Resource("saved_mixed.safetensors").CopyTo(expected);
        Assert.Equal(expected.ToArray(), saved.ToArray());
    }

    [Theory]
    [InlineData("all")]
    [InlineData("frozen")]
    public void Further_training_gives_the_weights_of_PyTorch(string trained)
    {
        NetworkSpec spec = Spec(trained == "frozen");
        JsonElement fixture = JsonDocument.Parse(Resource("torch_fine_tuned.json")).RootElement;
        Network network = new(spec, PretrainedWeights.FromFile(_path, requireAll: true));
        NamedTensor[] before = [.. network.GetWeights()];
        network.Fit(
            new TrainingData(new DenseFeatures(Floats(fixture.GetProperty("features")), 72), Labels(fixture)),
            new FitOptions { Optimizer = new Sgd(0.1, momentum: 0.9), BatchSize = Rows, Shuffle = false, Epochs = 1 });
        NamedTensor[] after = [.. network.GetWeights()];
        for (int i = 0; i < after.Length; i++)
        {
            string name = after[i].Name;
            double[] expected = Numbers(fixture.GetProperty(trained).GetProperty(name));
            if (name.EndsWith("running_var", StringComparison.Ordinal) && !(trained == "frozen" && name[0] == '1'))
            {
                // Of n values, PyTorch divides the variance in the moving average by n - 1, Keras and we by n. After k steps with the momentum m
                // the average is m^k · (the first value) + (a sum of variances), and that sum is smaller by the factor (n - 1) / n.
                int values = Rows * (name[0] == '1' ? 36 : name[0] == '4' ? 9 : 1);
                double rest = Math.Pow(0.9, Batches);
                expected = [.. expected.Zip(before[i].Values, (value, first) => (rest * first) + ((value - (rest * first)) * (values - 1) / values))];
            }

            Close.All(expected, after[i].Values, 1e-4, 1e-5, name);
            bool isFrozen = trained == "frozen" && name[0] <= '1';
            Assert.Equal(isFrozen, before[i].Values.AsSpan().SequenceEqual(after[i].Values));
        }
    }

    private static NetworkSpec Spec(bool frozen) => new(
        [6, 6, 2],
        [
            new Conv2D(6, 3, padding: Padding.Same, useBias: false) { Trainable = !frozen },
            new BatchNormalization(0.9) { Trainable = !frozen },
            new ActivationLayer(Activation.Relu),
            new MaxPooling2D(),
            new Residual(
                [new Conv2D(6, 3, padding: Padding.Same), new BatchNormalization(0.9), new ActivationLayer(Activation.Tanh), new Conv2D(6, 1)], Activation.Relu),
            new Flatten(),
            new Dense(8),
            new BatchNormalization(0.9),
            new ActivationLayer(Activation.Tanh),
            new Dense(3, Activation.Softmax),
        ]);

    private static int[] Labels(JsonElement fixture) => [.. fixture.GetProperty("labels").EnumerateArray().Select(label => label.GetInt32())];

    private static float[] Floats(JsonElement numbers) => [.. Numbers(numbers).Select(value => (float)value)];

    private static double[] Numbers(JsonElement numbers) => [.. numbers.EnumerateArray().Select(number => number.GetDouble())];

    private static Stream Resource(string name) => typeof(TorchMixedFileTests).Assembly.GetManifestResourceStream(name)!;
}
