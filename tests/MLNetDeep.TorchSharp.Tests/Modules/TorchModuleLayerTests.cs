using MLNetDeep.Conformance;
using MLNetDeep.Neural;
using MLNetDeep.TorchSharp.Tests.Support;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.TorchSharp.Tests.Modules;

// Other tests would draw from libtorch's default generator while a module runs.
[Collection(Alone)]
public class TorchModuleLayerTests
{
    private const string Alone = "modules that draw random numbers";

    private const string Normalized = "layer tests: normalized";

    private static readonly TrainingData s_data = TestNumbers.ClassificationData(24, 4, 3);

    private static readonly FitOptions s_options = new() { Backend = TorchBackend.Cpu(1), Threads = 1, BatchSize = 8, Epochs = 4, Seed = 5 };

    static TorchModuleLayerTests() => TorchModules.Register(Normalized, () => new NormalizedModule());

    public static TheoryData<OptimizerSpec> Optimizers => [new Sgd(0.1, 0.9), new Adam(0.01), new AdamW(0.01), new RmsProp(0.01)];

    // The CPU backend trains the same network of its own layers, from the same weights.
    [Theory]
    [MemberData(nameof(Optimizers))]
    public void A_module_trains_as_the_same_layers_do_on_the_cpu_backend(OptimizerSpec optimizer)
    {
        TorchModules.Register("layer tests: perceptron", () => new PerceptronModule(4, 5, 3));
        NetworkSpec own = new([4], [new Dense(5, Activation.Tanh), new Dense(3, Activation.Softmax)]);
        Network expected = new(own, TestNumbers.Weights(own));
        NetworkSpec spec = Spec("layer tests: perceptron");
        Assert.Equal(["first.weight", "first.bias", "second.weight", "second.bias"], spec.Parameters.Select(parameter => parameter.Name));
        Network actual = new(spec, expected.GetWeights().Zip(spec.Parameters, (tensor, parameter) => Renamed(tensor, parameter.Name)));

        IReadOnlyList<NamedTensor> gradients = actual.ComputeGradients(s_data, training: true);
        AssertClose(expected.ComputeGradients(s_data, training: true), gradients, 1e-5);

        FitOptions options = s_options with { Optimizer = optimizer, Epochs = 17 };
        TrainingHistory history = actual.Fit(s_data, options);
        TrainingHistory expectedHistory = expected.Fit(s_data, options with { Backend = CpuBackend.Instance });
        Assert.Equal(51, history.Iterations);
        AssertClose(expected.GetWeights(), actual.GetWeights(), 1e-4);
        Assert.Equal(expectedHistory.Epochs[^1].Training.Loss, history.Epochs[^1].Training.Loss, 1e-5);
        Assert.Equal(expected.Evaluate(s_data).Loss, actual.Evaluate(s_data).Loss, 1e-5);
    }

    // The initial weights are torch's for the same seed; the caller's random numbers go on as if nothing had been made.
    [Fact]
    public void Initial_weights_are_those_of_the_factory_after_manual_seed()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(11).Dispose();
        using NormalizedModule module = new();
        manual_seed(99).Dispose();
        float[] expectedNext = rand(3).data<float>().ToArray();

