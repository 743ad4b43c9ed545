using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Neural;
using MLNetDeep.Tests.Support;
using MLNetDeep.Trainers;
using MLNetDeep.Transforms;

namespace MLNetDeep.Tests.Trainers;

/// <summary>A training goes on from an earlier model, with other data.</summary>
public sealed class InitialModelTests : IDisposable
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Tasks => ["multiclass", "binary", "regression"];

    public void Dispose() => _folder.Dispose();

    // A step from the weight -1/2 and the bias 0 with learning rate 1, on the rows (x, label) = (1, yes), (3, no): the gradient of the
    // weight is the mean of (p - y) x with p = 1 / (1 + e^(x / 2)), and that of the bias is the mean of p - y.
    [Theory]
    [InlineData(null)]
    [InlineData(2)]
    public void A_step_from_an_earlier_model_matches_a_hand_calculation(int? streamingPoolSize)
    {
        IDataView data = View([new Row { Features = [1], IsLarge = true }, new Row { Features = [3] }]);
        LogisticRegressionOptions options = new()
        {
            LabelColumnName = "IsLarge", Optimizer = new Sgd(1), BatchSize = 2, Iterations = 1, StreamingPoolSize = streamingPoolSize,
            StandardizeFeatures = false,
        };
        NetworkTrainer trainer = _ml.BinaryClassification.Trainers.LogisticRegression(options);
        NetworkTransformer first = trainer.Fit(data);
        Assert.Equal([-0.5f], first.Model.GetWeights()[0].Values);

        double p1 = 1 / (1 + Math.Exp(0.5)), p3 = 1 / (1 + Math.Exp(1.5));
        double weight = -0.5 - (((p1 - 1) + (3 * p3)) / 2), bias = -((p1 - 1) + p3) / 2;
        ITransformer chain = _ml.Transforms.CopyColumns("Copy", "Features").Append(trainer).Append(_ml.Transforms.CopyColumns("S", "Score")).Fit(data);
        _ml.Model.Save(chain, null, _folder.File("model.zip"));
        ITransformer loaded = _ml.Model.Load(_folder.File("model.zip"), out _);
        NetworkTransformer[] continued =
        [
            trainer.Fit(data, first), trainer.Fit(data, chain), trainer.Fit(data, loaded), trainer.Fit(data, first.Model),
            _ml.BinaryClassification.Trainers.LogisticRegression(options with { InitialModel = first }).Fit(data),
            _ml.BinaryClassification.Trainers.LogisticRegression(options with { InitialModel = loaded }).Fit(data),
            _ml.BinaryClassification.Trainers.LogisticRegression(options with { InitialNetwork = first.Model }).Fit(data),
        ];
        Assert.All(continued, model => Assert.Equal(weight, model.Model.GetWeights()[0].Values[0], 1e-6));
        Assert.All(continued, model => Assert.Equal(bias, model.Model.GetWeights()[1].Values[0], 1e-6));
        Assert.Equal([-0.5f], first.Model.GetWeights()[0].Values);
    }

    [Theory]
    [MemberData(nameof(Tasks))]
    public void Without_a_step_the_model_is_the_initial_one_bit_for_bit(string task)
    {
        IDataView data = Rows(30);
        NeuralNetworkOptions options = new() { LabelColumnName = task, Seed = 1, BatchSize = 8, Epochs = 2 };
        NetworkTransformer first = Trainer(task, options).Fit(data);
        NetworkTransformer same = Trainer(task, options with { Iterations = 0, Seed = 7 }).Fit(Rows(20), first);
        Assert.Equal(Saved(first), Saved(same));
        Assert.NotEqual(Saved(first), Saved(Trainer(task, options with { Iterations = 0, Seed = 7 }).Fit(data)));
    }

    [Fact]
    public void A_model_of_another_shape_is_refused()
    {
        IDataView data = Rows(30);
        MultilayerPerceptronOptions options = new() { LabelColumnName = "regression", HiddenUnits = [3], Iterations = 1 };
        RegressionCatalog.RegressionTrainers trainers = _ml.Regression.Trainers;
        NetworkTransformer first = trainers.MultilayerPerceptron(options).Fit(data);
        Refused(
            "InitialModel has another shape than the network to train. The network to go on from does not fit: it has 0.weight with the shape [3, 1] "
            + "where this network has 0.weight with the shape [4, 1].",
            () => trainers.MultilayerPerceptron(options with { HiddenUnits = [4] }).Fit(data, first));
        Refused(
            "InitialNetwork has another shape than the network to train. The network to go on from does not fit: its input has the shape [1], and this "
            + "network's [2].",
            () => trainers.MultilayerPerceptron(options with { FeatureColumnName = "Two" }).Fit(data, first.Model));
    }

    [Fact]
    public void A_model_of_another_task_or_with_other_classes_is_refused()
    {
        IDataView data = Rows(30);
        NetworkTransformer regression = _ml.Regression.Trainers.LinearRegression("regression").Fit(data);
        Refused(
            "InitialModel is a model for regression; this trainer is for binary classification.",
            () => _ml.BinaryClassification.Trainers.LogisticRegression("binary").Fit(data, regression));

        NetworkTrainer softmax = _ml.MulticlassClassification.Trainers.SoftmaxRegression("multiclass");
        NetworkTransformer classes = softmax.Fit(data);
        _ml.Model.Save(classes, null, _folder.File("model.zip"));
        foreach (ITransformer model in new[] { classes, _ml.Model.Load(_folder.File("model.zip"), out _) })
        {
            Refused(
                "The classes in column 'multiclass' differ from those of InitialModel: class 0 is '0' in InitialModel and '2' in the training data. "
                + "Transform the data with the same fitted estimators as those that the model was trained on.",
                () => softmax.Fit(Rows(30, firstClass: 2), model));
            softmax.Fit(Rows(12), model);
            IDataView oneHot = _ml.Transforms.Conversion.OneHotLabel("multiclass").Fit(data).Transform(data);
            Refused(
                "The classes in column 'multiclass' differ from those of InitialModel: there are names of type Int32 in InitialModel and of type String "
                + "in the training data.",
                () => softmax.Fit(oneHot, model));
        }
    }

    [Fact]
    public void Contradictory_options_are_refused()
    {
        IDataView data = Rows(30);
        CheckpointCallback checkpoints = new();
        LinearRegressionOptions options = new() { LabelColumnName = "regression", Callbacks = [checkpoints], Iterations = 1 };
        NetworkTransformer first = _ml.Regression.Trainers.LinearRegression(options).Fit(data);
        Refused(
            "InitialModel and InitialNetwork are both set; accepted: one of them.",
            () => _ml.Regression.Trainers.LinearRegression(options with { InitialModel = first, InitialNetwork = first.Model }).Fit(data));
        Refused(
            "ResumeFrom continues a training with the weights of its checkpoint, so InitialModel and InitialNetwork must be null.",
            () => _ml.Regression.Trainers.LinearRegression(options with { InitialModel = first, ResumeFrom = checkpoints.Last }).Fit(data));
        ITransformer other = _ml.Transforms.CopyColumns("Copy", "Features").Fit(data);
        ArgumentException e = Assert.Throws<ArgumentException>(() => options with { InitialModel = other });
        Assert.StartsWith(
            "InitialModel is ColumnCopyingTransformer, which has no NetworkTransformer; accepted: one, or a pipeline with one.", e.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => _ml.Regression.Trainers.LinearRegression(options).Fit(data, other));
        Assert.Throws<ArgumentNullException>(() => _ml.Regression.Trainers.LinearRegression(options).Fit(data, (ITransformer)null!));
        Assert.Throws<ArgumentNullException>(() => _ml.Regression.Trainers.LinearRegression(options).Fit(data, (Network)null!));
    }

    [Fact]
    public void Layers_that_differ_in_other_ways_are_accepted_with_a_warning()
    {
        IDataView data = Rows(30);
        List<string> warnings = [];
        _ml.Log += (_, e) => warnings.AddRange(e.Kind == Microsoft.ML.Runtime.ChannelMessageKind.Warning ? [e.RawMessage] : []);
        MultilayerPerceptronOptions options = new() { LabelColumnName = "regression", HiddenUnits = [3], Iterations = 1 };
        NetworkTransformer first = _ml.Regression.Trainers.MultilayerPerceptron(options).Fit(data);
        _ml.Regression.Trainers.MultilayerPerceptron(options).Fit(data, first);
        Assert.Empty(warnings);
        _ml.Regression.Trainers.MultilayerPerceptron(options with { Activation = Activation.Tanh }).Fit(data, first);
        string warning = Assert.Single(warnings);
        Assert.StartsWith("The layers differ from those of InitialModel, whose weights are taken: ", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void The_last_network_of_a_pipeline_is_found()
    {
        IDataView data = Rows(30);
        NetworkTransformer first = _ml.Regression.Trainers.LinearRegression("regression").Fit(data);
        NetworkTransformer last = _ml.Regression.Trainers.LinearRegression("regression").Fit(data);
        ITransformer copy = _ml.Transforms.CopyColumns("Copy", "Features").Fit(data);
        TransformerChain<ITransformer> inner = new(copy, last, copy);
        Assert.Same(last, NetworkTransformer.Find(new TransformerChain<ITransformer>(first, inner, copy)));
        Assert.Same(first, NetworkTransformer.Find(first));
        Assert.Null(NetworkTransformer.Find(new TransformerChain<ITransformer>(copy)));
        Assert.Throws<ArgumentNullException>(() => NetworkTransformer.Find(null!));
    }

    private static void Refused(string message, Action fit) =>
        Assert.StartsWith(message, Assert.Throws<InvalidOperationException>(fit).Message, StringComparison.Ordinal);

    private static string Saved(NetworkTransformer model)
    {
        using MemoryStream stream = new();
        model.Model.SaveWeights(stream);
        return Convert.ToBase64String(stream.ToArray());
    }

    private NetworkTrainer Trainer(string task, NeuralNetworkOptions options)
    {
        LayerSpec[] hidden = [new Dense(3, Activation.Relu), new BatchNormalization()];
        return task switch
        {
            "multiclass" => _ml.MulticlassClassification.Trainers.NeuralNetwork(new NetworkSpec([1], [.. hidden, new Dense(3, Activation.Softmax)]), options),
            "binary" => _ml.BinaryClassification.Trainers.NeuralNetwork(new NetworkSpec([1], [.. hidden, new Dense(1, Activation.Sigmoid)]), options),
            _ => _ml.Regression.Trainers.NeuralNetwork(new NetworkSpec([1], [.. hidden, new Dense(1)]), options),
        };
    }

    private IDataView Rows(int count, int firstClass = 0)
    {
        IDataView rows = View(Enumerable.Range(0, count).Select(i => new Row
        {
            Features = [i % 7], Two = [i, i % 2], IsLarge = i % 7 > 3, Class = (firstClass + i) % 3, Number = i % 5,
        }));
        return _ml.Transforms.Conversion.MapValueToKey("multiclass", "Class").Append(_ml.Transforms.CopyColumns("binary", "IsLarge"))
            .Append(_ml.Transforms.CopyColumns("regression", "Number")).Fit(rows).Transform(rows);
    }

    private IDataView View(IEnumerable<Row> rows) => _ml.Data.LoadFromEnumerable(rows);

    private sealed class CheckpointCallback : TrainingCallback
    {
        public TrainingCheckpoint? Last { get; private set; }

        public override void OnEpochEnd(TrainingContext context, EpochResult result) => Last = context.CreateCheckpoint();
    }

    private sealed class Row
    {
        [VectorType(1)]
        public float[] Features { get; set; } = [];

        [VectorType(2)]
        public float[] Two { get; set; } = [];

        public bool IsLarge { get; set; }

        public int Class { get; set; }

        public float Number { get; set; }
    }
}
