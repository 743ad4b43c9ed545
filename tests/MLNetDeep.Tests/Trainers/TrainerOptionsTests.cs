using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Neural;
using MLNetDeep.Tests.Support;
using MLNetDeep.Trainers;

namespace MLNetDeep.Tests.Trainers;

/// <summary>Checks that every option has an effect and accepts exactly its documented values.</summary>
public class TrainerOptionsTests
{
    private static readonly MultilayerPerceptronOptions s_standard = new() { HiddenUnits = [4], Epochs = 3, BatchSize = 8, Seed = 1 };

    private readonly MLContext _ml = new(seed: 1);

    /// <summary>Options that differ from the standard options in one property, by the property's name.</summary>
    private static readonly Dictionary<string, MultilayerPerceptronOptions> s_changedOptions = new()
    {
        [nameof(NeuralTrainerOptions.LabelColumnName)] = s_standard with { LabelColumnName = "OtherLabel" },
        [nameof(NeuralTrainerOptions.FeatureColumnName)] = s_standard with { FeatureColumnName = "OtherFeatures" },
        [nameof(NeuralTrainerOptions.ExampleWeightColumnName)] = s_standard with { ExampleWeightColumnName = "Weight" },
        [nameof(NeuralTrainerOptions.Optimizer)] = s_standard with { Optimizer = new Sgd(0.1) },
        [nameof(NeuralTrainerOptions.BatchSize)] = s_standard with { BatchSize = 7 },
        [nameof(NeuralTrainerOptions.Epochs)] = s_standard with { Epochs = 4 },
        [nameof(NeuralTrainerOptions.Iterations)] = s_standard with { Iterations = 5 },
        [nameof(NeuralTrainerOptions.Shuffle)] = s_standard with { Shuffle = false },
        [nameof(NeuralTrainerOptions.StandardizeFeatures)] = s_standard with { StandardizeFeatures = false },
        [nameof(NeuralTrainerOptions.StreamingPoolSize)] = s_standard with { StreamingPoolSize = 16 },
        [nameof(NeuralTrainerOptions.Seed)] = s_standard with { Seed = 2 },
        [nameof(NeuralTrainerOptions.Loss)] = s_standard with { Loss = new CategoricalCrossEntropy(labelSmoothing: 0.2) },
        [nameof(NeuralTrainerOptions.ClassWeights)] = s_standard with { ClassWeights = [1, 2, 0.5f] },
        [nameof(NeuralTrainerOptions.ValidationSplit)] = s_standard with { ValidationSplit = 0.3 },
        [nameof(NeuralTrainerOptions.ValidationRows)] = s_standard with { ValidationSplit = 0.3, ValidationRows = ValidationRows.Shuffled },
        [nameof(NeuralTrainerOptions.EarlyStopping)] = s_standard with { EarlyStopping = new EarlyStopping { Monitor = TrainingMetric.Loss, MinDelta = 10 } },
        [nameof(MultilayerPerceptronOptions.HiddenUnits)] = s_standard with { HiddenUnits = [4, 3] },
        [nameof(MultilayerPerceptronOptions.Activation)] = s_standard with { Activation = Activation.Tanh },
        [nameof(MultilayerPerceptronOptions.DropoutRate)] = s_standard with { DropoutRate = 0.5 },
        [nameof(MultilayerPerceptronOptions.KernelRegularizer)] = s_standard with { KernelRegularizer = new Regularizer(l2: 0.1) },
    };

