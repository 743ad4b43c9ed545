using MLNetDeep.Transforms;

namespace MLNetDeep.Tests.Transforms;

public class TokenizerTests
{
    private static readonly BagOfWordsOptions s_options = new();

    [Theory]
    [InlineData("The BÊTE Film", true, "the bête film")]
    [InlineData("The BÊTE Film", false, "The BÊTE Film")]
    public void Lower_casing_is_optional(string text, bool lowerCase, string words) =>
        Assert.Equal(words, Tokenize(text, s_options with { LowerCase = lowerCase }));

    [Theory]
    [InlineData("Good, well-known film :-)\u00A0...\tYes", true, "good well known film yes")]
    [InlineData("Good, well-known film :-)\u00A0...\tYes", false, "good, well-known film :-) ... yes")]
    [InlineData("中文 '' x", false, "中文 '' x")]
    public void Stripping_punctuation_is_optional(string text, bool strip, string words) =>
        Assert.Equal(words, Tokenize(text, s_options with { StripPunctuation = strip }));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_unpaired_surrogate_separates_words(bool strip) =>
        Assert.Equal("a b", Tokenize("a\uD800b\uDC00", s_options with { StripPunctuation = strip }));

    [Theory]
    [InlineData("good<br />bad &amp; ugly", true, "good bad ugly")]
    [InlineData("good<br />bad &amp; ugly", false, "good br bad amp ugly")]
    public void Stripping_HTML_is_optional(string text, bool strip, string words) => Assert.Equal(words, Tokenize(text, s_options with { StripHtml = strip }));

    [Theory]
    [InlineData("<b>a</b>", "a")]
    [InlineData("x<B CLASS='y'>z", "x z")]
    [InlineData("<!doctype html>a", "a")]
    [InlineData("<!-- a > b --> c", "c")]
    [InlineData("<!-- a", "a")]
    [InlineData("a </ b> c", "a b c")]
    [InlineData("a < b > c", "a b c")]
    [InlineData("a <b c", "a b c")]
    [InlineData("a <", "a")]
    [InlineData("a </", "a")]
    [InlineData("<<b>>a", "a")]
    [InlineData("&unknown; &#x41;&#66;&lt;i&gt;", "unknown ab i")]
    [InlineData("a & b", "a b")]
    public void Tags_and_character_references_follow_the_documented_rules(string text, string words) => Assert.Equal(words, Tokenize(text, s_options));

    // This test would take minutes if each "<" started a new search for the end of a tag.
    [Theory]
    [InlineData("<a")]
    [InlineData("<!--")]
    public void Many_unclosed_tags_take_linear_time(string start)
    {
        string text = string.Concat(Enumerable.Repeat(start, 500_000)) + " end";
        Assert.EndsWith(" end", " " + Tokenize(text, s_options));
    }

    [Theory]
    [InlineData("a'b'c", "a'b'c")]
    [InlineData("a''b", "a b")]
    [InlineData("a'\u200Db", "a b")]
    [InlineData("a\u200D'b", "a b")]
    [InlineData("a\u200D\u200Db", "a b")]
    [InlineData("a\u200D", "a")]
    [InlineData("\u0301a", "a")]
    [InlineData("a'\u0301b", "a b")]
    [InlineData("a\u00AD'\u00ADb", "a'b")]
    [InlineData("中\uFE00文'a", "中\uFE00 文 a")]
    [InlineData("क्\u200Dष", "क्\u200Dष")]
    public void Inner_characters_need_letters_on_both_sides(string text, string words) => Assert.Equal(words, Tokenize(text, s_options));

    [Fact]
    public void Stop_words_are_tokenized_by_the_same_rules()
    {
        BagOfWordsOptions options = s_options with { StopWords = ["The", "don’t", "e-mail", "<i>it</i>"] };
        Assert.Equal("e mail film", Tokenize("the E-mail: don't, IT, film", options));
        Assert.Equal("the E mail IT film", Tokenize("the E-mail: don't, IT, film", options with { LowerCase = false }));
    }

