using System.Text.Json;
using System.Text.Json.Serialization;
using MLNetDeep.Neural;

namespace MLNetDeep.Onnx.Tests.Reading;

/// <summary>A model that another program wrote, with inputs and that program's outputs; see Fixtures/make_fixtures.py.</summary>
/// <param name="Shape">The shape of the inputs in the graph, with the number of rows first.</param>
/// <param name="OutputShape">The shape of the outputs.</param>
/// <param name="Inputs">The rows of the inputs.</param>
/// <param name="Outputs">The rows of the outputs.</param>
internal sealed record Fixture(
    [property: JsonPropertyName("shape")] int[] Shape,
    [property: JsonPropertyName("outputShape")] int[] OutputShape,
    [property: JsonPropertyName("inputs")] float[][] Inputs,
    [property: JsonPropertyName("outputs")] float[][] Outputs)
{
    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "Reading", "Fixtures");

    /// <summary>The names of all fixtures.</summary>
    public static IEnumerable<string> Names =>
        Directory.EnumerateFiles(s_folder, "*.onnx").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal);

    public static string PathOf(string name) => Path.Combine(s_folder, name + ".onnx");

    public static Fixture Load(string name) => JsonSerializer.Deserialize<Fixture>(File.ReadAllText(Path.Combine(s_folder, name + ".json")))!;

    /// <summary>Scores the inputs, whose channels are put last where the network takes them so.</summary>
    public float[][] Predict(Network network)
    {
        int[] shape = [.. Shape.Skip(1)];
        float[][] rows = network.Spec.InputShape.SequenceEqual(shape) ? Inputs : [.. Inputs.Select(row => ChannelsLast(row, shape))];
        return network.Spec.InputKind == FeatureKind.Indices
            ? network.Predict(new IndexFeatures(rows.SelectMany(row => row.Select(value => (int)value)).ToArray(), shape[0], network.Spec.IndexCount!.Value))
            : network.Predict(rows);
    }

    /// <summary>Returns the expected rows; those of pictures with channels last.</summary>
    public float[][] Expected() => OutputShape.Length < 4 ? Outputs : [.. Outputs.Select(row => ChannelsLast(row, OutputShape[1..]))];

    /// <summary>Puts the channels of a row, its first dimension, last.</summary>
    public static float[] ChannelsLast(float[] row, int[] shape)
    {
        int channels = shape[0], positions = row.Length / channels;
        return [.. Enumerable.Range(0, row.Length).Select(i => row[(i % channels * positions) + (i / channels)])];
    }
}
