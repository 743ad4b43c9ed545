using System.Text;
using Microsoft.ML;
using MLNetDeep.Transforms;

namespace MLNetDeep.Tests.Transforms;

public class HashedBagOfWordsTests
{
    private readonly MLContext _ml = new(seed: 1);

    // The expected values are published test values. ScikitLearnTests checks more.
    [Theory]
    [InlineData("", 0, 0x00000000)]
    [InlineData("", 1, 0x514E28B7)]
    [InlineData("", 0xFFFFFFFF, 0x81F16F39)]
    [InlineData("hello", 0, 0x248BFA47)]
    [InlineData("hello, world", 0, 0x149BBB7F)]
    [InlineData("The quick brown fox jumps over the lazy dog", 0, 0x2E4FF723)]
    public void The_hash_is_MurmurHash3(string text, uint seed, uint expected) =>
        Assert.Equal(expected, MurmurHash3.Hash(Encoding.UTF8.GetBytes(text), seed));

    [Fact]
    public void The_slot_of_a_word_is_the_low_bits_of_its_hash()
    {
        float[] bag = Bag(new HashedBagOfWordsOptions { Bits = 4 }, "Hello hello");
        Assert.Equal(16, bag.Length);
        Assert.Equal(2, bag[7]);
        Assert.Equal(2, bag.Sum());
    }

    [Fact]
    public void Every_option_changes_the_vectors()
    {
        const string Text = "Hello <b>L'été</b> hello, world";
        HashedBagOfWordsOptions options = new() { Bits = 12 };
        float[] plain = Bag(options, Text);
        Assert.NotEqual(plain, Bag(options with { Bits = 13 }, Text)[..plain.Length]);
        Assert.NotEqual(plain, Bag(options with { Seed = 1 }, Text));
        Assert.NotEqual(plain, Bag(options with { MaxNGram = 2 }, Text));
        Assert.NotEqual(plain, Bag(options with { MinNGram = 2, MaxNGram = 2 }, Text));
        Assert.NotEqual(plain, Bag(options with { Weighting = TermWeighting.Binary }, Text));
        Assert.NotEqual(plain, Bag(options with { Weighting = TermWeighting.TermFrequency }, Text));
        Assert.NotEqual(plain, Bag(options with { LowerCase = false }, Text));
        Assert.NotEqual(plain, Bag(options with { StripHtml = false }, Text));
        Assert.NotEqual(plain, Bag(options with { StripPunctuation = false }, Text));
        Assert.NotEqual(plain, Bag(options with { StopWords = ["hello"] }, Text));
        Assert.Equal(4, plain.Sum());
        Assert.Equal(1, Bag(options with { Weighting = TermWeighting.TermFrequency }, Text).Sum());
    }

    [Fact]
    public void The_transformer_exposes_its_options()
    {
        IDataView data = Reviews.View(_ml, "a");
        HashedBagOfWordsTransformer model = _ml.Transforms.Text.HashedBagOfWords("Text", bits: 3).Fit(data);
        Assert.Equal((3, 0u, TermWeighting.Count, "Text", "Text"), (model.Bits, model.Seed, model.Weighting, model.InputColumnName, model.OutputColumnName));
        Assert.Equal("Text: Vector<Single, 8>", $"{model.GetOutputSchema(data.Schema)["Text"]}");
    }

    private float[] Bag(HashedBagOfWordsOptions options, string text) =>
        Reviews.Bag(_ml.Transforms.Text.HashedBagOfWords("Bag", "Text", options), Reviews.View(_ml, "x"), text);
}
