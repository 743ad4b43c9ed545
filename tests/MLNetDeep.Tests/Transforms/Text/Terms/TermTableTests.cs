using System.Text;
using MLNetDeep.Transforms;

namespace MLNetDeep.Tests.Transforms;

/// <summary>Compares the tables of words and n-grams with dictionaries.</summary>
public class TermTableTests
{
    // Word lengths lie around multiples of 16 bytes. Some words differ only in the last byte or in length, and some contain bytes of 0.
    private static readonly string[] s_words =
    [
        .. new[] { 1, 2, 7, 8, 9, 15, 16, 17, 31, 32, 33, 48, 300 }.SelectMany(n => new[] { new string('a', n), new string('a', n - 1) + "b", new string('a', n) + '\0' }),
        "é", "中", "𐐨", .. Enumerable.Range(0, 3000).Select(i => $"w{i}"),
    ];

    [Fact]
    public void Words_are_numbered_in_order_of_addition()
    {
        TermTable table = new();
        Dictionary<string, int> expected = new();
        foreach (string word in s_words.Concat(s_words.Reverse()))
        {
            Assert.Equal(expected.TryGetValue(word, out int number) ? number : -1, table.Find(Encoding.UTF8.GetBytes(word)));
            expected.TryAdd(word, expected.Count);
            Assert.Equal(expected[word], table.Add(word));
        }

        Assert.Equal(expected.Keys, Words(table));
        Assert.Equal(-1, table.Find([]));
    }

    [Fact]
    public void Kept_words_are_renumbered()
    {
        TermTable table = Table(s_words);
        string[] distinct = [.. s_words.Distinct()];
        table.Keep([.. Enumerable.Range(0, distinct.Length).Select(i => i % 3 == 1)]);
        string[] kept = [.. distinct.Where((_, i) => i % 3 == 1)];
        Assert.Equal(kept, Words(table));
        Assert.All(distinct.Except(kept), word => Assert.Equal(-1, table.Find(Encoding.UTF8.GetBytes(word))));
        Assert.Equal(Enumerable.Range(0, kept.Length), kept.Select(table.Add));
        Assert.Equal(kept.Length, table.Add("new"));
    }

    [Fact]
    public void A_cleared_table_is_empty()
    {
        TermTable table = Table(s_words);
        table.Clear();
        Assert.Equal((0, 0, -1), (table.Count, table.ByteLength, table.Find("w1"u8)));
        Assert.Equal(0, table.Add("w1"));
    }

    [Fact]
    public void N_grams_are_numbered_and_keep_their_words()
    {
        Random random = new(1);
        NGramTable table = new();
        Dictionary<NGram, int> expected = new();
        for (int i = 0; i < 5000; i++)
        {
            NGram nGram = new(random.Next(9), random.Next(9), random.Next(-1, 9));
            Assert.Equal(expected.TryGetValue(nGram, out int number) ? number : -1, table.Find(nGram));
            expected.TryAdd(nGram, expected.Count);
            Assert.Equal(expected[nGram], table.Add(nGram));
        }

        Assert.Equal(expected.Keys, table.All.ToArray());

        // N-grams without word 8 are kept, and the words other than word 8 are renumbered.
        int[] words = [8, 7, 6, 5, 4, 3, 2, 1, 0];
        table.Keep([.. expected.Keys.Select(n => n is not ({ First: 8 } or { Second: 8 } or { Third: 8 }))], words);
        NGram[] kept = [.. expected.Keys.Where(n => n is not ({ First: 8 } or { Second: 8 } or { Third: 8 })).Select(n => n.Renumber(words))];
        Assert.Equal(kept, table.All.ToArray());
        Assert.Equal(Enumerable.Range(0, kept.Length), kept.Select(table.Find));
    }

    // Compares with a sorted dictionary. The slot counts need one, two and four radix digits. The texts have no terms, one or many.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(10_000)]
    [InlineData(1 << 30)]
    public void Slots_are_counted_in_order(int slotCount)
    {
        Random random = new(1);
        SlotCounts counts = new(slotCount);
        foreach (int length in new[] { 0, 1, 2, 1000, 3, 257 })
        {
            int[] slots = [.. Enumerable.Range(0, length).Select(_ => random.Next(Math.Max(0, slotCount - 50), slotCount)), .. length > 0 ? [slotCount - 1, 0] : Array.Empty<int>()];
            counts.Clear(slots.Length);
            foreach (int slot in slots)
            {
                counts.Add(slot);
            }

            counts.Count();
            Assert.Equal(slots.CountBy(s => s).OrderBy(s => s.Key), counts.Slots.ToArray().Zip(counts.Counts.ToArray(), KeyValuePair.Create));
            Assert.Equal(slots.Length, counts.Total);
        }
    }

    private static TermTable Table(IEnumerable<string> words)
    {
        TermTable table = new();
        foreach (string word in words)
        {
            table.Add(word);
        }

        return table;
    }

    private static List<string> Words(TermTable table)
    {
        List<string> words = new();
        foreach (ReadOnlySpan<byte> word in table)
        {
            words.Add(Encoding.UTF8.GetString(word));
        }

        return words;
    }
}
