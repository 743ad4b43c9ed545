using System.Text.Json;
using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Optimizers;

/// <summary>
/// 50 steps from the same weights on the same batches as PyTorch took in doubles (Fixtures/make_trajectories.py): the losses on the way and
/// the weights at the end agree to 1e-4 relative, with 1e-6 for weights near 0.
/// </summary>
public class TrajectoryTests
{
    private static readonly JsonElement Fixture = Load();

    [Fact]
    public void Sgd() => Check("sgd", new Sgd(0.1));

    [Fact]
    public void Momentum() => Check("momentum", new Sgd(0.05, momentum: 0.9));

    [Fact]
    public void Nesterov() => Check("nesterov", new Sgd(0.05, momentum: 0.9, nesterov: true));

    [Fact]
    public void Decay() => Check("decay", new Sgd(0.2, decay: 0.1));

    [Fact]
    public void Adam() => Check("adam", new Adam(0.01, epsilon: 1e-12));

    private static void Check(string name, OptimizerSpec optimizer)
    {
        const int Batch = 8;
        NetworkSpec spec = new([6], [new Dense(5, Activation.Tanh), new Dense(4, Activation.Softmax)]);
        Network network = new(spec, spec.Parameters.Select(parameter =>
            new NamedTensor(parameter.Name, parameter.Shape, Floats(Fixture.GetProperty("initial").GetProperty(parameter.Name)))));
        float[] features = Floats(Fixture.GetProperty("features"));
        int[] labels = [.. Fixture.GetProperty("labels").EnumerateArray().Select(label => label.GetInt32())];
        JsonElement expected = Fixture.GetProperty(name);
        List<float> losses = [];
        using (Trainer trainer = network.CreateTrainer(new FitOptions { Optimizer = optimizer, BatchSize = Batch }))
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
        foreach (NamedTensor tensor in network.GetWeights())
        {
            Close.All(Doubles(expected.GetProperty("weights").GetProperty(tensor.Name)), tensor.Values, 1e-4, 1e-6, tensor.Name);
        }
    }

    private static double[] Doubles(JsonElement numbers) => [.. numbers.EnumerateArray().Select(number => number.GetDouble())];

    private static float[] Floats(JsonElement numbers) => [.. Doubles(numbers).Select(number => (float)number)];

    private static JsonElement Load()
    {
        using Stream stream = typeof(TrajectoryTests).Assembly.GetManifestResourceStream("trajectories.json")!;
        using JsonDocument document = JsonDocument.Parse(stream);
        return document.RootElement.Clone();
    }
}
