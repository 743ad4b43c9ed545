using System.Text.Json;
using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Optimizers;

/// <summary>
/// Compares 40 training steps of a network of words with steps of PyTorch in doubles (Fixtures/make_embedding_trajectories.py). Most words do
/// not occur in most batches.
/// </summary>
public class EmbeddingTrajectoryTests
{
    private const int Batch = 4;
    private const int Time = 5;
    private const int Words = 30;

    private static readonly JsonElement s_fixture = Load();

    public static TheoryData<string, OptimizerSpec> Optimizers => new()
    {
        { "sgd", new Sgd(0.5) },
        { "sgd_sparse", new Sgd(0.5) },
        { "momentum", new Sgd(0.1, momentum: 0.9) },
        { "adagrad", new Adagrad(0.1, epsilon: 1e-15) },
        { "adam", new Adam(0.01, epsilon: 1e-12) },
        { "adamw", new AdamW(0.01, 0.1, epsilon: 1e-12) },
        { "rmsprop", new RmsProp(0.01, epsilon: 1e-24) },
        { "lazy_adam", new Adam(0.01, epsilon: 1e-12) { LazyEmbeddings = true } },
    };

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Tables_are_trained_as_by_PyTorch(string name, OptimizerSpec optimizer)
    {
        JsonElement initial = s_fixture.GetProperty("initial"), expected = s_fixture.GetProperty(name);
        NetworkSpec spec = new([Time], [new Embedding(Words, 4), new GlobalAveragePooling1D(), new Dense(3, Activation.Softmax)]);
        Network network = new(
            spec, [.. spec.Parameters.Select(parameter => new NamedTensor(parameter.Name, parameter.Shape, Floats(initial.GetProperty(parameter.Name))))]);
        int[] indices = Integers("indices"), labels = Integers("labels");
        List<float> losses = [];
        using (BatchTrainer trainer = network.CreateTrainer(new FitOptions { Optimizer = optimizer, BatchSize = Batch }))
        {
            for (int row = 0; row < labels.Length; row += Batch)
            {
                IndexFeatures words = new(indices.AsMemory(row * Time, Batch * Time), Time, Words);
                losses.Add((float)trainer.TrainOnBatch(new TrainingData(words, labels.AsMemory(row, Batch))).Loss);
            }
        }

        Close.All(Doubles(expected.GetProperty("losses")), losses.ToArray(), 1e-4, 0, "loss");
        foreach (NamedTensor tensor in network.GetWeights())
        {
            Close.All(Doubles(expected.GetProperty("weights").GetProperty(tensor.Name)), tensor.Values, 1e-4, 1e-5, tensor.Name);
        }
    }

    private static int[] Integers(string name) => [.. s_fixture.GetProperty(name).EnumerateArray().Select(number => number.GetInt32())];

    private static double[] Doubles(JsonElement numbers) => [.. numbers.EnumerateArray().Select(number => number.GetDouble())];

    private static float[] Floats(JsonElement numbers) => [.. Doubles(numbers).Select(number => (float)number)];

    private static JsonElement Load()
    {
        using Stream stream = typeof(EmbeddingTrajectoryTests).Assembly.GetManifestResourceStream("embedding_trajectories.json")!;
        using JsonDocument document = JsonDocument.Parse(stream);
        return document.RootElement.Clone();
    }
}
