using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Benchmarks;
using MLNetDeep.Data;
using MLNetDeep.Neural;
using MLNetDeep.Trainers;
using MLNetDeep.Transforms;

namespace MLNetDeep.Peers;

/// <summary>Predicts one digit through ML.NET's PredictionEngine.</summary>
/// <param name="name">The name of the workload's folder in benchmarks/peers.</param>
/// <param name="spec">The network.</param>
internal sealed class ScoreOneWorkload(string name, NetworkSpec spec) : Workload(name)
{
    private readonly Input _input = new();
    private Output _output = new();
    private PredictionEngine<Input, Output>? _engine;

    /// <summary>Loads the test digits as rows of 784 numbers.</summary>
    public static IDataView LoadTestDigits(MLContext ml)
    {
        IDataView images = ml.Data.LoadMnist(Peers.Digits.Folder, MnistSplit.Test);
        IDataView labelled = ml.Transforms.Conversion.MapValueToKey("Label").Fit(images).Transform(images);
        return ml.Transforms.FlattenImage("Features", "Image", scale: 1 / 255f).Fit(labelled).Transform(labelled);
    }

    /// <summary>Trains the network, briefly, because its accuracy does not matter here.</summary>
    public static ITransformer TrainModel(MLContext ml, NetworkSpec spec, IDataView digits) => ml.MulticlassClassification.Trainers
        .NeuralNetwork(spec, new NeuralNetworkOptions { Iterations = 100 }).Fit(digits);

    public override void Prepare(int threads)
    {
        MLContext ml = new(1);
        IDataView digits = LoadTestDigits(ml);
        _engine = ml.Model.CreatePredictionEngine<Input, Output>(TrainModel(ml, spec, digits));
        VBuffer<float> first = digits.GetColumn<VBuffer<float>>("Features").First();
        first.DenseValues().ToArray().CopyTo(_input.Features, 0);
        MeanSecondsOf(Predict);
    }

    public override IReadOnlyDictionary<string, double> Measure() => new Dictionary<string, double> { [Name] = MeanSecondsOf(Predict) };

    private void Predict() => _engine!.Predict(_input, ref _output);

    private sealed class Input
    {
        [VectorType(Peers.Digits.PixelCount)]
        public float[] Features { get; set; } = new float[Peers.Digits.PixelCount];
    }

    private sealed class Output
    {
        public float[] Score { get; set; } = [];
    }
}
