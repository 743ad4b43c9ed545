using Microsoft.ML;
using MLNetDeep.Transforms;

namespace MLNetDeep.Tests.Transforms;

/// <summary>Tests learning a vocabulary in one pass, with bounded memory, on any number of threads.</summary>
public class VocabularyTrainingTests
{
    private readonly MLContext _ml = new(seed: 1);

    // 2,900 texts with frequent and rare words, which are read in a dozen chunks.
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

    // Checks the three bounds in the remarks of CandidateTable on words with known true counts.
    [Theory]
    [InlineData(10)]
    [InlineData(101)]
    [InlineData(300)]
    [InlineData(501)]
    public void Pruning_respects_its_error_bounds(int bound)
    {
        Dictionary<string, long> exact = Fit(new BagOfWordsOptions { MaxWords = 100_000 }).Vocabulary.ToDictionary(w => w.Word, w => w.Count);
        TextVocabulary pruned = Fit(new BagOfWordsOptions { MaxWords = bound, MaxCandidates = bound }).Vocabulary;
        long undercount = pruned.MaxUndercount;

        Assert.InRange(undercount, 1, 2 * exact.Values.Sum() / bound);
        Assert.All(pruned, word => Assert.InRange(exact[word.Word] - word.Count, 0, undercount));
        Assert.All(exact.Where(w => w.Value > undercount), word => Assert.True(pruned.TryGetIndex(word.Key, out _), $"{word.Key} {word.Value}"));
        Assert.True(pruned.Count <= bound);
    }

    // The table holds at most 4 terms; E is the largest count that a dropped term may have had. The five terms a 5, b 4, c 3, d 2, e 1
    // are one too many. At most two are kept, so c, d and e are dropped, and E = 3. When c is added again, up to 3 earlier occurrences may
    // be missing.
    [Fact]
    public void Pruning_of_words_matches_a_hand_calculation()
    {
        CandidateTable table = new(maxTerms: 4);
        table.Add(Terms("a a a a a b b b b c c c d d e"));
        Assert.Equal(3, table.MaxUndercount);
        Assert.Equal(["a 5", "b 4"], Counts(table));

        table.Add(Terms("c a"));
        Assert.Equal(3, table.MaxUndercount);
        Assert.Equal(["a 6", "b 4", "c 1"], Counts(table));

        // The true counts of c, f and g may be up to 4, and that of b is 4. All terms except a are dropped, and E = 4.
        table.Add(Terms("f g"));
        Assert.Equal(4, table.MaxUndercount);
        Assert.Equal(["a 6"], Counts(table));
        Assert.Equal(19, table.TermCount);
    }

    // At most 4 terms, with n-grams of length 1 and 2. "a a b a" has the terms a 3, b 1, "a a" 1, "a b" 1, "b a" 1, one too many. At
    // most two are kept, so all terms with count 1 are dropped, and E = 1. Then b is no longer in the table, not even as a word of an
    // n-gram, and must be added again.
    [Fact]
    public void Pruning_of_n_grams_matches_a_hand_calculation()
    {
        CandidateTable table = new(maxTerms: 4);
        table.Add(Terms("a a b a", new NGramRange(1, 2)));
        Assert.Equal((1, 1L, 7L), (table.Count, table.MaxUndercount, table.TermCount));
        Assert.Equal(["a 3"], Counts(table));
        table.Add(Terms("a b", new NGramRange(1, 2)));
        Assert.Equal(["a 4", "a b 1", "b 1"], Counts(table));
    }

    // At most 2 terms, with n-grams of length 2 only. "c d", "d a", "b c", "c a" and "b a" have count 1, "a b" has 2. At most one term
    // is kept, "a b", together with its two words, which are renumbered.
    [Fact]
    public void Words_are_kept_while_an_n_gram_contains_them()
    {
        CandidateTable table = new(maxTerms: 2);
        table.Add(Terms("c d a b c a b a", new NGramRange(2, 2)));
        Assert.Equal((1, 1L, 7L), (table.Count, table.MaxUndercount, table.TermCount));
        Assert.Equal(["a b 2"], Counts(table));
        table.Add(Terms("b a b", new NGramRange(2, 2)));
        Assert.Equal(["a b 3", "b a 1"], Counts(table));
    }

    // 40 words of 40,000 letters exceed the byte limit of a small table, but not its word limit.
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
    public void The_log_reports_the_vocabulary_size_and_whether_words_were_dropped()
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
    public void A_text_longer_than_a_chunk_is_read_completely()
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
