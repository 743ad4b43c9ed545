using Microsoft.ML.Transforms.Text;

namespace EmbeddedML.Tests.Transforms.Text;

/// <summary>The pool of n-grams against a dictionary.</summary>
public sealed class NgramPoolTests
{
    [Fact]
    public void Ngrams_of_every_length_are_told_apart()
    {
        var random = new Random(1);
        var pool = new NgramPool();
        var expected = new Dictionary<string, int>();
        var added = new List<uint[]>();
        for (int i = 0; i < 20_000; i++)
        {
            uint[] ngram = Enumerable.Range(0, 1 + (i % 5)).Select(_ => MakeKey(random)).ToArray();
            string name = string.Join(' ', ngram);
            Assert.Equal(expected.GetValueOrDefault(name, -1), pool.Find(ngram));
            bool isNew = expected.TryAdd(name, expected.Count);
            Assert.Equal(isNew, pool.TryAdd(ngram, out int id));
            Assert.Equal(expected[name], id);
            if (isNew)
                added.Add(ngram);
        }
        Assert.Equal(added.Count, pool.Count);
        for (int id = 0; id < added.Count; id++)
        {
            Assert.Equal(added[id], pool[id]);
            Assert.Equal(id, pool.Find(added[id]));
        }
    }

    // Mostly few different keys, so that n-grams meet again, and some of the largest.
    private static uint MakeKey(Random random) => random.Next(50) == 0 ? uint.MaxValue - (uint)random.Next(3) : (uint)random.Next(8);
}
