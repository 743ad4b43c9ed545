using System.Runtime.InteropServices;
using MLNetDeep.Conformance;
using MLNetDeep.Neural;
using MLNetDeep.TorchSharp.Tests.Support;
using TorchSharp;

namespace MLNetDeep.TorchSharp.Tests;

/// <summary>Counts tensors: those created minus those disposed.</summary>
public class LeakTests
{
    private static readonly NetworkSpec s_spec = new(
        [4],
        [
            new Dense(8, Activation.Gelu, kernelRegularizer: new(0.01, 0.01), kernelMaxNorm: 1), new BatchNormalization(), new LayerNormalization(),
            new Dropout(0.4), new Dense(3, Activation.Softmax),
        ]);

    private static readonly TrainingData s_data = TestNumbers.ClassificationData(12, 4, 3);

    public static TheoryData<OptimizerSpec> Optimizers =>
    [
        new Sgd(0.1), new Sgd(0.1, 0.9, nesterov: true), new Adam(), new AdamW(), new Adagrad(0.1), new Adadelta(1), new RmsProp(),
        new RmsProp(momentum: 0.9, centered: true) { ClipValue = 0.1, GlobalClipNorm = 0.1 },
    ];

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void A_session_leaves_no_tensor(OptimizerSpec optimizer) => AssertLeavesNone(s_spec, optimizer);

    // By modules of libtorch and, with dropout of the states, by functions.
    [Theory]
    [InlineData(0)]
    [InlineData(0.3)]
    public void A_session_with_recurrent_layers_leaves_no_tensor(double recurrentDropout) => AssertLeavesNone(
        new(
            [2, 2],
            [
                new Bidirectional(new LSTM(3, dropout: 0.2, recurrentDropout: recurrentDropout, returnSequences: true)),
                new GRU(3, recurrentDropout: recurrentDropout, returnSequences: true, goBackwards: true) { Trainable = false },
                new SimpleRNN(3, recurrentDropout: recurrentDropout),
                new Dense(3, Activation.Softmax),
            ]),
        new Adam());

    private static void AssertLeavesNone(NetworkSpec spec, OptimizerSpec optimizer)
    {
        foreach (TorchBackend backend in new[] { TorchBackend.Cpu(1), TorchBackend.Cpu(1) with { ResultDelay = 2, KeepsFeatures = true } })
        {
            LiveTensors.AssertNone(() =>
            {
                FitOptions options = new() { Optimizer = optimizer, Threads = 1, Backend = backend };
                using ITrainingSession session = backend.CreateSession(spec, TestNumbers.Weights(spec), options);
                session.PrepareData(s_data);

                // The memory for each of the steps whose results are read later.
                for (int time = 0; time <= session.ResultDelay; time++)
                {
                    UseAll(session);
                }

                long live = LiveTensors.Count;
                for (int time = 0; time < 3; time++)
                {
                    UseAll(session);
                }

                Assert.Equal(live, LiveTensors.Count);
                if (session.ResultDelay > 0)
                {
                    // A session may be disposed while steps are begun.
                    session.BeginStep(s_data, [0, 1]);
                }
            });
        }
    }

    [Fact]
    public void Scorers_that_share_weights_leave_no_tensor()
    {
        LiveTensors.AssertNone(() =>
        {
            IScorer first = TorchBackend.Cpu(1).CreateScorer(s_spec, TestNumbers.Weights(s_spec), new ScorerOptions { Threads = 1 });
            using IScorer second = first.Share(new ScorerOptions { Threads = 1, Logits = true });
            float[] outputs = new float[36];
            first.Predict(s_data.Features, outputs);
            first.Dispose();
            first.Dispose();
            Assert.Throws<ObjectDisposedException>(() => first.Predict(s_data.Features, outputs));
            Assert.Throws<ObjectDisposedException>(() => first.Share(new ScorerOptions()));

            // The second still has the weights.
            second.Predict(s_data.Features, outputs);
            second.Predict([1, 2, 3, 4], outputs);
            second.Predict([1, 3], [1, 2], outputs);
            second.Evaluate(s_data, new CategoricalCrossEntropy());
            Assert.All(outputs, value => Assert.True(float.IsFinite(value)));
        });
    }

    [Fact]
    public void Fits_and_their_scorers_leave_no_tensor()
    {
        LiveTensors.AssertNone(() =>
        {
            Network network = new(s_spec, seed: 1);
            network.Fit(s_data, new FitOptions { Backend = TorchBackend.Cpu(1), Epochs = 2, ValidationSplit = 0.25 });
            network.Evaluate(s_data, backend: TorchBackend.Cpu(1));
            network.Predict(s_data.Features, TorchBackend.Cpu(1));
            using Predictor predictor = network.CreatePredictor(backend: TorchBackend.Cpu(1));
            predictor.Predict(new float[4], new float[3]);
        });
    }

    [Fact]
    public void A_scope_of_the_caller_does_not_dispose_a_session()
    {
        FitOptions options = new() { Threads = 1 };
        ITrainingSession session;
        IScorer scorer;
        using (torch.NewDisposeScope())
        {
            session = TorchBackend.Cpu(1).CreateSession(s_spec, TestNumbers.Weights(s_spec), options);
            scorer = TorchBackend.Cpu(1).CreateScorer(s_spec, TestNumbers.Weights(s_spec), new ScorerOptions());
            session.Step(s_data, [0, 1]);
            scorer.Predict(s_data.Features, new float[36]);
        }

        session.Step(s_data, [0, 1]);
        scorer.Predict(s_data.Features, new float[36]);
        session.Dispose();
        scorer.Dispose();
    }

