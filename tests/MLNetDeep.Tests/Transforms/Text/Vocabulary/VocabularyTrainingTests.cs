using Microsoft.ML;
using MLNetDeep.Transforms;

namespace MLNetDeep.Tests.Transforms;

/// <summary>Learning a vocabulary in one pass, with bounded memory, on any number of threads.</summary>
public class VocabularyTrainingTests
{
    private readonly MLContext _ml = new(seed: 1);

    // 2,900 texts, that is a dozen chunks, with frequent and rare words.
    private static readonly string[] s_texts = MakeTexts();

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void The_vocabulary_is_the_same_on_any_number_of_threads(int threads)
    {
        foreach (int candidates in new[] { 100_000, 500 })
        {
            BagOfWordsOptions options = new() { MaxNGram = 2, MaxWords = 300, MaxCandidates = candidates, Threads = 1 };
            BagOfWordsTransformer serial = Fit(options);
            BagOfWordsTransformer parallel = Fit(options with { Threads = threads });
            Assert.Equal(serial.Vocabulary, parallel.Vocabulary);
            Assert.Equal(serial.Vocabulary.MaxUndercount, parallel.Vocabulary.MaxUndercount);
            Assert.Equal(candidates == 500, serial.Vocabulary.MaxUndercount > 0);
        }
    }

