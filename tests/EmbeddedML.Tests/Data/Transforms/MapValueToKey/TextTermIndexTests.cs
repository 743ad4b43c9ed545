using Microsoft.ML.Transforms;

namespace EmbeddedML.Tests.Data.Transforms.MapValueToKey;

/// <summary>The index of texts against a dictionary of strings.</summary>
public sealed class TextTermIndexTests
{
    [Fact]
    public void Texts_of_every_length_are_told_apart()
    {
        var random = new Random(1);
        var index = new TextTermIndex(capacity: 0);
        var expected = new Dictionary<string, uint>();
        for (int i = 0; i < 20_000; i++)
        {
            string text = MakeText(random, length: i % 21);
            Assert.Equal(expected.GetValueOrDefault(text), index.Find(text.AsMemory()));
            Assert.Equal(expected.TryAdd(text, (uint)expected.Count + 1), index.TryAdd(text.AsMemory()));
        }
        foreach ((string text, uint key) in expected)
            Assert.Equal(key, index.Find($"-{text}-".AsMemory(1, text.Length)));

        string[] all = [.. expected.Keys];
        var keys = new uint[all.Length];
        index.Find(Array.ConvertAll(all, text => text.AsMemory()), keys);
        Assert.Equal(expected.Values, keys);
        Assert.Equal(all, index.Values.Select(value => value.ToString()));
    }

    [Fact]
    public void A_text_that_is_added_is_copied()
    {
        char[] buffer = [.. "a word that is long"];
        var index = new TextTermIndex(capacity: 1);
        index.TryAdd(buffer);
        buffer.AsSpan().Fill('x');

        Assert.Equal(1u, index.Find("a word that is long".AsMemory()));
        Assert.Equal(0u, index.Find(buffer));
    }

    // Few different characters, among them zero, so that many texts differ in one place or in their length alone.
    private static string MakeText(Random random, int length)
        => string.Create(length, random, static (text, random) =>
        {
            for (int i = 0; i < text.Length; i++)
                text[i] = random.Next(20) == 0 ? (char)random.Next(0x10000) : "\0a"[random.Next(2)];
        });
}
