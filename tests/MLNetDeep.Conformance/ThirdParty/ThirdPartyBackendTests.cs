using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Neural;
using MLNetDeep.Tests.Support;
using MLNetDeep.Trainers;

namespace MLNetDeep.Conformance;

/// <summary>A backend that is written on public members alone takes the CPU backend's place, in the engine and in a pipeline.</summary>
public class ThirdPartyBackendTests
{
    private static readonly NetworkSpec Spec = new([7], [new Dense(4, Activation.Softmax)]);

    public static TheoryData<string, bool> Trainings => new() { { "dense", false }, { "bytes", true }, { "sparse", true }, { "dense", true } };

    // 50 steps on rows with weights and class weights.
    [Theory]
    [MemberData(nameof(Trainings))]
    public void A_training_equals_one_on_the_CPU(string kind, bool hasWeights)
    {
        TrainingData data = new(
            Features(kind), TestNumbers.Labels(40, 4), hasWeights ? TestNumbers.Uniform(40, key: 5).Select(Math.Abs).ToArray() : default);
        FitOptions options = new()
        {
            Optimizer = new Sgd(new TimeDecay(0.5, 0.01)), BatchSize = 8, Epochs = 10, ClassWeights = hasWeights ? [1, 2, 0.5f, 1] : [], ValidationSplit = 0.1,
        };
        SoftmaxBackend backend = new();
        (Network cpu, Network other) = (new(Spec, seed: 1), new(Spec, seed: 1));
        TrainingHistory expected = cpu.Fit(data, options);
        TrainingHistory actual = other.Fit(data, options with { Backend = backend });
        Assert.Equal(expected.Iterations, actual.Iterations);
        foreach ((EpochResult cpuEpoch, EpochResult epoch) in expected.Epochs.Zip(actual.Epochs))
        {
            Assert.Equal(cpuEpoch.Training.Loss, epoch.Training.Loss, 1e-5);
            Assert.Equal(cpuEpoch.Validation!.Value.Loss, epoch.Validation!.Value.Loss, 1e-5);
            Assert.Equal(cpuEpoch.LearningRate, epoch.LearningRate);
        }

        AssertClose(cpu.GetWeights().SelectMany(tensor => tensor.Values), other.GetWeights().SelectMany(tensor => tensor.Values));
        AssertClose(cpu.Predict(data.Features).SelectMany(row => row), other.Predict(data.Features, backend).SelectMany(row => row));
        Assert.Equal(0, backend.Open);
    }

    [Fact]
    public void A_training_resumes_on_the_other_backend()
    {
        TrainingData data = new(Features("dense"), TestNumbers.Labels(40, 4));
        FitOptions options = new() { Optimizer = new Sgd(0.5), BatchSize = 8, Epochs = 4 };
        TrainingCheckpoint? checkpoint = null;
        LambdaCallback keep = new((context, epoch) => checkpoint = epoch.Epoch == 2 ? context.CreateCheckpoint() : checkpoint);
        Network whole = new(Spec, seed: 1);
        whole.Fit(data, options with { Callbacks = [keep] });
        Network resumed = new(Spec);
        TrainingHistory history = resumed.Fit(data, options with { Backend = new SoftmaxBackend(), ResumeFrom = checkpoint });
        Assert.Equal(4, history.Epochs.Length);
        AssertClose(whole.GetWeights().SelectMany(tensor => tensor.Values), resumed.GetWeights().SelectMany(tensor => tensor.Values));
    }

    [Fact]
    public void What_the_backend_does_not_have_is_named()
    {
        TrainingData data = new(Features("dense"), TestNumbers.Labels(40, 4));
        FitOptions options = new() { Backend = new SoftmaxBackend() };
        Network deep = new(new NetworkSpec([7], [new Dense(5, Activation.Relu), new Dense(4, Activation.Softmax)]));
        string layer = Assert.Throws<NotSupportedException>(() => deep.Fit(data, options)).Message;
        Assert.StartsWith("The backend 'third party' does not support layer 0, Dense", layer, StringComparison.Ordinal);
        string optimizer = Assert.Throws<NotSupportedException>(() => new Network(Spec).Fit(data, options)).Message;
        Assert.StartsWith("The backend 'third party' has no optimizer Adam", optimizer, StringComparison.Ordinal);
    }

    [Fact]
    public void A_trainer_trains_on_it_and_its_file_is_scored_by_both()
    {
        MLContext ml = new(seed: 1);
        IDataView view = Flowers.View(ml);
        SoftmaxBackend backend = new();
        SoftmaxRegressionOptions options = new() { Optimizer = new Sgd(0.5), Epochs = 20, Seed = 3 };
        NetworkTransformer cpu = ml.MulticlassClassification.Trainers.SoftmaxRegression(options).Fit(view);
        NetworkTransformer trained = ml.MulticlassClassification.Trainers.SoftmaxRegression(options with { Backend = backend }).Fit(view);
        AssertClose(Scores(cpu, view), Scores(trained, view));
        using MemoryStream file = new();
        ml.Model.Save(trained, view.Schema, file);
        file.Position = 0;
        NetworkTransformer loaded = NetworkTransformer.Find(ml.Model.Load(file, out _))!;
        Assert.Equal(Scores(trained, view), Scores(loaded, view));
        AssertClose(Scores(loaded, view), Scores(loaded.WithBackend(backend), view));
        Assert.True(ml.MulticlassClassification.Evaluate(loaded.WithBackend(backend).Transform(view)).MicroAccuracy > 0.95);
        Assert.Equal(0, backend.Open);
    }

    private static IEnumerable<float> Scores(ITransformer model, IDataView view) =>
        [.. model.Transform(view).GetColumn<float[]>("Score").SelectMany(scores => scores)];

    private static FeatureMatrix Features(string kind)
    {
        float[] values = TestNumbers.Uniform(40 * 7);
        return kind switch
        {
            "bytes" => new ByteFeatures(Array.ConvertAll(values, value => (byte)(127 * (value + 1))), 7),
            "sparse" => new SparseFeatures(
                Enumerable.Range(0, 41).Select(row => 2 * row).ToArray(),
                Enumerable.Range(0, 80).Select(i => i % 2 == 0 ? i % 3 : 3 + (i % 4)).ToArray(),
                values.AsMemory(0, 80),
                7),
            _ => new DenseFeatures(values, 7),
        };
    }

    private static void AssertClose(IEnumerable<float> expected, IEnumerable<float> actual)
    {
        Assert.Equal(expected.Count(), actual.Count());
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-4f * Math.Max(1, Math.Abs(pair.First))));
    }
}