    /// <summary>Options that are not tested by a change of the weights. Each has its own test, here, in MulticlassTrainerTests, in
    /// PictureReadingTests, in InitialModelTests or in the folder Distribution.</summary>
    private static readonly string[] s_optionsWithOwnTests =
    [
        nameof(NeuralTrainerOptions.Threads), nameof(NeuralTrainerOptions.Progress), nameof(NeuralTrainerOptions.Cancellation),
        nameof(NeuralTrainerOptions.Callbacks), nameof(NeuralTrainerOptions.ResumeFrom), nameof(NeuralTrainerOptions.Backend),
        nameof(NeuralTrainerOptions.ValidationData), nameof(NeuralTrainerOptions.InitialModel), nameof(NeuralTrainerOptions.InitialNetwork), nameof(NeuralTrainerOptions.PretrainedWeights),
        nameof(NeuralTrainerOptions.Metrics), nameof(NeuralTrainerOptions.TopK), nameof(NeuralTrainerOptions.StopToken),
        nameof(NeuralTrainerOptions.StandardizeLabels), nameof(NeuralTrainerOptions.Augmentation),
        nameof(NeuralTrainerOptions.ChannelOrder), nameof(NeuralTrainerOptions.Distribution), nameof(NeuralTrainerOptions.LocalSteps),
        nameof(NeuralTrainerOptions.DistributedRows), nameof(NeuralTrainerOptions.WeightCheckInterval),
    ];

    public static TheoryData<string> ChangedOptions() => [.. s_changedOptions.Keys];

    [Theory]
    [MemberData(nameof(ChangedOptions))]
    public void An_option_changes_the_weights(string option) => Assert.NotEqual(Weights(s_standard), Weights(s_changedOptions[option]));