        manual_seed(99).Dispose();
        Network network = new(Spec(Normalized), seed: 11);
        Assert.Equal(expectedNext, rand(3).data<float>().ToArray());
        Dictionary<string, Tensor> state = module.state_dict();
        Assert.Equal(
            ["scale", "first.weight", "first.bias", "norm.weight", "norm.bias", "second.weight", "second.bias", "norm.running_mean", "norm.running_var"],
            network.GetWeights().Select(tensor => tensor.Name));
        Assert.All(network.GetWeights(), tensor => Assert.Equal(state[tensor.Name].data<float>().ToArray(), tensor.Values));
        Assert.Equal([1], network.GetWeights()[0].Shape);
    }

    // PyTorch's rule: running ← 0.9 running + 0.1 batch, with the variance of n rows over n - 1.
    [Fact]
    public void Running_statistics_come_back_with_the_weights()
    {
        Network network = new(Spec(Normalized), seed: 1);
        Dictionary<string, float[]> before = network.GetWeights().ToDictionary(tensor => tensor.Name, tensor => tensor.Values);
        network.Fit(s_data, s_options with { Iterations = 1, BatchSize = 24, Optimizer = new Sgd(0.1) });
        Dictionary<string, float[]> after = network.GetWeights().ToDictionary(tensor => tensor.Name, tensor => tensor.Values);
        float[] row = new float[4];
        double[] first = [.. Enumerable.Range(0, 24).Select(i =>
        {
            s_data.Features.CopyRow(i, row);
            return before["first.bias"][0] + row.Select((value, k) => (double)value * before["first.weight"][k]).Sum();
        })];
        double mean = first.Average();
        Assert.Equal(0.1 * mean, after["norm.running_mean"][0], 1e-6);
        Assert.Equal(0.9 + (0.1 * first.Sum(value => (value - mean) * (value - mean)) / 23), after["norm.running_var"][0], 1e-6);
        Assert.NotEqual(before["scale"], after["scale"]);
    }

    [Fact]
    public void The_same_seed_gives_the_same_weights_whatever_others_draw()
    {
        Network first = new(Spec(Normalized), seed: 1), second = new(Spec(Normalized), seed: 1), other = new(Spec(Normalized), seed: 1);
        first.Fit(s_data, s_options);
        manual_seed(4).Dispose();
        second.Fit(s_data, s_options with { Callbacks = [new LambdaCallback { BatchEnd = (_, _) => rand(5).Dispose() }] });
        other.Fit(s_data, s_options with { Seed = 6, Shuffle = false });
        AssertSame(first.GetWeights(), second.GetWeights());
        Assert.NotEqual(first.GetWeights()[1].Values, other.GetWeights()[1].Values);
    }

    [Fact]
    public void A_resumed_training_equals_an_uninterrupted_one()
    {
        Network whole = new(Spec(Normalized), seed: 1), first = new(Spec(Normalized), seed: 1), second = new(Spec(Normalized), seed: 1);
        whole.Fit(s_data, s_options);
        TrainingCheckpoint? checkpoint = null;
        LambdaCallback keep = new() { EpochEnd = (context, result) => checkpoint = result.Epoch == 2 ? context.CreateCheckpoint() : checkpoint };
        first.Fit(s_data, s_options with { Callbacks = [keep] });
        using MemoryStream file = new();
        checkpoint!.Save(file);
        file.Position = 0;
        second.Fit(s_data, s_options with { ResumeFrom = TrainingCheckpoint.Load(file) });
        AssertSame(whole.GetWeights(), second.GetWeights());
        Assert.Equal(BatchCount(whole), BatchCount(second));
        Assert.Equal(12, BatchCount(second));
    }

    // With a NaN in a row, the loss is NaN: no step is taken, and the running statistics, which the module has changed, are as before.
    [Fact]
    public void A_step_that_is_not_taken_changes_no_running_statistics()
    {
        NetworkSpec spec = Spec(Normalized);
        IReadOnlyList<NamedTensor> weights = TestNumbers.Weights(spec);
        using ITrainingSession session = TorchBackend.Cpu(1).CreateSession(spec, weights, s_options);
        TrainingData bad = new(new DenseFeatures(new[] { 1, float.NaN, 2, 3, 1, 2, 3, 4 }, 4), new ClassTargets(new[] { 0, 1 }));
        Assert.False(double.IsFinite(session.Step(bad, [0, 1]).Loss));
        session.ComputeGradients(s_data, [0, 1, 2], training: true);
        AssertSame(weights, session.GetWeights());
        double loss = session.Evaluate(s_data).Loss;
        using IScorer scorer = TorchBackend.Cpu(1).CreateScorer(spec, weights, new ScorerOptions());
        Assert.Equal(scorer.Evaluate(s_data, new CategoricalCrossEntropy()).Loss, loss);
    }

    // The module cannot take 8 rows. The last batch of 17 rows in batches of 9 has so many.
    [Fact]
    public void A_batch_that_the_module_refuses_is_named_with_its_shape()
    {
        TorchModules.Register("layer tests: nine", () => new NineRowsModule());
        Network network = new(Spec("layer tests: nine"), seed: 1);
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(
            () => network.Fit(s_data.Slice(0, 17), s_options with { BatchSize = 9 }));
        Assert.Equal(
            "The module 'layer tests: nine' failed in training on a batch of the shape [8, 4]: shape '[9, 3]' is invalid for input of size 24",
            error.Message);

        // The step before has been taken.
        Assert.NotEqual(new Network(network.Spec, seed: 1).GetWeights()[0].Values, network.GetWeights()[0].Values);
    }

    // The variance of one value over n - 1 = 0 is NaN. It is not taken; the mean is.
    [Fact]
    public void A_batch_of_one_row_leaves_the_running_variance()
    {
        NetworkSpec spec = Spec(Normalized);
        IReadOnlyList<NamedTensor> weights = TestNumbers.Weights(spec);
        using ITrainingSession session = TorchBackend.Cpu(1).CreateSession(spec, weights, s_options);
        session.Step(s_data, [3]);
        Assert.Equal("norm.running_var", weights[8].Name);
        Assert.Equal(weights[8].Values, session.GetWeights()[8].Values);
        float[] row = new float[4];
        s_data.Features.CopyRow(3, row);
        double first = weights[2].Values[0] + row.Select((value, k) => (double)value * weights[1].Values[k]).Sum();
        Assert.Equal((0.9 * weights[7].Values[0]) + (0.1 * first), session.GetWeights()[7].Values[0], 1e-6);
        Assert.True(session.IsFinite());

        Network network = new(spec, seed: 1);
        Assert.Equal(8, network.Fit(s_data.Slice(0, 9), s_options).Iterations);
    }

    // As on a CUDA device: results are read later, features are kept on the device.
    [Fact]
    public void Steps_whose_results_are_read_later_give_the_same_weights()
    {
        Network expected = new(Spec(Normalized), seed: 1), actual = new(Spec(Normalized), seed: 1);
        expected.Fit(s_data, s_options);
        actual.Fit(s_data, s_options with { Backend = TorchBackend.Cpu(1) with { ResultDelay = 2, KeepsFeatures = true } });
        AssertSame(expected.GetWeights(), actual.GetWeights());
    }

    [Fact]
    public void Trainings_on_several_threads_end_as_each_alone()
    {
        Network[] alone = [.. Enumerable.Range(0, 3).Select(Train)];
        Network[] together = new Network[3];
        Thread[] threads = [.. Enumerable.Range(0, 3).Select(i => new Thread(() => together[i] = Train(i)))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.All(alone.Zip(together), pair => AssertSame(pair.First.GetWeights(), pair.Second.GetWeights()));

        static Network Train(int seed)
        {
            Network network = new(Spec(Normalized), seed);
            network.Fit(s_data, s_options with { Seed = seed, Epochs = 8 });
            return network;
        }
    }

    [Fact]
    public void Modes_of_the_caller_do_no_harm()
    {
        Network expected = new(Spec(Normalized), seed: 1);
        expected.Fit(s_data, s_options);
        foreach (Func<IDisposable> mode in (Func<IDisposable>[])[no_grad, () => inference_mode()])
        {
            using IDisposable ofTheCaller = mode();
            Network actual = new(Spec(Normalized), seed: 1);
            Assert.Equal(expected.Spec, actual.Spec);
            actual.Fit(s_data, s_options);
            AssertSame(expected.GetWeights(), actual.GetWeights());
            Assert.Equal(expected.Predict(s_data.Features), actual.Predict(s_data.Features));
        }
    }

    [Fact]
    public void A_frozen_parameter_keeps_its_values()
    {
        TorchModules.Register("layer tests: frozen", () =>
        {
            PerceptronModule module = new(4, 5, 3);
            module.named_parameters().First().parameter.requires_grad = false;
            return module;
        });
        Network network = new(Spec("layer tests: frozen"), seed: 2);
        Assert.Equal([false, true, true, true], network.Spec.Parameters.Select(parameter => parameter.IsTrainable));
        IReadOnlyList<NamedTensor> before = network.GetWeights();
        network.Fit(s_data, s_options);
        Assert.Equal(before[0].Values, network.GetWeights()[0].Values);
        Assert.NotEqual(before[2].Values, network.GetWeights()[2].Values);
    }

    // y = W W x: the gradient has a part from each use of W, as finite differences of the loss show.
    [Fact]
    public void A_tied_weight_has_one_name_and_the_gradient_of_both_uses()
    {
        TorchModules.Register("layer tests: tied", () => new TiedModule(4));
        NetworkSpec spec = new([4], [TorchModules.CreateLayer("layer tests: tied", [4])]);
        Assert.Equal(["a.weight"], spec.Parameters.Select(parameter => parameter.Name));
        float[] weight = TestNumbers.Uniform(16);
        TrainingData data = TestNumbers.RegressionData(6, 4, 4);
        NamedTensor gradient = Create(weight).ComputeGradients(data, training: true)[0];
        for (int i = 0; i < weight.Length; i++)
        {
            Assert.Equal((Loss(i, 0.01f) - Loss(i, -0.01f)) / 0.02, gradient.Values[i], 1e-3);
        }

        double Loss(int index, float change) =>
            Create([.. weight.Select((value, i) => i == index ? value + change : value)]).Evaluate(data).Loss;

        Network Create(float[] values) => new(spec, [new NamedTensor("a.weight", [4, 4], values)]);
    }

    // More than 16,384 values: the parameter has a gradient of its own, not one that it shares.
    [Fact]
    public void A_large_parameter_is_trained_as_a_small_one()
    {
        TorchModules.Register("layer tests: wide", () => new PerceptronModule(4, 5000, 3));
        NetworkSpec own = new([4], [new Dense(5000, Activation.Tanh), new Dense(3, Activation.Softmax)]);
        Network expected = new(own, seed: 1);
        NetworkSpec spec = Spec("layer tests: wide");
        Network actual = new(spec, expected.GetWeights().Zip(spec.Parameters, (tensor, parameter) => Renamed(tensor, parameter.Name)));
        FitOptions options = s_options with { Epochs = 2 };
        actual.Fit(s_data, options);
        expected.Fit(s_data, options with { Backend = CpuBackend.Instance });
        AssertClose(expected.GetWeights(), actual.GetWeights(), 1e-4);
    }

    [Fact]
    public void A_module_between_layers_of_the_library_scores_and_trains()
    {
        TorchModules.Register("layer tests: middle", () => nn.Sequential(("norm", nn.BatchNorm1d(6)), ("act", nn.ReLU())));
        ModuleLayer middle = TorchModules.CreateLayer("layer tests: middle", [6]);
        Network network = new(new NetworkSpec([4], [new Dense(6), middle, new Dense(3, Activation.Softmax)]), seed: 1);
        Assert.Equal("1.norm.running_mean", network.Spec.Parameters[4].Name);
        double before = network.Evaluate(s_data).Loss;
        network.Fit(s_data, s_options with { Optimizer = new Adam(0.02), Epochs = 60 });
        Assert.InRange(network.Evaluate(s_data).Loss, 0, before / 2);
        using MemoryStream file = new();
        network.Save(file);
        file.Position = 0;
        Network read = Network.Load(file);
        Assert.Equal(network.Predict(s_data.Features), read.Predict(s_data.Features));
    }

    [Fact]
    public void Nothing_of_a_module_outlives_its_session()
    {
        NetworkSpec spec = Spec(Normalized);
        Network network = new(spec, seed: 1);
        LiveTensors.AssertNone(() =>
        {
            network.Fit(s_data, s_options with { Epochs = 1 });
            network.Predict(s_data.Features, TorchBackend.Cpu(1));
            network.CreatePredictor().Dispose();
            _ = new Network(spec, seed: 2);
        });
    }

    // Cancelled at each batch of two epochs; refused when the module is made, checked and run.
    [Fact]
    public void Nothing_of_a_module_outlives_a_training_that_fails()
    {
        Network network = new(Spec(Normalized), seed: 1);
        TorchModules.Register("layer tests: fails", () => new NineRowsModule());
        Network failing = new(Spec("layer tests: fails"), seed: 1);
        LiveTensors.AssertNone(() =>
        {
            for (int batch = 1; batch <= 6; batch++)
            {
                using CancellationTokenSource source = new();
                int left = batch;
                LambdaCallback cancel = new() { BatchEnd = (_, _) => Cancel(--left == 0 ? source : null) };
                Assert.Throws<OperationCanceledException>(() => network.Fit(
                    s_data, s_options with { Callbacks = [cancel] }, cancellation: source.Token));
            }

            Assert.Throws<InvalidOperationException>(() => failing.Fit(s_data, s_options));
            TorchModules.Register("layer tests: fails", () => new NormalizedModule());
            Assert.Throws<InvalidOperationException>(() => failing.Fit(s_data, s_options));
            Assert.Throws<InvalidOperationException>(() => failing.Predict([1, 2, 3, 4]));
            TorchModules.Register("layer tests: fails", () => nn.Linear(4, 3, dtype: ScalarType.Float64));
            Assert.Throws<InvalidOperationException>(() => failing.Predict([1, 2, 3, 4]));
        });

        static void Cancel(CancellationTokenSource? source) => source?.Cancel();
    }

    private static NetworkSpec Spec(string module) =>
        new([4], [TorchModules.CreateLayer(module, [4]), new ActivationLayer(Activation.Softmax)]);

    private static NamedTensor Renamed(NamedTensor tensor, string name) => new(name, tensor.Shape, tensor.Values);

    private static long BatchCount(Network network)
    {
        using MemoryStream file = new();
        network.SaveWeights(file);
        Network read = Network.Load(network.Spec, new MemoryStream(file.ToArray()));
        using MemoryStream again = new();
        read.SaveWeights(again);
        Assert.Equal(file.ToArray(), again.ToArray());

        // The counters are the first values after the header, whose length is in the first 8 bytes.
        int header = BitConverter.ToInt32(file.ToArray(), 0);
        return BitConverter.ToInt64(file.ToArray(), 8 + header);
    }

    private static void AssertSame(IReadOnlyList<NamedTensor> expected, IReadOnlyList<NamedTensor> actual) =>
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First.Values, pair.Second.Values));

    private static void AssertClose(IReadOnlyList<NamedTensor> expected, IReadOnlyList<NamedTensor> actual, double tolerance)
    {
        foreach ((NamedTensor e, NamedTensor a) in expected.Zip(actual))
        {
            double largest = e.Values.Max(Math.Abs);
            Assert.All(e.Values.Zip(a.Values), pair => Assert.Equal(pair.First, pair.Second, tolerance * largest));
        }
    }

    [CollectionDefinition(Alone, DisableParallelization = true)]
    public class AloneDefinition;
}
