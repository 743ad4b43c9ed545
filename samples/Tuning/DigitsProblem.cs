using Microsoft.ML;
using Microsoft.ML.Transforms;
using MLNetDeep.Data;
using MLNetDeep.Neural;
using MLNetDeep.Trainers;
using MLNetDeep.Transforms;
using MLNetDeep.Tuning;

namespace MLNetDeep.Samples.TuningSample;

/// <summary>A multilayer perceptron for the MNIST digits, as in the Digits sample.</summary>
internal sealed class DigitsProblem : ITuningProblem
{
    private readonly string? _folder;
    private readonly int? _rows;
    private readonly Parameter<double> _rate;
    private readonly Parameter<int> _layers;
    private readonly Parameter<int> _units;
    private readonly Parameter<double> _dropout;
    private readonly Parameter<int> _batchSize;

    /// <param name="folder">The folder with the MNIST files; null to search for data/mnist.</param>
    /// <param name="rows">The number of digits to search with; null for all.</param>
    public DigitsProblem(string? folder, int? rows)
    {
        (_folder, _rows) = (folder, rows);
        _rate = Space.LogUniform("learning rate", 1e-4, 1e-2).StartAt(Adam.DefaultLearningRate);
        _layers = Space.Integer("layers", 1, 2).StartAt(1);
        _units = Space.Integer("units", 64, 512, logarithmic: true).StartAt(MultilayerPerceptronOptions.DefaultHiddenUnits);
        _dropout = Space.Uniform("dropout", 0, 0.5).StartAt(0.2);
        _batchSize = Space.Choice("batch size", 32, 64, 128).StartAt(NeuralTrainerOptions.DefaultBatchSize);
    }

    public static string Name => "digits";

    public TuningMetric Metric => TuningMetric.MicroAccuracy;

    public bool IsHalvedByDefault => true;

    public double ValidationFraction => TuningOptions.DefaultValidationFraction;

    public SearchSpace Space { get; } = new();

    public (IDataView Training, IDataView Test) Load(MLContext ml)
    {
        string folder = DataFolder.Find("mnist", _folder, "the MNIST files");
        IDataView training = ml.Data.LoadMnist(folder, MnistSplit.Train);
        return (_rows is { } rows ? ml.Data.TakeRows(training, rows) : training, ml.Data.LoadMnist(folder, MnistSplit.Test));
    }

    public IEstimator<ITransformer> CreatePipeline(MLContext ml, Trial trial) => Create(ml, trial.Configure(new MultilayerPerceptronOptions
    {
        HiddenUnits = [.. Enumerable.Repeat(trial.Get(_units), trial.Get(_layers))],
        DropoutRate = trial.Get(_dropout),
        BatchSize = trial.Get(_batchSize),
        Optimizer = new Adam(trial.Get(_rate)),
    }));

    public int EpochsOf(TrialResult trial) => NeuralTrainerOptions.DefaultEpochs;

    public IEstimator<ITransformer> CreateDefault(MLContext ml, int seed, CancellationToken cancellation) =>
        Create(ml, new MultilayerPerceptronOptions { DropoutRate = 0.2, Seed = seed, Cancellation = cancellation });

    private static IEstimator<ITransformer> Create(MLContext ml, MultilayerPerceptronOptions options) =>
        ml.Transforms.Conversion.MapValueToKey("Label", keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue)
            .Append(ml.Transforms.FlattenImage("Features", "Image", scale: 1 / 255f))
            .Append(ml.MulticlassClassification.Trainers.MultilayerPerceptron(options))
            .Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"));
}
