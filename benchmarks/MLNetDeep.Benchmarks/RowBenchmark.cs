using BenchmarkDotNet.Attributes;
using MLNetDeep.Neural;

namespace MLNetDeep.Benchmarks;

/// <summary>Compresses one row of 784 values, 150 of them nonzero, and predicts it with the quickstart network.</summary>
[MemoryDiagnoser]
public class RowBenchmark
{
    private const int Columns = 784;
    private const int Nonzeros = 150;

    private readonly byte[] _bytes = new byte[Columns];
    private readonly float[] _floats = new float[Columns];
    private readonly int[] _columns = new int[Columns + 16];
    private readonly float[] _values = new float[Columns + 16];
    private readonly float[] _scores = new float[10];
    private readonly Predictor _predictor = new Network(
        new NetworkSpec([Columns], [new Dense(128, Activation.Relu), new Dense(10, Activation.Softmax)]), seed: 1).CreatePredictor();

    [GlobalSetup]
    public void SetUp()
    {
        Random random = new(1);
        foreach (int column in Enumerable.Range(0, Columns).OrderBy(_ => random.Next()).Take(Nonzeros))
        {
            _bytes[column] = (byte)random.Next(1, 256);
            _floats[column] = _bytes[column] / 255f;
        }
    }

    [Benchmark]
    public int CompressBytes() => NonZeros.Copy(_bytes, 1 / 255f, _columns, _values);

    [Benchmark]
    public int CompressFloats() => NonZeros.Copy(_floats, _columns, _values);

    [Benchmark]
    public void Predict() => _predictor.Predict(_floats, _scores);
}
