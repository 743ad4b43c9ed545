using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Onnx.Tests.Pipelines;

/// <summary>A row with a column for each kind of transform that stands before a network.</summary>
internal sealed class PipelineRow
{
    private static readonly string[] s_colours = ["red", "green", "blue", "grey"];
    private static readonly string[] s_words = ["good", "bad", "film", "plot", "slow", "fine"];

    [VectorType(4)]
    public float[] Numbers { get; set; } = [];

    public float Age { get; set; }

    public int Count { get; set; }

    public string Colour { get; set; } = "";

    [VectorType(6, 6)]
    public byte[] Image { get; set; } = [];

    [VectorType(2, 6, 6)]
    public float[] Planes { get; set; } = [];

    [KeyType(7)]
    [VectorType(5)]
    public uint[] Keys { get; set; } = new uint[5];

    public string Text { get; set; } = "";

    public string Kind { get; set; } = "";

    public int Digit { get; set; }

    public bool Truth { get; set; }

    public float Target { get; set; }

    /// <summary>Creates rows of random values, of which some ages are missing.</summary>
    public static IDataView Create(MLContext ml, int count)
    {
        Random random = new(5);
        return ml.Data.LoadFromEnumerable(Enumerable.Range(0, count).Select(i => CreateRow(random, i)).ToArray());
    }

    private static PipelineRow CreateRow(Random random, int i)
    {
        float[] numbers = [.. Enumerable.Range(0, 4).Select(_ => (float)((random.NextDouble() * 20) - 5))];
        byte[] image = new byte[36];
        random.NextBytes(image);
        return new PipelineRow
        {
            Numbers = numbers,
            Age = i % 7 == 3 ? float.NaN : random.Next(20, 60),
            Count = random.Next(-3, 12),
            Colour = s_colours[random.Next(s_colours.Length)],
            Image = image,
            Planes = [.. Enumerable.Range(0, 72).Select(_ => random.NextSingle())],
            Keys = [.. Enumerable.Range(0, 5).Select(_ => (uint)random.Next(8))],
            Text = string.Join(' ', Enumerable.Range(0, random.Next(1, 7)).Select(_ => s_words[random.Next(s_words.Length)])),
            Kind = $"kind {(numbers[0] > 5 ? 2 : numbers[1] > 5 ? 1 : 0)}",
            Digit = numbers[0] > 5 ? 2 : numbers[1] > 5 ? 1 : 0,
            Truth = numbers[2] > 5,
            Target = (numbers[0] - (2 * numbers[3])) / 10,
        };
    }
}
