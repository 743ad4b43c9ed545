using MLNetDeep.Benchmarks;
using MLNetDeep.Neural;

namespace MLNetDeep.Peers;

/// <summary>Predicts 10,000 digits in one call of Network.Predict.</summary>
/// <param name="name">The name of the workload's folder in benchmarks/peers.</param>
/// <param name="spec">The network.</param>
internal sealed class ScoreBatchWorkload(string name, NetworkSpec spec) : Workload(name)
{
    private ByteFeatures? _images;
    private Network? _network;
    private float[] _scores = [];

    public override void Prepare(int threads)
    {
        _images = Digits.LoadTestImages();
        _network = new Network(spec, seed: 1);
        _scores = new float[_images.RowCount * _network.Spec.OutputSize];
        MeanSecondsOf(Predict);
    }

    public override IReadOnlyDictionary<string, double> Measure() => new Dictionary<string, double> { [Name] = MeanSecondsOf(Predict) };

    private void Predict() => _network!.Predict(_images!, _scores);
}
