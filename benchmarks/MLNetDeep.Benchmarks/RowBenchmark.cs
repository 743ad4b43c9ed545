using BenchmarkDotNet.Attributes;
using MLNetDeep.Neural;

namespace MLNetDeep.Benchmarks;

/// <summary>Measures compressing one row of 784 values, of which 150 are nonzero, and predicting the row with 128 hidden units.</summary>
[MemoryDiagnoser]
public class RowBenchmark
{
    private const int ColumnCount = 784;
    private const int NonzeroCount = 150;

    private readonly byte[] _bytes = new byte[ColumnCount];
    private readonly float[] _floats = new float[ColumnCount];
    private readonly int[] _columns = new int[ColumnCount + 16];
    private readonly float[] _values = new float[ColumnCount + 16];
    private readonly float[] _scores = new float[10];
    private readonly Predictor _predictor = new Network(
        new NetworkSpec([ColumnCount], [new Dense(128, Activation.Relu), new Dense(10, Activation.Softmax)]), seed: 1).CreatePredictor();

    [GlobalSetup]
    public void SetUp()
    {
        Random random = new(1);
        foreach (int column in Enumerable.Range(0, ColumnCount).OrderBy(_ => random.Next()).Take(NonzeroCount))
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
