using System.Text.Json;
using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Optimizers;

/// <summary>
/// Compares 50 training steps with double-precision steps of PyTorch from the same initial weights and batches
/// (Fixtures/make_trajectories.py). Losses and final weights must agree within a relative error of 1e-4, or an absolute error of 1e-6 near
/// 0.
/// </summary>
public class TrajectoryTests
{
    private static readonly JsonElement Fixture = Load();

    private static readonly LayerSpec[] PlainLayers = [new Dense(5), new ActivationLayer(Activation.Tanh), new Dense(4, Activation.Softmax)];

    public static TheoryData<string, OptimizerSpec> Optimizers => new()
    {
        { "sgd", new Sgd(0.1) },
        { "momentum", new Sgd(0.05, momentum: 0.9) },
        { "nesterov", new Sgd(0.05, momentum: 0.9, nesterov: true) },
        { "decay", new Sgd(0.2, decay: 0.1) },
        { "decay", new Sgd(new TimeDecay(0.2, 0.1)) },
        { "adam", new Adam(0.01, epsilon: 1e-12) },
        { "adamw", new AdamW(0.01, 0.1, epsilon: 1e-12) },
        { "adadelta", new Adadelta(1) },
        { "adagrad", new Adagrad(0.1, epsilon: 1e-15) },
        { "rmsprop", new RmsProp(0.01, epsilon: 1e-24) },
        { "rmsprop_all", new RmsProp(0.005, momentum: 0.5, epsilon: 1e-24, centered: true) },
        { "keras_adam", new Adam() },
        { "keras_adamw", new AdamW() },
        { "keras_adagrad", new Adagrad() },
        { "keras_adadelta", new Adadelta() },
        { "keras_rmsprop", new RmsProp() },
        { "keras_rmsprop_all", new RmsProp(momentum: 0.9, epsilon: 1e-3, centered: true) },
        { "step", new Sgd(new StepDecay(0.2, 15, 0.3)) },
        { "exponential", new Sgd(new ExponentialDecay(0.2, 1, 0.95)) },
        { "cosine", new Sgd(new CosineDecay(0.2, 50, 0.1)) },
        { "one_cycle", new Sgd(new OneCycle(0.3, 51)) },
        { "warm_up", new Sgd(new WarmUp(new CosineDecay(0.2, 40, 0.1), 10, 0.25)) },
        { "clip_norm", new Sgd(0.2) { GlobalClipNorm = 0.3 } },
        { "clip_value", new Sgd(0.2) { ClipValue = 0.05 } },
    };

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Optimizers_and_schedules_match_PyTorch(string name, OptimizerSpec optimizer) => Check(name, optimizer, PlainLayers);

    [Fact]
    public void Penalties_match_PyTorch() =>
        Check("penalty", new Sgd(0.2), [new Dense(5, kernelRegularizer: new(0.01, 0.02)), .. PlainLayers[1..]]);

    [Fact]
    public void Label_smoothing_matches_PyTorch() => Check("label_smoothing", new Sgd(0.2), PlainLayers, new CategoricalCrossEntropy(0.1));

    // PyTorch also starts with γ = 1 and β = 0. The inserted layer shifts the numbers in the names of the layers after it.
    [Fact]
    public void Batch_normalization_matches_PyTorch() =>
        Check("normalized", new Sgd(0.1, 0.9), [PlainLayers[0], new BatchNormalization(0.9, 1e-3), .. PlainLayers[1..]]);

    private static void Check(string name, OptimizerSpec optimizer, LayerSpec[] layers, LossSpec? loss = null)
    {
        const int Batch = 8;
        NetworkSpec spec = new([6], [.. layers]);
        Network network = new(spec);
        JsonElement initial = Fixture.GetProperty("initial");
        network.SetWeights(0, [.. network.GetWeights(0).Select(tensor => Filled(tensor, initial.GetProperty(tensor.Name)))]);
        string last = $"{layers.Length - 1}.";
        network.SetWeights(layers.Length - 1, [.. network.GetWeights(layers.Length - 1).Select(
            tensor => Filled(tensor, initial.GetProperty(tensor.Name.Replace(last, "2.", StringComparison.Ordinal))))]);
        float[] features = Floats(Fixture.GetProperty("features"));
        int[] labels = [.. Fixture.GetProperty("labels").EnumerateArray().Select(label => label.GetInt32())];
        JsonElement expected = Fixture.GetProperty(name);
        List<float> losses = [];
        FitOptions options = new() { Optimizer = optimizer, BatchSize = Batch, Loss = loss ?? new CategoricalCrossEntropy() };
        using (BatchTrainer trainer = network.CreateTrainer(options))
        {
            for (int step = 0; step < expected.GetProperty("losses").GetArrayLength(); step++)
            {
                int first = step * Batch % labels.Length;
                TrainingData batch = new(
                    new DenseFeatures(features.AsMemory(first * 6, Batch * 6), 6), labels.AsMemory(first, Batch));
                losses.Add((float)trainer.TrainOnBatch(batch).Loss);
            }
        }

        Close.All(Doubles(expected.GetProperty("losses")), losses.ToArray(), 1e-4, 0, "loss");
        foreach (JsonProperty tensor in expected.GetProperty("weights").EnumerateObject())
        {
            float[] actual = network.GetWeights().Single(weights => weights.Name == tensor.Name).Values;
            Close.All(Doubles(tensor.Value), actual, 1e-4, 1e-6, tensor.Name);
        }
    }

    private static NamedTensor Filled(NamedTensor tensor, JsonElement values) => new(tensor.Name, tensor.Shape, Floats(values));

    private static double[] Doubles(JsonElement numbers) => [.. numbers.EnumerateArray().Select(number => number.GetDouble())];

    private static float[] Floats(JsonElement numbers) => [.. Doubles(numbers).Select(number => (float)number)];

    private static JsonElement Load()
    {
        using Stream stream = typeof(TrajectoryTests).Assembly.GetManifestResourceStream("trajectories.json")!;
        using JsonDocument document = JsonDocument.Parse(stream);
        return document.RootElement.Clone();
    }
}
