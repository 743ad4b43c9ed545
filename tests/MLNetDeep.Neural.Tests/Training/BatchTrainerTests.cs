using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Training;

public class BatchTrainerTests
{
    [Fact]
    public void TrainOnBatch_on_the_batches_of_Fit_yields_the_weights_of_Fit()
    {
        TrainingData data = Samples.Separable(96, 20, 5);
        float[] rows = new float[96 * 20];
        for (int row = 0; row < 96; row++)
        {
            data.Features.CopyRow(row, rows.AsSpan(row * 20));
        }

        FitOptions options = new() { Shuffle = false };
        Network fitted = new(Samples.Mlp(dropout: 0.2));
        fitted.Fit(data, options);
        Network stepped = new(Samples.Mlp(dropout: 0.2));
        using (BatchTrainer trainer = stepped.CreateTrainer(options))
        {
            for (int first = 0; first < 96; first += 32)
            {
                trainer.TrainOnBatch(new TrainingData(new DenseFeatures(rows.AsMemory(first * 20, 32 * 20), 20), data.Labels.Slice(first, 32)));
            }
        }

        Close.SameBits(fitted.GetWeights(), stepped.GetWeights());
    }

    [Fact]
    public void The_network_has_the_new_weights_after_each_step()
    {
        TrainingData data = Samples.Separable(50, 20, 5);
        Network network = new(Samples.Mlp());
        using BatchTrainer trainer = network.CreateTrainer(new FitOptions());
        double before = network.Evaluate(data).Loss;
        Assert.Equal(before, trainer.TrainOnBatch(data).Loss, 1e-9);
        double after = network.Evaluate(data).Loss;
        Assert.True(after < before);
        Assert.Equal(after, trainer.Evaluate(data).Loss);
        Assert.Equal(after, trainer.TrainOnBatch(data).Loss, 1e-9);
    }

    [Fact]
    public void A_second_concurrent_training_throws()
    {
        Network network = new(Samples.Mlp());
        BatchTrainer trainer = network.CreateTrainer(new FitOptions());
        Assert.Throws<InvalidOperationException>(() => network.CreateTrainer(new FitOptions()));
        Assert.Throws<InvalidOperationException>(() => network.Fit(Samples.Data(5, 20, 5), new FitOptions()));
        Assert.Throws<InvalidOperationException>(() => network.SetWeights(network.GetWeights()));
        trainer.Dispose();
        trainer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => trainer.TrainOnBatch(Samples.Data(5, 20, 5)));
        network.SetWeights(network.GetWeights());
    }

    [Fact]
    public void Batches_may_differ_in_size()
    {
        Network network = new(Samples.Mlp(dropout: 0.1));
        using BatchTrainer trainer = network.CreateTrainer(new FitOptions { BatchSize = 4 });
        foreach (int rows in new[] { 1, 3, 100, 5 })
        {
            Assert.Equal(rows, trainer.TrainOnBatch(Samples.Data(rows, 20, 5)).RowCount);
        }

        Assert.Throws<ArgumentException>(() => trainer.TrainOnBatch(new TrainingData(new DenseFeatures(default, 20), new ClassTargets(default))));
    }

    [Fact]
    public void TrainOnBatch_throws_on_divergence()
    {
        Network network = new(Samples.Mlp());
        IReadOnlyList<NamedTensor> before = network.GetWeights();
        using BatchTrainer trainer = network.CreateTrainer(new FitOptions());
        float[] row = new float[20];
        row[3] = float.NaN;
        Assert.Throws<TrainingDivergedException>(() => trainer.TrainOnBatch(new TrainingData(new DenseFeatures(row, 20), new[] { 1 })));
        Close.SameBits(before, network.GetWeights());
    }
}
