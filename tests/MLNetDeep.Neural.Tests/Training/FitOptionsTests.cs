using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Training;

public class FitOptionsTests
{
    public static TheoryData<string, Func<FitOptions>> Invalid => new()
    {
        { "BatchSize is 0; accepted: 1 or more.", () => new FitOptions { BatchSize = 0 } },
        { "Epochs is 0; accepted: 1 or more.", () => new FitOptions { Epochs = 0 } },
        { "Iterations is -1; accepted: 0 or more, or null.", () => new FitOptions { Iterations = -1 } },
        { "Threads is 0; accepted: 1 or more, or null.", () => new FitOptions { Threads = 0 } },
    };

    /// <summary>Each entry changes one option. Each change must change the trained weights.</summary>
    public static TheoryData<string, Func<FitOptions, FitOptions>> Changes => new()
    {
        { "Optimizer", options => options with { Optimizer = new Sgd() } },
        { "Sgd.LearningRate", options => options with { Optimizer = new Adam(0.002) } },
        { "Adam.Beta1", options => options with { Optimizer = new Adam(beta1: 0.8) } },
        { "Adam.Beta2", options => options with { Optimizer = new Adam(beta2: 0.99) } },
        { "Adam.Epsilon", options => options with { Optimizer = new Adam(epsilon: 1e-3) } },
        { "BatchSize", options => options with { BatchSize = 16 } },
        { "Epochs", options => options with { Epochs = 3 } },
        { "Iterations", options => options with { Iterations = 5 } },
        { "Shuffle", options => options with { Shuffle = false } },
        { "Seed", options => options with { Seed = 1 } },
    };

    [Theory]
    [MemberData(nameof(Invalid))]
    public void Out_of_range_values_throw(string message, Func<FitOptions> make) =>
        Assert.StartsWith(message, Assert.Throws<ArgumentOutOfRangeException>(make).Message, StringComparison.Ordinal);

    [Fact]
    public void Null_values_throw()
    {
        Assert.Throws<ArgumentNullException>(() => new FitOptions { Optimizer = null! });
        Assert.Throws<ArgumentNullException>(() => new FitOptions { Backend = null! });
    }

    [Fact]
    public void Defaults_are_those_of_Keras()
    {
        FitOptions options = new();
        Assert.Equal((32, 1, null, true), (options.BatchSize, options.Epochs, options.Iterations, options.Shuffle));
        Assert.Equal(new Adam(), options.Optimizer);
        Assert.Null(options.Loss);
        Assert.Equal(new CategoricalCrossEntropy(), options.LossFor(Samples.Mlp()));
        Assert.Equal(new MeanSquaredError(), options.LossFor(new NetworkSpec([2], [new Dense(1)])));
        Assert.Null(options.Threads);
        Assert.Null(options.ValidationData);
        Assert.Same(CpuBackend.Instance, options.Backend);
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public void Every_option_changes_the_weights(string name, Func<FitOptions, FitOptions> change)
    {
        FitOptions options = new() { Epochs = 2 };
        Assert.False(Close.AreSame(Trained(options), Trained(change(options))), name);
    }

    [Fact]
    public void Every_option_of_Sgd_changes_the_weights()
    {
        OptimizerSpec[] optimizers =
        [
            new Sgd(), new Sgd(0.02), new Sgd(momentum: 0.9), new Sgd(momentum: 0.8), new Sgd(momentum: 0.9, nesterov: true), new Sgd(decay: 0.1),
        ];
        IReadOnlyList<NamedTensor>[] trained = [.. optimizers.Select(optimizer => Trained(new FitOptions { Optimizer = optimizer }))];
        for (int i = 0; i < trained.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                Assert.False(Close.AreSame(trained[i], trained[j]), $"{optimizers[i]} and {optimizers[j]}");
            }
        }
    }

    [Fact]
    public void Seed_determines_dropout()
    {
        FitOptions options = new() { Shuffle = false };
        Assert.False(Close.AreSame(Trained(options, 0.5), Trained(options with { Seed = 1 }, 0.5)));
        Assert.True(Close.AreSame(Trained(options), Trained(options with { Seed = 1 })));
    }

    [Fact]
    public void Fit_uses_the_backend_of_the_options()
    {
        NotImplementedException exception = Assert.Throws<NotImplementedException>(
            () => new Network(Samples.Mlp()).Fit(Samples.Data(5, 20, 5), new FitOptions { Backend = new NoBackend() }));
        Assert.Equal("here", exception.Message);
    }

    // The last fifth of the rows is the validation set, with and without shuffling; the network does not train on it.
    [Fact]
    public void ValidationSplit_takes_the_last_rows()
    {
        TrainingData data = Samples.Separable(70, 20, 5);
        FitOptions options = new() { Epochs = 2, BatchSize = 16 };
        Network split = new(Samples.Mlp()), apart = new(Samples.Mlp());
        TrainingHistory history = split.Fit(data, options with { ValidationSplit = 0.2 });
        TrainingHistory expected = apart.Fit(data.Slice(0, 56), options with { ValidationData = data.Slice(56, 14) });
        Close.SameBits(apart.GetWeights(), split.GetWeights());
        Assert.Equal(expected.Epochs[1].Validation, history.Epochs[1].Validation);
        Assert.Equal(14, history.Epochs[0].Validation!.Value.RowCount);
        Assert.Throws<ArgumentException>(() => split.Fit(data.Slice(0, 2), new FitOptions { ValidationSplit = 0.9 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FitOptions { ValidationSplit = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new FitOptions { ValidationSplit = -0.1 });
    }

    [Fact]
    public void ToString_shows_every_option_with_the_items_of_arrays()
    {
        string text = new FitOptions { ClassWeights = [1, 2.5f], Threads = 3 }.ToString();
        Assert.StartsWith("FitOptions { Optimizer = Adam { ", text, StringComparison.Ordinal);
        Assert.Contains(", ClassWeights = [1, 2.5], BatchSize = 32, ", text, StringComparison.Ordinal);
        Assert.Contains(", Threads = 3, ", text, StringComparison.Ordinal);
        Assert.All(typeof(FitOptions).GetProperties(), property => Assert.Contains($"{property.Name} = ", text, StringComparison.Ordinal));
    }

    private static IReadOnlyList<NamedTensor> Trained(FitOptions options, double dropout = 0)
    {
        Network network = new(Samples.Mlp(dropout: dropout));
        network.Fit(Samples.Separable(200, 20, 5), options);
        return network.GetWeights();
    }

    private sealed class NoBackend : TestBackend
    {
        public override string Name => "none";

        public override ITrainingSession CreateSession(NetworkSpec spec, IReadOnlyList<NamedTensor> weights, FitOptions options) =>
            throw new NotImplementedException("here");
    }
}
