using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Neural;
using MLNetDeep.Trainers;

namespace MLNetDeep.Tuning.Tests;

/// <summary>Small rows in two classes, and a search of networks for them.</summary>
internal sealed class SmallData
{
    public SmallData()
    {
        Random random = new(1);
        Row[] rows =
        [
            .. Enumerable.Range(0, 240).Select(_ =>
            {
                float[] features = [random.NextSingle(), random.NextSingle(), random.NextSingle()];
                return new Row { Features = features, Label = Math.Sin(6 * features[0]) + features[1] > 0.6 };
            }),
        ];
        Training = Context.Data.LoadFromEnumerable(rows[..160]);
        Validation = Context.Data.LoadFromEnumerable(rows[160..]);
        Rate = Space.LogUniform("rate", 1e-3, 0.3);
        Units = Space.Integer("units", 2, 12);
        Momentum = Space.Choice("optimizer", "adam", "momentum");
    }

    public MLContext Context { get; } = new();

    public IDataView Training { get; }

    public IDataView Validation { get; }

    public SearchSpace Space { get; } = new();

    public Parameter<double> Rate { get; }

    public Parameter<int> Units { get; }

    public Parameter<string> Momentum { get; }

    public TuningOptions Options => new()
    {
        Metric = TuningMetric.BinaryLogLoss,
        Trials = 9,
        ValidationData = Validation,
        Strategy = new SuccessiveHalving { MinEpochs = 2 },
        Seed = 3,
    };

    /// <summary>The options of a trial's trainer, without those that <see cref="Trial.Configure"/> sets.</summary>
    public MultilayerPerceptronOptions Trainer(Func<Parameter<double>, double> rate, int units, string optimizer) => new()
    {
        HiddenUnits = [units],
        DropoutRate = 0.2,
        BatchSize = 16,
        Optimizer = optimizer == "adam" ? new Adam(rate(Rate)) : new Sgd(rate(Rate), momentum: 0.9),
    };

    public IEstimator<ITransformer> Create(Trial trial) => Context.BinaryClassification.Trainers.MultilayerPerceptron(
        trial.Configure(Trainer(trial.Get, trial.Get(Units), trial.Get(Momentum))));

    public TuningResult Run(TuningOptions options) => Context.Tune(Training, Space, Create, options);

    /// <summary>The probabilities that a model gives to the rows for validation.</summary>
    public float[] Probabilities(ITransformer model) => [.. model.Transform(Validation).GetColumn<float>("Probability")];

    private sealed class Row
    {
        [VectorType(3)]
        public float[] Features { get; set; } = [];

        public bool Label { get; set; }
    }
}
