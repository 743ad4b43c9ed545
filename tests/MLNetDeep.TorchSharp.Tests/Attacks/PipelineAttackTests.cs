using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Faults.Support;
using MLNetDeep.Tests.Support;
using MLNetDeep.Trainers;
using TorchSharp;

namespace MLNetDeep.TorchSharp.Tests.Attacks;

/// <summary>One ML.NET model on TorchSharp, used by several threads at once.</summary>
[Collection(nameof(AttackGroup))]
public class PipelineAttackTests
{
    private const int Threads = 4;

    private static readonly int s_rounds = 3 * Effort.Factor;

    // Disposing an engine releases the memory of the model's rows on the device, also that of the other threads, which take it again.
    [Fact]
    public void Engines_and_cursors_on_many_threads_compute_the_scores_of_the_CPU()
    {
        MLContext ml = new(seed: 1);
        IDataView flowers = Flowers.View(ml);
        IReadOnlyList<Flowers.Flower> rows = Flowers.Rows(63);
        NetworkTransformer cpu = ml.MulticlassClassification.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
        {
            HiddenUnits = [8], Epochs = 20, Seed = 1, Threads = 1, Backend = AttackTraining.Direct,
        }).Fit(flowers);
        float[][] expected = Scores(cpu);
        NetworkTransformer model = cpu.WithBackend(AttackTraining.Direct);
        AttackTraining.Collect();
        long before = torch.Tensor.TotalCount;
        AtOnce.Run([.. Enumerable.Range(0, Threads).Select(_ => (Action)(() =>
        {
            for (int round = 0; round < s_rounds; round++)
            {
                using PredictionEngine<Flowers.Flower, Scored> engine = ml.Model.CreatePredictionEngine<Flowers.Flower, Scored>(model);
                Assert.All(rows.Zip(expected), pair => AssertNear(pair.Second, engine.Predict(pair.First).Score));
                Assert.All(expected.Zip(Scores(model)), pair => AssertNear(pair.First, pair.Second));
            }
        }))]);
        Assert.Equal(before, torch.Tensor.TotalCount);
        Figures.Add(
            "TorchSharp: threads",
            $"one ML.NET model, {Threads} threads with engines and cursors of their own",
            $"{Threads * s_rounds * 2 * rows.Count:N0} rows: the scores of the CPU backend, no tensor left");

        float[][] Scores(ITransformer transformer) => [.. transformer.Transform(flowers).GetColumn<float[]>("Score")];
    }

    private static void AssertNear(float[] expected, float[] actual) =>
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-5));

    private sealed class Scored
    {
        public float[] Score { get; set; } = [];
    }
}
