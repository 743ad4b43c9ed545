using MLNetDeep.Conformance;
using MLNetDeep.Neural;
using static global::Onnx.TensorProto.Types;

namespace MLNetDeep.Onnx.Tests;

/// <summary>Rows of keys that are filled with 0, as a pipeline has them, are read as the trainers read a vector of keys.</summary>
public class PaddedKeysTests
{
    private const int Time = 5;
    private const int Words = 7;

    // Vectors of keys: full, short, with a missing key inside and at the start, empty.
    private static readonly int[][] s_vectors = [[3, 1, 6, 2, 5], [4, 6], [5, 0, 2, 1], [0, 0, 3], []];

    private static readonly long[] s_padded =
        [.. s_vectors.SelectMany(row => row.Concat(new int[Time - row.Length])).Select(key => (long)key)];

    [Fact]
    public void Lengths_end_after_the_last_key()
    {
        OnnxGraph graph = new(opset: 12);
        OnnxLengths lengths = OnnxLengths.OfPaddedKeys(graph, "keys", Time);
        long[] found = GraphRun.Run<long>(graph, "keys", lengths.Name, DataType.Int64, s_padded, s_vectors.Length);
        Assert.Equal([5, 2, 4, 3, 0], found);
    }

    [Theory]
    [InlineData(false, 12)]
    [InlineData(true, 12)]
    [InlineData(false, 17)]
    [InlineData(true, 17)]
    public void A_network_gives_the_outputs_of_the_vectors(bool maskZero, int opset)
    {
        Network network = Create(maskZero);
        OnnxGraph graph = new(opset);
        string output = OnnxNetworkGraph.Write(network, graph, "keys", OnnxLengths.OfPaddedKeys(graph, "keys", Time)).Name;
        AssertSame(network, s_vectors, GraphRun.Run<float>(graph, "keys", output, DataType.Float, s_padded, s_vectors.Length));
    }

    // A missing key at the end of a vector cannot be told from what the row is filled with, but then it is left out in both.
    [Fact]
    public void Zeros_that_are_left_out_need_no_lengths()
    {
        Network network = Create(maskZero: true);
        OnnxGraph graph = new(opset: 12);
        string output = OnnxNetworkGraph.Write(network, graph, "keys").Name;
        int[][] vectors = [[3, 1, 0], [0, 0, 0, 2, 0], [0]];
        long[] padded = [3, 1, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0];
        AssertSame(network, vectors, GraphRun.Run<float>(graph, "keys", output, DataType.Float, padded, vectors.Length));
    }

    [Fact]
    public void Vectors_of_a_fixed_size_keep_their_missing_keys()
    {
        Network network = Create(maskZero: false);
        OnnxGraph graph = new(opset: 12);
        string output = OnnxNetworkGraph.Write(network, graph, "keys", OnnxLengths.OfEqualRows(graph, "keys", 3, Time)).Name;
        int[][] vectors = [[3, 1, 0], [0, 0, 4]];
        long[] padded = [3, 1, 0, 0, 0, 0, 0, 4, 0, 0];
        AssertSame(network, vectors, GraphRun.Run<float>(graph, "keys", output, DataType.Float, padded, vectors.Length));
    }

    private static Network Create(bool maskZero)
    {
        LayerSpec[] layers = [new Embedding(Words, 4, maskZero), new Bidirectional(new GRU(3)), new Dense(2, Activation.Softmax)];
        NetworkSpec spec = new([Time], [.. layers]);
        return new Network(spec, TestNumbers.Weights(spec));
    }

    // The expected outputs are those of the rows as IndexReader adds them.
    private static void AssertSame(Network network, int[][] vectors, float[] actual)
    {
        IndexMatrixBuilder rows = new(Time, Words);
        foreach (int[] vector in vectors)
        {
            rows.Add(vector);
        }

        float[] expected = new float[vectors.Length * network.Spec.OutputSize];
        network.Predict(rows.ToMatrix(), expected);
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }
}