    // The words of an n-gram are separated by spaces, whatever separates them in the text.
    [Fact]
    public void The_words_around_a_stop_word_form_an_n_gram()
    {
        Tokenizer tokenizer = new(TokenizerSettings.Of(s_options with { StopWords = ["the"] }));
        tokenizer.Read("Not -- the BEST film");
        WordBuffer words = tokenizer.Words;
        Assert.Equal(3, words.Count);
        Assert.Equal("not best", words.ToString(0, 2));
        Assert.Equal("not best film", words.ToString(0, 3));
        Assert.Equal([3, 2, 1, 0], new[] { 1, 2, 3, 4 }.Select(words.PhraseCount));
    }

    [Fact]
    public void A_tokenizer_can_be_reused()
    {
        Tokenizer tokenizer = new(TokenizerSettings.Of(s_options));
        foreach (int words in new[] { 3, 0, 1000, 2 })
        {
            tokenizer.Read(string.Join("<br>", Enumerable.Range(0, words).Select(i => $"Wörd{i}")));
            Assert.Equal(Enumerable.Range(0, words).Select(i => $"wörd{i}"), TokenizingPageTests.Words(tokenizer));
        }
    }

    // For any text, words contain no separators, are well-formed, and do not change when tokenized again.
    [Fact]
    public void Tokenizing_is_idempotent()
    {
        Random random = new(1);
        const string Alphabet = "aÉ1'’ -<>&;/!\u0301\u200D\u00AD中々\uD800\uDC00\uD83D\uDC4Dक्षß\n";
        Tokenizer tokenizer = new(TokenizerSettings.Of(s_options with { StripHtml = false }));
        for (int i = 0; i < 5000; i++)
        {
            tokenizer.Read(new string(Enumerable.Range(0, random.Next(30)).Select(_ => Alphabet[random.Next(Alphabet.Length)]).ToArray()));
            string[] words = TokenizingPageTests.Words(tokenizer).ToArray();
            Assert.All(words, word => Assert.True(word.Length > 0 && Utf16.IsWellFormed(word) && !word.Contains(' ')));
            string phrase = words.Length == 0 ? "" : tokenizer.Words.ToString(0, words.Length);
            Assert.Equal(string.Join(' ', words), phrase);
            tokenizer.Read(phrase);
            Assert.Equal(words, TokenizingPageTests.Words(tokenizer));
        }
    }

    // Compares the SIMD code with the scalar code. Words start and end before, at and after the end of a block. Texts have no, one or
    // several blocks.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ASCII_text_read_in_blocks_yields_the_same_words(bool lowerCase)
    {
        Random random = new(2);
        TokenizerSettings settings = TokenizerSettings.Of(s_options with { StripHtml = false, LowerCase = lowerCase });
        Tokenizer blocks = new(settings);
        Tokenizer single = new(settings, vectorized: false);
        foreach (int length in new[] { 0, 1, 15, 16, 17, 62, 63, 64, 65, 66, 127, 128, 129, 130, 511, 512, 520 })
        {
            foreach (string alphabet in new[] { "aZ09' ", "a'", "ab", "[@`{/:' \0~_AZaz09\u007F", "aB' é’中\u200D" })
            {
                for (int i = 0; i < 40; i++)
                {
                    string text = new([.. Enumerable.Range(0, length).Select(_ => alphabet[random.Next(alphabet.Length)])]);
                    blocks.Read(text);
                    single.Read(text);
                    Assert.Equal(TokenizingPageTests.Words(single), TokenizingPageTests.Words(blocks));
                }
            }
        }
    }

    private static string Tokenize(string text, TextOptions options)
    {
        Tokenizer tokenizer = new(TokenizerSettings.Of(options));
        tokenizer.Read(text);
        return string.Join(' ', TokenizingPageTests.Words(tokenizer));
    }
}
