using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Neural;
using MLNetDeep.Tests.Support;
using MLNetDeep.Trainers;

namespace MLNetDeep.Tests.Trainers;

public class RegressionTrainerTests
{
    private static readonly LinearRegressionOptions s_plain = new() { StandardizeFeatures = false, StandardizeLabels = false };

    private readonly MLContext _ml = new(seed: 1);

    private RegressionCatalog.RegressionTrainers Trainers => _ml.Regression.Trainers;

    // One step from zero weights on (x, y) = (1, 2), (3, 4) with learning rate 0.1: the gradient of the mean of (wx + b - y)^2 is -2
    // mean(x y) = -14 with respect to w and -2 mean(y) = -6 with respect to b, so w = 1.4 and b = 0.6.
    [Fact]
    public void One_step_of_linear_regression_matches_a_hand_calculation()
    {
        IDataView data = View([(1, 2), (3, 4)]);
        NetworkTransformer model = Trainers.LinearRegression(
            s_plain with { Optimizer = new Sgd(0.1), BatchSize = 2, Iterations = 1 }).Fit(data);
        Assert.Equal(1.4f, model.Model.GetWeights()[0].Values.Single(), 1e-6f);
        Assert.Equal(0.6f, model.Model.GetWeights()[1].Values.Single(), 1e-6f);
        Assert.Equal([2f, 4.8f], model.Transform(data).GetColumn<float>("Score").Select(s => MathF.Round(s, 5)));
    }

    // The data are y = 0.1 x + 0.3 without noise, so the trainer must find the exact line.
    [Fact]
    public void Linear_regression_finds_an_exact_line()
    {
        IDataView data = View([.. Enumerable.Range(0, 100).Select(i => (i / 100f, (0.1f * i / 100) + 0.3f))]);
        NetworkTransformer model = Trainers.LinearRegression(
            new LinearRegressionOptions { Optimizer = new Sgd(0.5), BatchSize = 100, Iterations = 201 }).Fit(data);
        Assert.Equal(0.1, model.Model.GetWeights()[0].Values.Single(), 1e-3);
        Assert.Equal(0.3, model.Model.GetWeights()[1].Values.Single(), 1e-3);
        Assert.Equal(1, _ml.Regression.Evaluate(model.Transform(data)).RSquared, 1e-3);
    }

    // The expected column is the one that the Sdca regression trainer of Microsoft.ML 5.0.0 adds.
    [Fact]
    public void The_output_column_matches_that_of_ML_NET_trainers()
    {
        IDataView data = View([(1, 2), (3, 4)]);
        string line = SchemaText.Of(Trainers.LinearRegression(epochs: 1).Fit(data).GetOutputSchema(data.Schema)).Split('\n')[^1];
        Assert.Equal(
            "Score: Single { ScoreColumnSetId: Key<UInt32, 0-2147483646> = 1; ScoreColumnKind: String = Regression; ScoreValueKind: String = Score }",
            line);
    }

    [Fact]
    public void A_hidden_layer_learns_a_parabola()
    {
        IDataView data = View([.. Enumerable.Range(-20, 41).Select(i => (i / 20f, i * i / 400f))]);
        double Error(IEstimator<ITransformer> trainer) => _ml.Regression.Evaluate(trainer.Fit(data).Transform(data)).MeanSquaredError;
        Assert.True(Error(Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
        {
            HiddenUnits = [16], Activation = Activation.Tanh, Optimizer = new Adam(0.01), BatchSize = 8, Epochs = 400, Seed = 1,
        })) < 0.002);

        // The best line leaves the variance of x^2 on the grid as its error.
        Assert.InRange(Error(Trainers.LinearRegression(new LinearRegressionOptions { Epochs = 200, Optimizer = new Sgd(0.1), Seed = 1 })), 0.08, 0.12);
    }

    [Fact]
    public void Rows_with_a_nonfinite_label_are_skipped()
    {
        LinearRegressionOptions options = new() { Seed = 1, Shuffle = false };
        float[] expected = Trainers.LinearRegression(options).Fit(View([(1, 2), (3, 4)])).Model.GetWeights()[0].Values;
        Assert.Equal(expected, Trainers.LinearRegression(options).Fit(View([(1, 2), (3, 4), (5, float.NaN)])).Model.GetWeights()[0].Values);
    }

    [Fact]
    public void A_skipped_label_is_logged_with_its_column()
    {
        List<string> log = [];
        _ml.Log += (_, e) => log.Add($"{e.Kind} {e.RawMessage}");
        Trainers.LinearRegression().Fit(View([(1, 2), (3, 4), (5, float.NaN)]));
        Assert.Contains("Warning Skipped 1 rows: 1 with a label in column 'Label' that is NaN or infinite.", log);
    }

    [Fact]
    public void Columns_of_other_types_name_the_cure()
    {
        IDataView data = _ml.Data.LoadFromEnumerable([new Mistyped()]);
        string Error(LinearRegressionOptions options) => Assert.Throws<ArgumentOutOfRangeException>(() => Trainers.LinearRegression(options).Fit(data)).Message;
        Assert.Contains(
            "label column 'Integer': expected Single, got Int32. Convert it first: Transforms.Conversion.ConvertType(\"Integer\", outputKind: DataKind.Single)",
            Error(new LinearRegressionOptions { LabelColumnName = "Integer" }));
        LinearRegressionOptions options = new() { LabelColumnName = "Number" };
        Assert.Contains(
            "feature column 'Number': expected Vector<Single> or Vector<Byte> of known size, got Single. Make a vector of the columns with features: "
            + "Transforms.Concatenate(\"Features\", \"Number\", ...)",
            Error(options with { FeatureColumnName = "Number" }));
        Assert.Contains(
            "got Vector<Double, 2>. Convert it first: Transforms.Conversion.ConvertType(\"Doubles\", outputKind: DataKind.Single)",
            Error(options with { FeatureColumnName = "Doubles" }));
        Assert.Contains(
            "weight column 'Integer': expected Single, got Int32. Convert it first", Error(options with { ExampleWeightColumnName = "Integer" }));
    }

    [Fact]
    public void Cross_validation_returns_a_model_per_fold()
    {
        IDataView data = View([.. Enumerable.Range(0, 60).Select(i => (i / 60f, (0.1f * i / 60) + 0.3f))]);
        NetworkTrainer trainer = Trainers.LinearRegression(new LinearRegressionOptions { Optimizer = new Sgd(0.5), Epochs = 100, Seed = 1 });
        Assert.All(_ml.Regression.CrossValidate(data, trainer, 3), fold => Assert.True(fold.Metrics.MeanSquaredError < 1e-3));
    }

    private IDataView View((float X, float Y)[] rows) => _ml.Data.LoadFromEnumerable(rows.Select(r => new Row { Features = [r.X], Label = r.Y }).ToArray());

    private sealed class Mistyped
    {
        [VectorType(2)]
        public float[] Features { get; set; } = [1, 2];

        [VectorType(2)]
        public double[] Doubles { get; set; } = [1, 2];

        public float Number { get; set; }

        public int Integer { get; set; }
    }

    private sealed class Row
    {
        [VectorType(1)]
        public float[] Features { get; set; } = [];

        public float Label { get; set; }
    }
}