    [Fact]
    public void Every_option_is_tested() =>
        Assert.Equal(
            typeof(MultilayerPerceptronOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(p => p.Name).Order(),
            s_changedOptions.Keys.Concat(s_optionsWithOwnTests).Order());

    [Fact]
    public void The_thread_count_does_not_change_the_weights() =>
        Assert.Equal(Weights(s_standard with { Threads = 1 }), Weights(s_standard with { Threads = 3 }));

    // The two numbers of a flower can be a picture of 1 x 2 pixels.
    [Fact]
    public void Augmentation_changes_the_weights_and_needs_pictures()
    {
        PictureAugmentation flip = new() { HorizontalFlip = true };
        NetworkSpec pictures = new([1, 2], [new Flatten(), new Dense(3, Activation.Softmax)]);
        Assert.NotEqual(Trained(null), Trained(flip));
        Assert.Contains(
            "the network's is [2]", Assert.Throws<ArgumentException>(() => Weights(s_standard with { Augmentation = flip })).Message);

        float[] Trained(PictureAugmentation? augmentation) =>
        [
            .. _ml.MulticlassClassification.Trainers
                .NeuralNetwork(pictures, new NeuralNetworkOptions { Epochs = 2, Seed = 1, Augmentation = augmentation })
                .Fit(Flowers.View(_ml)).Model.GetWeights().SelectMany(tensor => tensor.Values),
        ];
    }

    [Fact]
    public void Training_uses_the_specified_backend()
    {
        CountingBackend backend = new();
        Assert.Equal(Weights(s_standard), Weights(s_standard with { Backend = backend }));
        Assert.Equal(1, backend.Sessions);
    }

    [Fact]
    public void Scoring_can_use_a_different_backend()
    {
        CountingBackend backend = new();
        NetworkTransformer model = Fit(s_standard);
        IDataView data = _ml.Data.LoadFromEnumerable(Flowers.Rows(20));
        float[][] expected = [.. model.Transform(data).GetColumn<float[]>("Score")];
        Assert.Equal(expected, model.WithBackend(backend).Transform(data).GetColumn<float[]>("Score"));
        Assert.NotEqual(0, backend.Scorers);
    }

    [Fact]
    public void Validation_data_are_evaluated_after_each_epoch()
    {
        IDataView all = Flowers.View(_ml);
        DataOperationsCatalog.TrainTestData parts = _ml.Data.TrainTestSplit(all, 0.3, seed: 1);
        MultilayerPerceptronOptions options = s_standard with { ValidationData = parts.TestSet };
        NetworkTransformer model = _ml.MulticlassClassification.Trainers.MultilayerPerceptron(options).Fit(parts.TrainSet);
        MulticlassClassificationMetrics metrics = _ml.MulticlassClassification.Evaluate(model.Transform(parts.TestSet));
        Assert.Equal(3, model.History!.Epochs.Length);
        Assert.All(model.History.Epochs, epoch => Assert.NotNull(epoch.Validation));
        Assert.Equal(metrics.MicroAccuracy, model.History.Epochs[^1].Validation!.Value.Accuracy, 12);
        Assert.Equal(metrics.LogLoss, model.History.Epochs[^1].Validation!.Value.Loss, 1e-5);

        // Validation data do not change the weights. They can also be used with streaming.
        float[] weights = [.. model.Model.GetWeights().SelectMany(tensor => tensor.Values)];
        NetworkTransformer plain = _ml.MulticlassClassification.Trainers.MultilayerPerceptron(s_standard).Fit(parts.TrainSet);
        Assert.Equal(plain.Model.GetWeights().SelectMany(tensor => tensor.Values), weights);
        NetworkTransformer streamed = _ml.MulticlassClassification.Trainers
            .MultilayerPerceptron(options with { StreamingPoolSize = 1 << 20 }).Fit(parts.TrainSet);
        Assert.Equal(model.History.Epochs[^1].Validation!.Value.Loss, streamed.History!.Epochs[^1].Validation!.Value.Loss);
    }

    [Fact]
    public void Validation_data_with_different_classes_throw()
    {
        IDataView training = Keys(["setosa", "versicolor", "virginica"]);
        Assert.Contains("class 0 is 'setosa' in the training data and 'virginica' in the validation data", ErrorMessage(training, Keys(["virginica", "versicolor", "setosa"])));
        Assert.Contains("has 2 classes in column 'Label'; the training data have 3", ErrorMessage(training, Keys(["setosa", "virginica"])));
        Assert.Throws<ArgumentOutOfRangeException>(() => Fit(training, _ml.Data.LoadFromEnumerable(Flowers.Rows(6))));

        NetworkTransformer Fit(IDataView data, IDataView validation) => _ml.MulticlassClassification.Trainers
            .MultilayerPerceptron(s_standard with { ValidationData = validation }).Fit(data);

        string ErrorMessage(IDataView data, IDataView validation) => Assert.Throws<InvalidOperationException>(() => Fit(data, validation)).Message;

        IDataView Keys(string[] names)
        {
            IDataView rows = _ml.Data.LoadFromEnumerable(
                names.SelectMany(name => Enumerable.Range(0, 4).Select(i => new Row { Features = [i, name.Length], Name = name })));
            return _ml.Transforms.Conversion.MapValueToKey("Label", "Name").Fit(rows).Transform(rows);
        }
    }

    [Fact]
    public void Callbacks_are_called_at_each_epoch()
    {
        EpochCounter counter = new();
        Weights(s_standard with { Callbacks = [counter] });
        Assert.Equal(3, counter.Epochs);
    }

    [Fact]
    public void A_resumed_training_yields_the_weights_of_an_uninterrupted_training()
    {
        using TemporaryFolder folder = new();
        CheckpointSaver saver = new(folder.File("training.checkpoint"));
        Weights(s_standard with { Epochs = 2, Callbacks = [saver] });
        TrainingCheckpoint checkpoint = TrainingCheckpoint.Load(saver.Path);
        Assert.Equal(Weights(s_standard), Weights(s_standard with { ResumeFrom = checkpoint }));
    }

    [Fact]
    public void Early_stopping_ends_the_training_before_the_last_epoch()
    {
        TrainingHistory history = Fit(s_changedOptions[nameof(NeuralTrainerOptions.EarlyStopping)]).History!;
        Assert.True(history.Epochs.Length < s_standard.Epochs);
    }

    [Fact]
    public void A_validation_split_is_evaluated_after_each_epoch()
    {
        TrainingHistory history = Fit(s_changedOptions[nameof(NeuralTrainerOptions.ValidationSplit)]).History!;
        Assert.All(history.Epochs, epoch => Assert.Equal(18, epoch.Validation!.Value.RowCount)); // 0.3 x 60 rows
    }

    // Sorted by class, the last rows are all rows of the last class.
    [Fact]
    public void A_class_that_would_be_only_in_the_split_is_logged()
    {
        List<string> log = [];
        _ml.Log += (_, e) => log.Add($"{e.Kind} {e.RawMessage}");
        MultilayerPerceptronOptions options = s_standard with { LabelColumnName = "OtherLabel", ValidationSplit = 0.34 };
        Assert.Equal(21, Fit(options).History!.Epochs[0].Validation!.Value.RowCount);
        Assert.Contains(log, line => line.EndsWith("on 39 rows; 21 rows are for validation.", StringComparison.Ordinal));
        Assert.Contains(
            "Warning The last rows have all rows of class 2 ('versicolor'), so random rows of each class are held out for validation. "
            + "To choose, set ValidationRows.",
            log);
        Assert.Equal(Weights(options with { ValidationRows = ValidationRows.Stratified }), Weights(options));

        log.Clear();
        Fit(options with { ValidationRows = ValidationRows.Last });
        const string CannotLearn = "Warning The network cannot learn class 2 ('versicolor'): all its rows are in ";
        Assert.Contains(CannotLearn + "the rows that ValidationSplit holds out. Set ValidationRows to Stratified.", log);

        log.Clear();
        IDataView sorted = _ml.Transforms.Conversion.MapValueToKey("Label", "Name").Fit(Flowers.View(_ml)).Transform(Flowers.View(_ml));
        IDataView without = _ml.Data.FilterRowsByKeyColumnFraction(sorted, "Label", upperBound: 0.5);
        _ml.MulticlassClassification.Trainers.MultilayerPerceptron(s_standard with { ValidationData = sorted }).Fit(without);
        Assert.Contains(log, line => line.StartsWith("Warning The network cannot learn class", StringComparison.Ordinal) && line.EndsWith("all its rows are in ValidationData.", StringComparison.Ordinal));
        List<string> inMemory = [.. log.Where(line => line.StartsWith("Warning", StringComparison.Ordinal))];
        Assert.Single(inMemory);
        log.Clear();
        _ml.MulticlassClassification.Trainers.MultilayerPerceptron(s_standard with { ValidationData = sorted, StreamingPoolSize = 16 }).Fit(without);
        Assert.Equal(inMemory, log.Where(line => line.StartsWith("Warning", StringComparison.Ordinal)));
        log.Clear();
        Fit(s_standard with { ValidationSplit = 0.34 });
        Assert.DoesNotContain(log, line => line.StartsWith("Warning", StringComparison.Ordinal));
    }

    [Fact]
    public void Setting_an_out_of_range_value_throws()
    {
        Assert.Throws<ArgumentException>("LabelColumnName", () => s_standard with { LabelColumnName = "" });
        Assert.Throws<ArgumentException>("FeatureColumnName", () => s_standard with { FeatureColumnName = "" });
        Assert.Throws<ArgumentException>("ExampleWeightColumnName", () => s_standard with { ExampleWeightColumnName = "" });
        Assert.Throws<ArgumentNullException>("Optimizer", () => s_standard with { Optimizer = null! });
        Assert.Throws<ArgumentOutOfRangeException>("BatchSize", () => s_standard with { BatchSize = 0 });
        Assert.Throws<ArgumentOutOfRangeException>("Epochs", () => s_standard with { Epochs = 0 });
        Assert.Throws<ArgumentOutOfRangeException>("Iterations", () => s_standard with { Iterations = -1 });
        Assert.Throws<ArgumentOutOfRangeException>("StreamingPoolSize", () => s_standard with { StreamingPoolSize = 0 });
        Assert.Throws<ArgumentOutOfRangeException>("Threads", () => s_standard with { Threads = 0 });
        Assert.Throws<ArgumentOutOfRangeException>("ValidationSplit", () => s_standard with { ValidationSplit = 1 });
        Assert.Throws<ArgumentOutOfRangeException>("ValidationSplit", () => s_standard with { ValidationSplit = -0.1 });
        Assert.Throws<ArgumentOutOfRangeException>("ValidationRows", () => s_standard with { ValidationRows = (ValidationRows)4 });
        Assert.Throws<ArgumentOutOfRangeException>("ClassWeights", () => s_standard with { ClassWeights = [1, -1] });
        Assert.Throws<ArgumentNullException>("ClassWeights", () => s_standard with { ClassWeights = default });
        Assert.Throws<ArgumentOutOfRangeException>("TopK", () => s_standard with { TopK = 0 });
        Assert.Throws<ArgumentOutOfRangeException>("Metrics", () => s_standard with { Metrics = [(TrainingMetric)99] });
        Assert.Throws<ArgumentNullException>("Metrics", () => s_standard with { Metrics = default });
        Assert.Throws<ArgumentNullException>("Backend", () => s_standard with { Backend = null! });
        Assert.Throws<ArgumentNullException>("Callbacks", () => s_standard with { Callbacks = default });
        Assert.Throws<ArgumentOutOfRangeException>("HiddenUnits", () => s_standard with { HiddenUnits = [3, 0] });
        Assert.Throws<ArgumentNullException>("HiddenUnits", () => s_standard with { HiddenUnits = default });
        Assert.Throws<ArgumentNullException>("Activation", () => s_standard with { Activation = null! });
        Assert.Throws<ArgumentOutOfRangeException>("DropoutRate", () => s_standard with { DropoutRate = 1 });
        Assert.Throws<ArgumentOutOfRangeException>("DropoutRate", () => s_standard with { DropoutRate = double.NaN });
        string message = Assert.Throws<ArgumentOutOfRangeException>(() => s_standard with { BatchSize = -3 }).Message;
        Assert.Contains("BatchSize is -3; accepted: 1 or more", message);
    }

    [Fact]
    public void Options_are_equal_by_value()
    {
        Assert.Equal(s_standard, s_standard with { HiddenUnits = [4] });
        MultilayerPerceptronOptions penalized = s_standard with { KernelRegularizer = new Regularizer(l2: 0.1) };
        Assert.Equal(penalized, s_standard with { KernelRegularizer = new Regularizer(l2: 0.1) });
        Assert.NotEqual(penalized, s_standard);
    }

    [Fact]
    public void Without_a_seed_option_the_seed_of_the_context_is_used()
    {
        float[] Weights(int seed)
        {
            MLContext ml = new(seed);
            return [.. ml.MulticlassClassification.Trainers.MultilayerPerceptron(s_standard with { Seed = null }).Fit(Flowers.View(ml))
                .Model.GetWeights().SelectMany(t => t.Values)];
        }

        Assert.Equal(Weights(5), Weights(5));
        Assert.NotEqual(Weights(5), Weights(6));
    }

    private float[] Weights(MultilayerPerceptronOptions options) => [.. Fit(options).Model.GetWeights().SelectMany(t => t.Values)];

    // The rows have a second label, second features and weights, for the options that name columns.
    private NetworkTransformer Fit(MultilayerPerceptronOptions options)
    {
        Row[] rows = [.. Flowers.Rows(60).Select((f, i) => new Row
        {
            Features = f.Features, OtherFeatures = [f.Features[1], -f.Features[0]], Name = f.Name, OtherName = Flowers.Names[i / 20], Weight = 1 + (i % 3),
        })];
        IDataView data = _ml.Data.LoadFromEnumerable(rows);
        ITransformer keys = _ml.Transforms.Conversion.MapValueToKey("Label", "Name")
            .Append(_ml.Transforms.Conversion.MapValueToKey("OtherLabel", "OtherName")).Fit(data);
        return _ml.MulticlassClassification.Trainers.MultilayerPerceptron(options).Fit(keys.Transform(data));
    }

    private sealed class Row
    {
        [VectorType(2)]
        public float[] Features { get; set; } = [];

        [VectorType(2)]
        public float[] OtherFeatures { get; set; } = [];

        public string Name { get; set; } = "";

        public string OtherName { get; set; } = "";

        public float Weight { get; set; }
    }

    private sealed class EpochCounter : TrainingCallback
    {
        public int Epochs { get; private set; }

        public override void OnEpochEnd(TrainingContext context, EpochResult result) => Epochs++;
    }
}
