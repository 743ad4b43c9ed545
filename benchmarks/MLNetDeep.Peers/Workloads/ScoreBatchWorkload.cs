using MLNetDeep.Benchmarks;
using MLNetDeep.Neural;

namespace MLNetDeep.Peers;

/// <summary>Predicts 10,000 digits in one call of Network.Predict. The network has the layers of the Quickstart sample.</summary>
internal sealed class ScoreBatchWorkload() : Workload("score-batch")
{
    private ByteFeatures? _images;
    private Network? _network;
    private float[] _scores = [];

    public override void Prepare(int threads)
    {
        _images = Digits.LoadTestImages();
        NetworkSpec spec = new([Digits.PixelCount], [new Dense(128, Activation.Relu), new Dropout(0.2), new Dense(10, Activation.Softmax)]);
        _network = new Network(spec, seed: 1);
        _scores = new float[_images.RowCount * _network.Spec.OutputSize];
        MeanSecondsOf(Predict);
    }

    public override IReadOnlyDictionary<string, double> Measure() => new Dictionary<string, double> { [Name] = MeanSecondsOf(Predict) };

    private void Predict() => _network!.Predict(_images!, _scores);
}