    [Fact]
    public void An_unknown_layer_leaves_no_tensor()
    {
        TorchModules.Register("leak tests: first", () => new NormalizedModule());
        NetworkSpec spec = new(
            [4],
            [
                new Dense(4), TorchModules.CreateLayer("leak tests: first", [4]), new ModuleLayer("not registered", [3], [3], []),
                new Dense(3, Activation.Softmax),
            ]);
        LiveTensors.AssertNone(() =>
        {
            NotSupportedException error = Assert.Throws<NotSupportedException>(
                () => TorchBackend.Cpu(1).CreateSession(spec, TestNumbers.Weights(spec), new FitOptions()));
            Assert.Contains("not registered", error.Message, StringComparison.Ordinal);
            Assert.Throws<NotSupportedException>(
                () => TorchBackend.Cpu(1).CreateScorer(spec, TestNumbers.Weights(spec), new ScorerOptions()));
        });
    }

    [Fact]
    public void A_module_before_an_unknown_layer_leaves_no_tensor()
    {
        TorchModules.Register("before an unknown layer", () => new NormalizedModule());
        NetworkSpec spec = new([4], [TorchModules.CreateLayer("before an unknown layer", [4]), new ModuleLayer("not registered", [3], [3], [])]);
        LiveTensors.AssertNone(() =>
        {
            Assert.Throws<NotSupportedException>(
                () => TorchBackend.Cpu(1).CreateSession(spec, TestNumbers.Weights(spec), new FitOptions()));
            Assert.Throws<NotSupportedException>(
                () => TorchBackend.Cpu(1).CreateScorer(spec, TestNumbers.Weights(spec), new ScorerOptions()));
        });
    }

    [Fact]
    public void Scorers_of_a_module_that_share_weights_leave_no_tensor()
    {
        bool fails = false;
        TorchModules.Register("shared", () => fails ? throw new InvalidOperationException("no more") : new NormalizedModule());
        NetworkSpec spec = new([4], [TorchModules.CreateLayer("shared", [4]), new Dense(3, Activation.Softmax)]);
        LiveTensors.AssertNone(() =>
        {
            ScorerOptions options = new() { Threads = 1 };
            using IScorer first = TorchBackend.Cpu(1).CreateScorer(spec, TestNumbers.Weights(spec), options);
            long live = LiveTensors.Count;
            using (torch.inference_mode())
            {
                using IScorer second = first.Share(options);
                (float[] expected, float[] outputs) = (new float[36], new float[36]);
                first.Predict(s_data.Features, expected);
                second.Predict(s_data.Features, outputs);
                Assert.Equal(expected, outputs);
            }

            // The stage of the first has had rows since: 2 tensors.
            Assert.InRange(LiveTensors.Count - live, 0, 2);
            live = LiveTensors.Count;
            fails = true;
            Assert.Contains("no more", Assert.ThrowsAny<Exception>(() => first.Share(options)).ToString(), StringComparison.Ordinal);
            Assert.Equal(live, LiveTensors.Count);
        });
    }

    [Fact]
    public void Out_of_memory_is_one_clear_exception()
    {
        TorchDevice device = TorchDevice.Open(TorchBackend.Cpu(1), null);
        ExternalException error = Assert.ThrowsAny<ExternalException>(() => torch.empty(1L << 50, dtype: torch.ScalarType.Byte));
        Assert.True(TorchErrors.IsOutOfMemory(error), error.Message);
        DeviceMemoryException clear = TorchErrors.BatchTooLarge(error, device);
        Assert.Equal("There is too little memory on the CPU: 1,125,899,906,842,624 bytes were asked for. Lower BatchSize.", clear.Message);
        Assert.Equal(1L << 50, clear.WantedBytes);
        Assert.Same(error, clear.InnerException);
        Assert.Equal(
            "There is too little memory on the CPU: 1,125,899,906,842,624 bytes were asked for. Free memory that other trainings and models hold, "
            + "make the network smaller, or choose another backend.",
            TorchErrors.OutOfMemory(error, device).Message);
        Assert.False(TorchErrors.IsOutOfMemory(new ExternalException("shapes cannot be multiplied")));
        ExternalException cuda = new("CUDA out of memory. Tried to allocate 2.50 GiB. GPU 0 has a total capacity of 15.78 GiB");
        Assert.Equal(5L << 29, TorchErrors.OutOfMemory(cuda, device).WantedBytes);
        Assert.Null(TorchErrors.OutOfMemory(new ExternalException("CUBLAS_STATUS_ALLOC_FAILED"), device).WantedBytes);
    }

    private static void UseAll(ITrainingSession session)
    {
        session.Step(s_data, [0, 1, 2]);
        session.Step(s_data, [0, 1, 2, 3]);
        session.Evaluate(s_data);
        session.Evaluate(s_data, [1, 2]);
        session.Predict(s_data.Features, new float[36]);
        session.ComputeGradients(s_data, [0, 1], training: true);
        session.SetOptimizerState(session.GetOptimizerState());
        Assert.True(session.IsFinite());
        session.GetWeights();
    }
}
