using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Data;
using MLNetDeep.Trainers;
using MLNetDeep.Transforms;

namespace MLNetDeep.Peers;

/// <summary>Predicts one digit through PredictionEngine with the quickstart network.</summary>
internal sealed class ScoreOneWorkload() : Workload("score-one")
{
    private readonly Input _input = new();
    private Output _output = new();
    private PredictionEngine<Input, Output>? _engine;

    /// <summary>The test digits, 784 numbers each.</summary>
    public static IDataView Digits(MLContext ml)
    {
        IDataView images = ml.Data.LoadMnist(Peers.Digits.Folder, MnistSplit.Test);
        IDataView labelled = ml.Transforms.Conversion.MapValueToKey("Label").Fit(images).Transform(images);
        return ml.Transforms.FlattenImage("Features", "Image", scale: 1 / 255f).Fit(labelled).Transform(labelled);
    }

    /// <summary>Trains the quickstart network.</summary>
    public static ITransformer Model(MLContext ml, IDataView digits) => ml.MulticlassClassification.Trainers
        .MultilayerPerceptron(new MultilayerPerceptronOptions { HiddenUnits = [128], DropoutRate = 0.2, Iterations = 100 }).Fit(digits);

    public override void Prepare(int threads)
    {
        MLContext ml = new(1);
        IDataView digits = Digits(ml);
        _engine = ml.Model.CreatePredictionEngine<Input, Output>(Model(ml, digits));
        VBuffer<float> first = digits.GetColumn<VBuffer<float>>("Features").First();
        first.DenseValues().ToArray().CopyTo(_input.Features, 0);
        MeanSecondsOf(Predict);
    }

    public override IReadOnlyDictionary<string, double> Measure() => new Dictionary<string, double> { [Name] = MeanSecondsOf(Predict) };

    private void Predict() => _engine!.Predict(_input, ref _output);

    private sealed class Input
    {
        [VectorType(Peers.Digits.Pixels)]
        public float[] Features { get; set; } = new float[Peers.Digits.Pixels];
    }

    private sealed class Output
    {
        public float[] Score { get; set; } = [];
    }
}