    [Fact]
    public void Counts_over_many_chunks_are_exact()
    {
        IEnumerable<(string, long, long)> expected = s_texts
            .SelectMany((text, i) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => (word, i)))
            .GroupBy(w => w.word)
            .Select(g => (Word: g.Key, Count: g.LongCount(), TextCount: g.Select(w => w.i).Distinct().LongCount()))
            .OrderByDescending(w => w.Count).ThenBy(w => w.Word, StringComparer.Ordinal);
        Assert.Equal(expected, Fit(new BagOfWordsOptions { MaxWords = 100_000 }).Vocabulary.Select(w => (w.Word, w.Count, w.TextCount)));
    }

    // The three bounds in the remarks of CandidateTable, on words whose true counts are known.
    [Theory]
    [InlineData(10)]
    [InlineData(101)]
    [InlineData(300)]
    [InlineData(501)]
    public void Pruning_keeps_its_bounds(int bound)
    {
        Dictionary<string, long> exact = Fit(new BagOfWordsOptions { MaxWords = 100_000 }).Vocabulary.ToDictionary(w => w.Word, w => w.Count);
        TextVocabulary pruned = Fit(new BagOfWordsOptions { MaxWords = bound, MaxCandidates = bound }).Vocabulary;
        long undercount = pruned.MaxUndercount;

        Assert.InRange(undercount, 1, 2 * exact.Values.Sum() / bound);
        Assert.All(pruned, word => Assert.InRange(exact[word.Word] - word.Count, 0, undercount));
        Assert.All(exact.Where(w => w.Value > undercount), word => Assert.True(pruned.TryGetIndex(word.Key, out _), $"{word.Key} {word.Value}"));
        Assert.True(pruned.Count <= bound);
    }

    // Bound 4. The five terms a 5, b 4, c 3, d 2, e 1 are one too many. At most two stay, so c, d and e are dropped, and E = 3.
    // When c enters again, its count before may be up to 3.
    [Fact]
    public void A_prune_of_words_matches_one_worked_by_hand()
    {
        CandidateTable table = new(maxTerms: 4);
        table.Add(Terms("a a a a a b b b b c c c d d e"));
        Assert.Equal(3, table.MaxUndercount);
        Assert.Equal(["a 5", "b 4"], Counts(table));

        table.Add(Terms("c a"));
        Assert.Equal(3, table.MaxUndercount);
        Assert.Equal(["a 6", "b 4", "c 1"], Counts(table));

        // The true counts of c, f and g may be up to 4, and that of b is 4: all but a are dropped, and E = 4.
        table.Add(Terms("f g"));
        Assert.Equal(4, table.MaxUndercount);
        Assert.Equal(["a 6"], Counts(table));
        Assert.Equal(19, table.TermCount);
    }

    // Bound 4, n-grams of 1 and 2. "a a b a" has the terms a 3, b 1, "a a" 1, "a b" 1, "b a" 1, one too many. At most two stay, so
    // all terms with count 1 are dropped, and E = 1. Then b is not in the table, even as a word of an n-gram, and must enter again.
    [Fact]
    public void A_prune_of_n_grams_matches_one_worked_by_hand()
    {
        CandidateTable table = new(maxTerms: 4);
        table.Add(Terms("a a b a", new NGramRange(1, 2)));
        Assert.Equal((1, 1L, 7L), (table.Count, table.MaxUndercount, table.TermCount));
        Assert.Equal(["a 3"], Counts(table));
        table.Add(Terms("a b", new NGramRange(1, 2)));
        Assert.Equal(["a 4", "a b 1", "b 1"], Counts(table));
    }

    // Bound 2, n-grams of 2 only. "c d", "d a", "b c", "c a" and "b a" have count 1, "a b" has 2. At most one term stays, "a b",
    // and only its two words, which are renumbered.
    [Fact]
    public void Words_stay_as_long_as_an_n_gram_contains_them()
    {
        CandidateTable table = new(maxTerms: 2);
        table.Add(Terms("c d a b c a b a", new NGramRange(2, 2)));
        Assert.Equal((1, 1L, 7L), (table.Count, table.MaxUndercount, table.TermCount));
        Assert.Equal(["a b 2"], Counts(table));
        table.Add(Terms("b a b", new NGramRange(2, 2)));
        Assert.Equal(["a b 3", "b a 1"], Counts(table));
    }

    // 40 words of 40,000 letters exceed the limit of bytes of a small table, though not its number of words.
    [Fact]
    public void Long_words_are_dropped_before_they_exhaust_memory()
    {
        string[] texts = [.. Enumerable.Range(0, 40).Select(i => new string((char)('a' + (i % 20)), 40_000 + i)), "film film", "film"];
        BagOfWordsTransformer model = _ml.Transforms.Text.BagOfWords("Bag", "Text", new BagOfWordsOptions { MaxWords = 100, MaxCandidates = 100, MinCount = 2 })
            .Fit(Reviews.View(_ml, texts));
        Assert.Equal("film 3/2", Reviews.Words(model.Vocabulary));
        Assert.Equal(1, model.Vocabulary.MaxUndercount);
    }

    [Fact]
    public void The_log_says_what_was_learned_and_whether_words_were_dropped()
    {
        List<string> lines = new();
        _ml.Log += (_, e) => lines.Add(e.Message);
        Fit(new BagOfWordsOptions { MaxWords = 20 });
        Assert.Contains(lines, line => line.Contains("Read 2900 texts", StringComparison.Ordinal) && line.Contains("the vocabulary has 20", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains("rare ones were dropped", StringComparison.Ordinal));
        Fit(new BagOfWordsOptions { MaxWords = 20, MaxCandidates = 100 });
        Assert.Contains(lines, line => line.Contains("more than 100 different terms; rare ones were dropped", StringComparison.Ordinal));
    }

    [Fact]
    public void A_text_longer_than_a_chunk_is_read_whole()
    {
        string text = string.Join(' ', Enumerable.Repeat("long", 200_000));
        TextVocabulary words = _ml.Transforms.Text.BagOfWords("Bag", "Text").Fit(Reviews.View(_ml, text, "b", text, "b")).Vocabulary;
        Assert.Equal("long 400000/2, b 2/2", Reviews.Words(words));
    }

    private static IEnumerable<string> Counts(CandidateTable table) => table.Terms(_ => true).Select(w => $"{w.Word} {w.Count}").Order(StringComparer.Ordinal);

    private static TextChunk Terms(string text, NGramRange? nGrams = null)
    {
        TextChunk chunk = new(TokenizerSettings.Of(new BagOfWordsOptions()), nGrams ?? NGramRange.SingleWords);
        chunk.Add(text);
        chunk.Count();
        return chunk;
    }

    private BagOfWordsTransformer Fit(BagOfWordsOptions options) =>
        _ml.Transforms.Text.BagOfWords("Bag", "Text", options).Fit(Reviews.View(_ml, s_texts));

    private static string[] MakeTexts()
    {
        Random random = new(7);
        return Enumerable.Range(0, 2900)
            .Select(_ => string.Join(' ', Enumerable.Range(0, random.Next(20)).Select(_ => $"w{(int)(1 / (Math.Pow(random.NextDouble(), 2) + 0.0002))}")))
            .ToArray();
    }
}
