using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Neural;
using MLNetDeep.Tests.Support;
using MLNetDeep.Trainers;

namespace MLNetDeep.Tests.Trainers;

/// <summary>Every option does something, and takes what its documentation says and nothing else.</summary>
public class TrainerOptionsTests
{
    private static readonly MultilayerPerceptronOptions s_standard = new() { HiddenUnits = [4], Epochs = 3, BatchSize = 8, Seed = 1 };

    private readonly MLContext _ml = new(seed: 1);

    /// <summary>Options other than the standard ones in one respect, by its name.</summary>
    private static readonly Dictionary<string, MultilayerPerceptronOptions> s_changed = new()
    {
        [nameof(NeuralTrainerOptions.LabelColumnName)] = s_standard with { LabelColumnName = "OtherLabel" },
        [nameof(NeuralTrainerOptions.FeatureColumnName)] = s_standard with { FeatureColumnName = "OtherFeatures" },
        [nameof(NeuralTrainerOptions.ExampleWeightColumnName)] = s_standard with { ExampleWeightColumnName = "Weight" },
        [nameof(NeuralTrainerOptions.Optimizer)] = s_standard with { Optimizer = new Sgd(0.1) },
        [nameof(NeuralTrainerOptions.BatchSize)] = s_standard with { BatchSize = 7 },
        [nameof(NeuralTrainerOptions.Epochs)] = s_standard with { Epochs = 4 },
        [nameof(NeuralTrainerOptions.Iterations)] = s_standard with { Iterations = 5 },
        [nameof(NeuralTrainerOptions.Shuffle)] = s_standard with { Shuffle = false },
        [nameof(NeuralTrainerOptions.StreamingPoolSize)] = s_standard with { StreamingPoolSize = 16 },
        [nameof(NeuralTrainerOptions.Seed)] = s_standard with { Seed = 2 },
        [nameof(NeuralTrainerOptions.Loss)] = s_standard with { Loss = new CategoricalCrossEntropy(labelSmoothing: 0.2) },
        [nameof(NeuralTrainerOptions.ValidationSplit)] = s_standard with { ValidationSplit = 0.3 },
        [nameof(NeuralTrainerOptions.EarlyStopping)] = s_standard with { EarlyStopping = new EarlyStopping { Monitor = TrainingMetric.Loss, MinDelta = 10 } },
        [nameof(MultilayerPerceptronOptions.HiddenUnits)] = s_standard with { HiddenUnits = [4, 3] },
        [nameof(MultilayerPerceptronOptions.Activation)] = s_standard with { Activation = Activation.Tanh },
        [nameof(MultilayerPerceptronOptions.DropoutRate)] = s_standard with { DropoutRate = 0.5 },
        [nameof(MultilayerPerceptronOptions.KernelRegularizer)] = s_standard with { KernelRegularizer = new Regularizer(l2: 0.1) },
    };

    /// <summary>Options that are seen by something else than other weights; each has a test of its own.</summary>
    private static readonly string[] s_others =
    [
        nameof(NeuralTrainerOptions.Threads), nameof(NeuralTrainerOptions.Progress), nameof(NeuralTrainerOptions.Cancellation),
        nameof(NeuralTrainerOptions.Callbacks), nameof(NeuralTrainerOptions.ResumeFrom),
    ];

    public static TheoryData<string> Changed() => [.. s_changed.Keys];

    [Theory]
    [MemberData(nameof(Changed))]
    public void An_option_changes_the_weights(string option) => Assert.NotEqual(Weights(s_standard), Weights(s_changed[option]));

    [Fact]
    public void Every_option_is_tested() =>
        Assert.Equal(
            typeof(MultilayerPerceptronOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(p => p.Name).Order(),
            s_changed.Keys.Concat(s_others).Order());

    [Fact]
    public void The_threads_do_not_change_the_weights() =>
        Assert.Equal(Weights(s_standard with { Threads = 1 }), Weights(s_standard with { Threads = 3 }));

    [Fact]
    public void Callbacks_are_called_at_each_epoch()
    {
        EpochCounter counter = new();
        Weights(s_standard with { Callbacks = [counter] });
        Assert.Equal(3, counter.Epochs);
    }

    [Fact]
    public void A_training_that_is_resumed_gives_the_weights_of_one_that_was_not_stopped()
    {
        using TemporaryFolder folder = new();
        CheckpointSaver saver = new(folder.File("training.checkpoint"));
        Weights(s_standard with { Epochs = 2, Callbacks = [saver] });
        TrainingCheckpoint checkpoint = TrainingCheckpoint.Load(saver.Path);
        Assert.Equal(Weights(s_standard), Weights(s_standard with { ResumeFrom = checkpoint }));
    }

    [Fact]
    public void Early_stopping_ends_the_training_and_is_seen_in_the_history()
    {
        TrainingHistory history = Fit(s_changed[nameof(NeuralTrainerOptions.EarlyStopping)]).History!;
        Assert.True(history.Epochs.Length < s_standard.Epochs);
    }

    [Fact]
    public void A_validation_split_is_judged_at_each_epoch()
    {
        TrainingHistory history = Fit(s_changed[nameof(NeuralTrainerOptions.ValidationSplit)]).History!;
        Assert.All(history.Epochs, epoch => Assert.Equal(18, epoch.Validation!.Value.RowCount)); // 0.3 of 60
    }

    [Fact]
    public void A_value_out_of_range_is_refused_when_it_is_given()
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
        Assert.Throws<ArgumentNullException>("Callbacks", () => s_standard with { Callbacks = default });
        Assert.Throws<ArgumentOutOfRangeException>("HiddenUnits", () => s_standard with { HiddenUnits = [3, 0] });
        Assert.Throws<ArgumentNullException>("HiddenUnits", () => s_standard with { HiddenUnits = default });
        Assert.Throws<ArgumentNullException>("Activation", () => s_standard with { Activation = null! });
        Assert.Throws<ArgumentOutOfRangeException>("DropoutRate", () => s_standard with { DropoutRate = 1 });
        Assert.Throws<ArgumentOutOfRangeException>("DropoutRate", () => s_standard with { DropoutRate = double.NaN });
        string message = Assert.Throws<ArgumentOutOfRangeException>(() => s_standard with { BatchSize = -3 }).Message;
        Assert.Contains("BatchSize must be at least 1, but it is -3", message);
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
    public void Without_a_seed_the_seed_of_the_context_decides()
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

    // Rows with a second label, second features and weights, for the options that name columns.
    private MulticlassNetworkTransformer Fit(MultilayerPerceptronOptions options)
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
