using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Neural;
using MLNetDeep.Tests.Support;
using MLNetDeep.TorchSharp.Tests.Attacks;
using MLNetDeep.TorchSharp.Tests.Support;
using MLNetDeep.Trainers;
using TorchSharp;

namespace MLNetDeep.TorchSharp.Tests.Children;

/// <summary>
/// Trains and scores many times, with the engine and with ML.NET, and writes how the memory of the process changed. The memory is what the
/// system counts as resident after a garbage collection.
/// </summary>
internal static class Endurance
{
    private const int FlowersPerFit = 63;

    // Each kind of rows, a module, and pipelines whose engine is disposed or forgotten.
    private const int Kinds = AttackTraining.Kinds + 3;

    /// <summary>Takes the numbers of trainings and of rows to score.</summary>
    public static void Run(string[] arguments)
    {
        int fits = int.Parse(arguments[0]), rows = int.Parse(arguments[1]), scored = 0;
        List<long> resident = [];
        long live = 0;
        for (int fit = 0; fit < fits; fit++)
        {
            int goal = (int)((long)rows * (fit + 1) / fits);
            bool forgets = fit % Kinds == Kinds - 1;
            long before = torch.Tensor.TotalCount;
            scored += (fit % Kinds) switch
            {
                < AttackTraining.Kinds => TrainAndScore(fit, goal - scored),
                AttackTraining.Kinds => TrainAndScoreModule(fit, goal - scored),
                _ => TrainAndScoreInPipeline(fit, goal - scored, disposes: !forgets),
            };
            if (!forgets)
            {
                live = Math.Max(live, Math.Abs(LiveTensors.Count));
                live = Math.Max(live, Left());
            }

            // An engine that is not disposed ends with the collector, on another thread.
            AttackTraining.Collect();
            live = Math.Max(live, Left());

            // Each parameter that a module makes takes over the tensor of another object, which TorchSharp goes on counting.
            long Left() => fit % Kinds == AttackTraining.Kinds ? 0 : Math.Abs(torch.Tensor.TotalCount - before);
            DisposeScopeManager.Statistics.Reset();
            resident.Add(Environment.WorkingSet);
        }

        Console.WriteLine(JsonSerializer.Serialize(
            new Result(fits, scored, live, resident[9], resident.Skip(10).Max(), resident[^1])));
    }

    // Both return the number of rows that were scored.
    private static int TrainAndScore(int fit, int rows)
    {
        TorchBackend backend = AttackTraining.Backend(delayed: (fit + (fit / Kinds)) % 2 == 1);
        Network network = new(AttackTraining.Spec, seed: fit);
        AttackTraining.Fit(network, fit % Kinds, AttackTraining.Options(backend, fit));
        FeatureMatrix features = AttackTraining.Data.Features;
        float[] outputs = new float[AttackTraining.Rows * AttackTraining.Classes], row = new float[AttackTraining.Columns], one = new float[AttackTraining.Classes];
        float[] expected = [.. network.Predict(features).SelectMany(scores => scores)];
        int count = 0;
        using Predictor predictor = network.CreatePredictor(backend: backend);
        while (count < rows)
        {
            network.Predict(features, outputs, backend);
            AssertNear(expected, outputs);
            for (int i = 0; i < AttackTraining.Rows; i++)
            {
                features.CopyRow(i, row);
                predictor.Predict(row, one);
                AssertNear(expected.AsSpan(i * one.Length, one.Length), one);
            }

            count += 2 * AttackTraining.Rows;
        }

        return count;
    }

    private static int TrainAndScoreModule(int fit, int rows)
    {
        TorchBackend backend = AttackTraining.Backend(delayed: fit % (2 * Kinds) < Kinds);
        MLContext ml = new(seed: fit);
        IDataView flowers = Flowers.View(ml, FlowersPerFit);
        NetworkTransformer model = ml.MulticlassClassification.Trainers.TorchModule(nameof(Endurance), () => new NormalizedModule(inputs: 2), new TorchModuleOptions
        {
            Epochs = 2, BatchSize = 16, Threads = 1, ValidationSplit = 0.2, ClassWeights = [1, 2, 1], Backend = backend,
        }).Fit(flowers);
        float[] expected = Scores(model, flowers);
        int count = FlowersPerFit;
        for (; count < rows; count += FlowersPerFit)
        {
            AssertNear(expected, Scores(model, flowers));
        }

        return count;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int TrainAndScoreInPipeline(int fit, int rows, bool disposes)
    {
        TorchBackend backend = AttackTraining.Backend(delayed: fit % (2 * Kinds) < Kinds);
        MLContext ml = new(seed: fit);
        IDataView flowers = Flowers.View(ml, FlowersPerFit);
        NetworkTransformer cpu = ml.MulticlassClassification.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
        {
            HiddenUnits = [8], DropoutRate = 0.2, Epochs = 2, BatchSize = 16, Threads = 1, ValidationSplit = 0.2, ClassWeights = [1, 2, 1],
            Backend = backend,
        }).Fit(flowers);
        NetworkTransformer model = cpu.WithBackend(backend);
        float[] expected = Scores(cpu, flowers);
        int count = 0;
        PredictionEngine<Flowers.Flower, Scored> engine = ml.Model.CreatePredictionEngine<Flowers.Flower, Scored>(model);
        while (count < rows)
        {
            AssertNear(expected, Scores(model, flowers));
            int position = 0;
            foreach (Flowers.Flower flower in Flowers.Rows(FlowersPerFit))
            {
                AssertNear(expected.AsSpan(position, 3), engine.Predict(flower).Score);
                position += 3;
            }

            count += 2 * FlowersPerFit;
        }

        if (disposes)
        {
            engine.Dispose();
        }

        return count;
    }

    private static float[] Scores(ITransformer transformer, IDataView rows) =>
        [.. transformer.Transform(rows).GetColumn<float[]>("Score").SelectMany(scores => scores)];

    private static void AssertNear(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], 1e-5);
        }
    }

    /// <summary>What is written.</summary>
    /// <param name="Fits">The number of trainings.</param>
    /// <param name="Rows">The number of scored rows.</param>
    /// <param name="LiveTensors">The most tensors that were left after a training and its scores.</param>
    /// <param name="Tenth">The resident bytes after the tenth training.</param>
    /// <param name="Largest">The most resident bytes after a later one.</param>
    /// <param name="Last">The resident bytes at the end.</param>
    internal sealed record Result(int Fits, int Rows, long LiveTensors, long Tenth, long Largest, long Last);

    private sealed class Scored
    {
        public float[] Score { get; set; } = [];
    }
}
