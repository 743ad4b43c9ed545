using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Neural;
using MLNetDeep.Trainers;

namespace MLNetDeep.Tests.Trainers;

/// <summary>Checks that the trainers' defaults fit small data, in any unit, and that labels keep their units.</summary>
public class DefaultsTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Theory]
    [InlineData(100)]
    [InlineData(1000)]
    public void Linear_regression_fits_a_line_without_noise(int rows)
    {
        IDataView data = View(rows, 1, 1, 0);
        NetworkTransformer model = _ml.Regression.Trainers.LinearRegression().Fit(data);
        Assert.InRange(_ml.Regression.Evaluate(model.Transform(View(300, 1, 1, 0, seed: 2))).RSquared, 0.999, 1);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(1000)]
    public void Logistic_regression_separates_two_halves(int rows)
    {
        NetworkTransformer model = _ml.BinaryClassification.Trainers.LogisticRegression("Flag").Fit(View(rows, 1, 1, 0));
        CalibratedBinaryClassificationMetrics metrics = _ml.BinaryClassification.Evaluate(model.Transform(View(300, 1, 1, 0, seed: 2)), "Flag");
        Assert.InRange(metrics.AreaUnderRocCurve, 0.99, 1);
        Assert.InRange(metrics.LogLoss, 0, 0.2);
    }

    // The label is scale x (2 x1 - x2 + 0.5 x3) + offset, the features are in units of their own.
    [Theory]
    [InlineData(1e6f, 1e6f, 3e6f)]
    [InlineData(1e-3f, 1e-6f, 5e-6f)]
    [InlineData(1e6f, 1e-6f, 0f)]
    [InlineData(1, 1e6f, -2e7f)]
    public void Features_and_labels_of_any_unit_are_fitted(float featureUnit, float scale, float offset)
    {
        IDataView data = View(200, featureUnit, scale, offset);
        IDataView test = View(300, featureUnit, scale, offset, seed: 2);
        NetworkTransformer line = _ml.Regression.Trainers.LinearRegression().Fit(data);
        Assert.InRange(_ml.Regression.Evaluate(line.Transform(test)).RSquared, 0.999, 1);
        NetworkTransformer perceptron = _ml.Regression.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions { Seed = 1 }).Fit(data);
        Assert.InRange(_ml.Regression.Evaluate(perceptron.Transform(test)).RSquared, 0.99, 1);

        // The history is in the label's units, and a saved model predicts the same.
        RegressionMetrics training = _ml.Regression.Evaluate(line.Transform(data));
        Assert.InRange(line.History!.Epochs[0].Training.MeanAbsoluteError, 0.1 * scale, 3 * scale);
        Assert.InRange(training.MeanAbsoluteError, 0, 0.02 * scale);
        using MemoryStream file = new();
        _ml.Model.Save(line, data.Schema, file);
        file.Position = 0;
        ITransformer loaded = _ml.Model.Load(file, out _);
        Assert.Equal(line.Transform(test).GetColumn<float>("Score"), loaded.Transform(test).GetColumn<float>("Score"));
    }

    [Theory]
    [InlineData(1e6f)]
    [InlineData(1e-6f)]
    [InlineData(42f)]
    public void A_constant_label_is_predicted(float label)
    {
        IDataView data = View(50, 1, 0, label);
        foreach (IEstimator<ITransformer> trainer in new IEstimator<ITransformer>[]
        {
            _ml.Regression.Trainers.LinearRegression(), _ml.Regression.Trainers.MultilayerPerceptron(),
        })
        {
            Assert.All(trainer.Fit(data).Transform(data).GetColumn<float>("Score"), score => Assert.Equal(label, score, 2e-7f * label));
        }
    }

    // The mean of the labels 2 and 4 is 3, which a network without training predicts; with the weights 3 and 1 it is 2.5.
    [Theory]
    [InlineData(null, 3f)]
    [InlineData("Weight", 2.5f)]
    public void Without_training_the_mean_label_is_predicted(string? weight, float mean)
    {
        Row[] rows = [new() { Features = [1, 2, 3], Label = 2, Weight = 3 }, new() { Features = [3, 2, 1], Label = 4, Weight = 1 }];
        IDataView data = _ml.Data.LoadFromEnumerable(rows);
        LinearRegressionOptions options = new() { Iterations = 0, ExampleWeightColumnName = weight };
        Assert.All(
            _ml.Regression.Trainers.LinearRegression(options).Fit(data).Transform(data).GetColumn<float>("Score"),
            score => Assert.Equal(mean, score, 1e-6f));
        Assert.All(
            _ml.Regression.Trainers.LinearRegression(options with { StandardizeLabels = false }).Fit(data).Transform(data).GetColumn<float>("Score"),
            score => Assert.Equal(0, score));
    }

    [Theory]
    [InlineData(100, 500)]
    [InlineData(32, 2000)]
    [InlineData(10_000, 7)]
    [InlineData(100_000, 5)]
    public void Few_rows_are_trained_on_for_2000_batches(int rows, int epochs)
    {
        Assert.Equal(epochs, new LinearRegressionOptions().EpochsFor(rows));
        Assert.Equal(3, new LinearRegressionOptions { Epochs = 3 }.EpochsFor(rows));
    }

    [Fact]
    public void Epochs_follow_from_the_rows_to_train_on()
    {
        Assert.Equal(667, new LinearRegressionOptions().EpochsFor(80)); // 80 rows are 3 batches
        Assert.Equal(5, new LinearRegressionOptions().EpochsFor(null));
        NetworkTransformer model = _ml.Regression.Trainers.LinearRegression(new LinearRegressionOptions { BatchSize = 8, ValidationSplit = 0.2 })
            .Fit(View(1000, 1, 1, 0));
        Assert.Equal(20, model.History!.Epochs.Length); // 800 rows are 100 batches
    }

    // An earlier model goes on from its outputs, although the new rows have scales of their own: the loss begins where it ended.
    [Theory]
    [InlineData(null)]
    [InlineData(64)]
    public void An_initial_model_goes_on_from_its_outputs(int? pool)
    {
        IDataView data = View(200, 1e3f, 1e5f, 1e6f);
        MultilayerPerceptronOptions options = new() { Seed = 1, Epochs = 100, StreamingPoolSize = pool };
        NetworkTransformer first = _ml.Regression.Trainers.MultilayerPerceptron(options).Fit(data);
        NetworkTransformer again = _ml.Regression.Trainers.MultilayerPerceptron(options with { Epochs = 1, InitialModel = first }).Fit(View(100, 1e3f, 1e5f, 1e6f, seed: 3));
        double began = first.History!.Epochs[0].Training.Loss;
        Assert.InRange(first.History.Epochs[^1].Training.Loss, 0, 0.01 * began);
        Assert.InRange(again.History!.Epochs[0].Training.Loss, 0, 0.02 * began);
    }

    // Streamed rows give the same scales, whatever the size of the pool.
    [Fact]
    public void Streamed_rows_are_standardized_alike()
    {
        LinearRegressionOptions options = new() { Epochs = 3, Shuffle = false };
        IDataView data = View(200, 1e3f, 1e5f, 1e6f);
        float[] Weights(LinearRegressionOptions trained) =>
            [.. _ml.Regression.Trainers.LinearRegression(trained).Fit(data).Model.GetWeights().SelectMany(tensor => tensor.Values)];
        Assert.Equal(Weights(options), Weights(options with { StreamingPoolSize = 64 }));
    }

    // The trainers as they were before they standardized: one Adam step of 0.001 from zero weights moves each weight by 0.001.
    [Fact]
    public void The_earlier_defaults_are_reached_by_options()
    {
        NetworkTransformer model = _ml.Regression.Trainers.LinearRegression(new LinearRegressionOptions
        {
            Optimizer = new Adam(), Iterations = 1, StandardizeFeatures = false, StandardizeLabels = false,
        }).Fit(View(20, 1, 1, 10));
        Assert.All(model.Model.GetWeights().SelectMany(tensor => tensor.Values), weight => Assert.Equal(0.001f, weight, 1e-6f));
    }

    private IDataView View(int rows, float featureUnit, float scale, float offset, int seed = 1)
    {
        Random random = new(seed);
        Row[] data = [.. Enumerable.Range(0, rows).Select(_ =>
        {
            float[] x = [1.4f * random.NextSingle(), 1.4f * random.NextSingle(), 1.4f * random.NextSingle()];
            float sum = (2 * x[0]) - x[1] + (0.5f * x[2]);
            return new Row { Features = Array.ConvertAll(x, value => featureUnit * value), Label = (scale * sum) + offset, Flag = sum > 1 };
        })];
        return _ml.Data.LoadFromEnumerable(data);
    }

    private sealed class Row
    {
        [VectorType(3)]
        public float[] Features { get; set; } = [];

        public float Label { get; set; }

        public bool Flag { get; set; }

        public float Weight { get; set; } = 1;
    }
}
