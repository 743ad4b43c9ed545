using Microsoft.ML.OnnxRuntime;
using MLNetDeep.Conformance;
using MLNetDeep.Neural;

namespace MLNetDeep.Onnx.Tests;

/// <summary>Names, types and shapes of the inputs of networks of sequences, and what is refused.</summary>
public class SequenceInputTests
{
    private const int AnySize = -1;

    [Fact]
    public void Indices_and_lengths_are_integers()
    {
        Network network = Words(maskZero: false);
        using OnnxRun run = new(network, new OnnxOptions { InputName = "words", LengthsName = "counts", OutputName = "states" });
        Assert.Equal(["words", "counts"], run.Inputs.Keys);
        AssertType(typeof(long), [AnySize, 4], run.Inputs["words"]);
        AssertType(typeof(long), [AnySize], run.Inputs["counts"]);
        Assert.Equal(["states"], run.Outputs.Keys);
        AssertType(typeof(float), [AnySize, 4, 3], run.Outputs["states"]);
    }

    [Fact]
    public void Without_a_name_for_lengths_there_is_one_input()
    {
        using OnnxRun run = new(Words(maskZero: true), new OnnxOptions());
        Assert.Equal(["input"], run.Inputs.Keys);
    }

    [Fact]
    public void Indices_beyond_the_table_change_nothing_beyond_the_length()
    {
        Network network = Words(maskZero: false);
        OnnxOptions options = new() { LengthsName = "lengths" };
        using OnnxRun run = new(network, options);
        float[] expected = run.Predict(new IndexFeatures(new[] { 5, 2, 0, 0 }, 4, 6, new[] { 2 }));
        Assert.Equal(expected, run.Predict(new IndexFeatures(new[] { 5, 2, 99, 1000 }, 4, 1001, new[] { 2 })));
        Assert.All(expected.Skip(2 * 3), value => Assert.Equal(0, value));
        Assert.All(expected.Take(2 * 3), value => Assert.NotEqual(0, value));
    }

    [Fact]
    public void Versions_that_are_too_low_are_refused()
    {
        NetworkSpec gelu = new([4, 2], [new Bidirectional(new LSTM(3, Activation.Gelu))]);
        Network numbers = new(new NetworkSpec([4, 2], [new LSTM(3)]), seed: 1);
        AssertRefused(numbers, new OnnxOptions { Opset = 9, LengthsName = "lengths" }, "A network with lengths of rows needs version 10 of");
        AssertRefused(Words(maskZero: true), new OnnxOptions { Opset = 10 }, "An Embedding with MaskZero needs version 11 of");
        AssertRefused(new Network(gelu, seed: 1), new OnnxOptions { Opset = 8 }, "needs version 9 of");
    }

    private static void AssertRefused(Network network, OnnxOptions options, string message)
    {
        using MemoryStream file = new();
        NotSupportedException exception = Assert.Throws<NotSupportedException>(() => network.SaveOnnx(file, options));
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        Assert.EndsWith($"but Opset is {options.Opset}.", exception.Message, StringComparison.Ordinal);
        Assert.Equal(0, file.Length);
    }

    private static void AssertType(Type type, int[] shape, NodeMetadata actual)
    {
        Assert.Equal(type, actual.ElementType);
        Assert.Equal(shape, actual.Dimensions);
        Assert.Equal("batch", actual.SymbolicDimensions[0]);
    }

    private static Network Words(bool maskZero)
    {
        NetworkSpec spec = new([4], [new Embedding(6, 2, maskZero), new LSTM(3, returnSequences: true)]);
        return new Network(spec, TestNumbers.Weights(spec));
    }
}
