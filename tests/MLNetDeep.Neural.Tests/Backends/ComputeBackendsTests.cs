using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Backends;

public class ComputeBackendsTests
{
    private static readonly NetworkSpec s_spec = new([20], [new Dense(4, Activation.Tanh), new Dropout(0.5), new Dense(5, Activation.Softmax)]);

    [Fact]
    public void The_default_is_the_cpu() => Assert.Same(CpuBackend.Instance, ComputeBackends.Default);

    [Fact]
    public void A_backend_can_be_registered_only_if_its_name_is_free()
    {
        ModuleBackend first = new("free"), second = new("free");
        Assert.True(ComputeBackends.TryRegister(first));
        Assert.False(ComputeBackends.TryRegister(second));
        NetworkSpec spec = new([1], [new ModuleLayer("free", [1], [1], [])]);
        Assert.Same(first, ComputeBackends.Substitute(spec));
        ComputeBackends.Register(second);
        Assert.Same(second, ComputeBackends.Substitute(spec));
        Assert.Null(ComputeBackends.Substitute(s_spec));
        Assert.False(ComputeBackends.TryRegister(CpuBackend.Instance));
    }

    [Fact]
    public void A_layer_that_the_backend_does_not_support_throws_before_sessions_are_created()
    {
        ComputeBackends.Register(new DenseOnly());
        Network network = new(s_spec);
        DenseOnly backend = new();
        FitOptions options = new() { Backend = backend };
        TrainingData data = Samples.Data(8, 20, 5);
        Action[] calls =
        [
            () => network.Fit(data, options),
            () => network.TrainOnBatch(data, options),
            () => network.CreateTrainer(options),
            () => network.Evaluate(data, backend: backend),
            () => network.Predict(data.Features, new float[40], backend),
            () => network.CreatePredictor(backend: backend),
            () => network.ComputeGradients(data, backend: backend),
        ];
        foreach (Action call in calls)
        {
            string message = Assert.Throws<NotSupportedException>(call).Message;
            Assert.StartsWith("The backend 'dense-only' does not support layer 1, Dropout", message, StringComparison.Ordinal);
            Assert.EndsWith("Backends that support it: cpu.", message, StringComparison.Ordinal);
        }

        Assert.Equal(0, backend.CreatedCount);
    }

    [Fact]
    public void The_requested_backend_computes()
    {
        Network network = new(new NetworkSpec([20], [new Dense(5, Activation.Softmax)]));
        DenseOnly backend = new();
        TrainingData data = Samples.Data(8, 20, 5);
        float[] expected = new float[40], actual = new float[40];
        network.Predict(data.Features, expected);
        network.Predict(data.Features, actual, backend);
        Assert.Equal(expected, actual);
        Assert.Equal(network.Evaluate(data), network.Evaluate(data, backend: backend));
        using Predictor predictor = network.CreatePredictor(4, backend: backend);
        predictor.Predict(data.Features, actual);
        Assert.Equal(expected, actual);
        Assert.Equal(3, backend.CreatedCount);
        Close.SameBits(network.ComputeGradients(data), network.ComputeGradients(data, backend: backend));
        Assert.Equal(4, backend.CreatedCount);
    }

    private sealed class DenseOnly : TestBackend
    {
        public override string Name => "dense-only";

        public int CreatedCount { get; private set; }

        public override bool Supports(LayerSpec layer) => layer is Dense;

        public override ITrainingSession CreateSession(NetworkSpec spec, IReadOnlyList<NamedTensor> weights, FitOptions options)
        {
            CreatedCount++;
            return CpuBackend.Instance.CreateSession(spec, weights, options);
        }

        public override IScorer CreateScorer(NetworkSpec spec, IReadOnlyList<NamedTensor> weights, ScorerOptions options)
        {
            CreatedCount++;
            return base.CreateScorer(spec, weights, options);
        }
    }
}
