using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Training;

public class NetworkTests
{
    private static readonly TrainingData BatchData = Samples.Separable(32, 20, 5);

    [Fact]
    public void TrainOnBatch_keeps_the_optimizer_state_if_the_options_are_equal()
    {
        Network trained = new(Samples.Mlp(dropout: 0.2));
        using (BatchTrainer trainer = trained.CreateTrainer(new FitOptions { Optimizer = new Sgd(0.1, 0.9) }))
        {
            trainer.TrainOnBatch(BatchData);
            trainer.TrainOnBatch(BatchData);
        }

        Network network = new(Samples.Mlp(dropout: 0.2));
        network.TrainOnBatch(BatchData, new FitOptions { Optimizer = new Sgd(0.1, 0.9) });
        double loss = network.Evaluate(BatchData).Loss;
        network.TrainOnBatch(BatchData, new FitOptions { Optimizer = new Sgd(0.1, 0.9) });
        Close.SameBits(trained.GetWeights(), network.GetWeights());
        Assert.True(network.Evaluate(BatchData).Loss < loss);

        using (BatchTrainer trainer = trained.CreateTrainer(new FitOptions { Optimizer = new Adam() }))
        {
            trainer.TrainOnBatch(BatchData);
        }

        network.TrainOnBatch(BatchData, new FitOptions { Optimizer = new Adam() });
        Close.SameBits(trained.GetWeights(), network.GetWeights());
    }

    [Fact]
    public void Fit_disposes_its_sessions()
    {
        RecordingBackend backend = new();
        FitOptions options = new() { Backend = backend };
        Network network = new(Samples.Mlp());
        network.TrainOnBatch(BatchData, options);
        network.TrainOnBatch(BatchData, options with { });
        Assert.Equal((1, 2), (backend.OpenSessions, backend.Steps.Count));
        network.TrainOnBatch(BatchData, options with { Seed = 1 });
        Assert.Equal(1, backend.OpenSessions);
        network.SetWeights(network.GetWeights());
        Assert.Equal(0, backend.OpenSessions);
        network.TrainOnBatch(BatchData, options);
        network.Fit(BatchData, options);
        Assert.Equal(0, backend.OpenSessions);
        network.TrainOnBatch(BatchData, options);
        using (BatchTrainer trainer = network.CreateTrainer(options))
        {
            Assert.Equal(1, backend.OpenSessions);
            Assert.Throws<InvalidOperationException>(() => network.TrainOnBatch(BatchData, options));
            Assert.Equal(1, trainer.TrainOnBatch(BatchData).RowCount / 32);
        }

        Assert.Equal(0, backend.OpenSessions);
    }

    [Fact]
    public void TrainOnBatch_throws_if_the_backend_requires_session_disposal()
    {
        Network network = new(Samples.Mlp());
        FitOptions options = new() { Backend = new RecordingBackend { NeedsDisposal = true } };
        string message = Assert.Throws<NotSupportedException>(() => network.TrainOnBatch(BatchData, options)).Message;
        Assert.Contains("'recording'", message, StringComparison.Ordinal);
        Assert.Contains("use CreateTrainer", message, StringComparison.Ordinal);
        using BatchTrainer trainer = network.CreateTrainer(options);
        Assert.Equal(BatchData.RowCount, trainer.TrainOnBatch(BatchData).RowCount);
    }

    [Fact]
    public void ComputeGradients_in_training_mode_returns_the_gradients_of_the_first_step()
    {
        NetworkSpec spec = new([20], [new Dense(9, Activation.Tanh), new BatchNormalization(), new Dropout(0.4), new Dense(5, Activation.Softmax)]);
        Network network = new(spec);
        IReadOnlyList<NamedTensor> before = network.GetWeights(), gradients = network.ComputeGradients(BatchData, training: true);
        Assert.False(Close.AreSame(gradients, network.ComputeGradients(BatchData)));
        Close.SameBits(before, network.GetWeights());
        network.TrainOnBatch(BatchData, new FitOptions { Optimizer = new Sgd(1) });
        IReadOnlyList<NamedTensor> after = network.GetWeights();
        for (int t = 0; t < before.Count; t++)
        {
            Assert.Equal(before[t].Name, gradients[t].Name);
            if (spec.Parameters[t].IsTrainable)
            {
                Close.All([.. before[t].Values.Zip(gradients[t].Values, (w, g) => (double)w - g)], after[t].Values, 1e-6, 1e-6);
            }
            else
            {
                Assert.All(gradients[t].Values, value => Assert.Equal(0, value));
                Assert.NotEqual(before[t].Values, after[t].Values);
            }
        }
    }
}
