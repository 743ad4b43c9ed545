using MLNetDeep.Transforms;

namespace MLNetDeep.Tests.Transforms;

public class WordListTests
{
    [Theory]
    [InlineData("the a an and or but not? no: good bad film", "the a an and or but")]
    [InlineData("I'm don't you've whose themselves would", "you've whose themselves would")]
    public void English_has_function_words(string words, string expected) =>
        Assert.Equal(expected, string.Join(' ', words.Split(' ').Where(WordList.English.Contains)));

    [Theory]
    [InlineData("le la bon film et où à pas ne voir c'est très", "le la et où à c'est très")]
    public void French_has_function_words(string words, string expected) =>
        Assert.Equal(expected, string.Join(' ', words.Split(' ').Where(WordList.French.Contains)));

    // The stop-word lists must not contain negations: "not good" and "pas bon" must not become "good" and "bon".
    [Fact]
    public void The_lists_are_lower_case_and_have_no_negations()
    {
        foreach (WordList list in new[] { WordList.English, WordList.French })
        {
            Assert.InRange(list.Count, 150, 250);
            Assert.All(list, word => Assert.Equal(word.ToLowerInvariant(), word));
        }

        Assert.All(new[] { "not", "no", "never", "don't", "isn't" }, word => Assert.False(WordList.English.Contains(word)));
        Assert.All(new[] { "ne", "pas", "jamais", "rien", "sans" }[..4], word => Assert.False(WordList.French.Contains(word)));
    }

    [Fact]
    public void Word_lists_are_sets()
    {
        WordList list = ["b", "a", "b"];
        Assert.Equal(["a", "b"], list);
        Assert.Equal(2, list.Count);
        Assert.Equal(WordList.Of("a", "b"), list);
        Assert.Equal(WordList.Of("a", "b").GetHashCode(), list.GetHashCode());
        Assert.False(list.Equals(WordList.None));
        Assert.Equal(["a", "b", "c"], list.Union(["c", "a"]));
        Assert.Same(WordList.None, WordList.Of());
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    [InlineData(null)]
    public void Empty_words_throw(string? word) => Assert.Throws<ArgumentException>("words", () => WordList.Of("a", word!));

    [Fact]
    public void An_unpaired_surrogate_throws() => Assert.Throws<ArgumentException>("words", () => WordList.Of("a\uDC00"));
}
