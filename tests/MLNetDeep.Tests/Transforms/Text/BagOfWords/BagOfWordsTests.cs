using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Transforms;

namespace MLNetDeep.Tests.Transforms;

public class BagOfWordsTests
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly BagOfWordsOptions _options = new() { MaxWords = 10 };

    // The words of Reviews.French were counted by hand. "de" and "été" occur once and are words 11 and 12, beyond the limit of 10.
    [Fact]
    public void The_vocabulary_has_the_most_frequent_words_with_ties_in_ordinal_order()
    {
        BagOfWordsTransformer model = Fit(_options);
        Assert.Equal("film 9/4, bon 8/5, un 7/6, voir 6/5, très 5/4, l'été 4/3, où 4/3, déçu 3/3, cœur 2/1, noël 2/2", Reviews.Words(model.Vocabulary));
        Assert.Equal(9, model.Vocabulary.TextCount);
        Assert.Equal(0, model.Vocabulary.MaxUndercount);
        Assert.True(model.Vocabulary.TryGetIndex("voir", out int index));
        Assert.Equal(3, index);
        Assert.False(model.Vocabulary.TryGetIndex("Voir", out _));
    }

    [Fact]
    public void Only_known_words_are_counted() =>
        Assert.Equal([1f, 1, 0, 1, 0, 0, 0, 0, 0, 0], Reviews.Bag(Fit(_options), "bon film à voir absolument"));

    [Fact]
    public void Slots_have_names_and_vectors_are_sparse()
    {
        IDataView bags = Fit(_options).Transform(Reviews.View(_ml, "Voir, voir : CŒUR", "", null));
        VBuffer<ReadOnlyMemory<char>> names = default;
        bags.Schema["Bag"].GetSlotNames(ref names);
        Assert.Equal("film bon un voir très l'été où déçu cœur noël", string.Join(' ', names.DenseValues()));

        using DataViewRowCursor cursor = bags.GetRowCursor(bags.Schema);
        ValueGetter<VBuffer<float>> getBag = cursor.GetGetter<VBuffer<float>>(bags.Schema["Bag"]);
        VBuffer<float> bag = default;
        cursor.MoveNext();
        getBag(ref bag);
        Assert.Equal([3, 8], bag.GetIndices().ToArray());
        Assert.Equal([2f, 1], bag.GetValues().ToArray());
        Assert.Equal(10, bag.Length);
        while (cursor.MoveNext())
        {
            getBag(ref bag);
            Assert.Equal(0, bag.GetValues().Length);
            Assert.Equal(10, bag.Length);
        }
    }

    [Fact]
    public void A_text_with_every_word_yields_a_dense_vector() =>
        Assert.Equal(Enumerable.Repeat(1f, 10), Reviews.Bag(Fit(_options), "film bon un voir très l'été où déçu cœur noël"));

    // The text has five words, of which "à" and "absolument" are unknown. N-grams of length 2 add four terms, all unknown except
    // "bon film".
    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 5)]
    public void Unknown_words_are_counted_if_a_column_for_them_is_specified(int maxNGram, float expected)
    {
        BagOfWordsTransformer model = Fit(_options with { MaxWords = 100, UnknownCountColumnName = "Unknown", MaxNGram = maxNGram });
        IDataView transformed = model.Transform(Reviews.View(_ml, "bon film à voir absolument", "", "film"));
        Assert.Equal([expected, 0, 0], transformed.GetColumn<float>("Unknown"));
        Assert.Equal("Text: String, Bag, Unknown: Single", $"{transformed.Schema["Text"]}, {transformed.Schema["Bag"].Name}, {transformed.Schema["Unknown"]}");
    }

    // N-grams extend across punctuation, but not across texts.
    [Theory]
    [InlineData(2, "un film 5/4, bon film 2/2, film un 2/2")]
    [InlineData(3, "film un film 2/2, bon film un 1/1, un film un 1/1")]
    public void N_grams_are_consecutive_words(int length, string expected)
    {
        IDataView data = Reviews.View(_ml, "bon film", "un film, un film", "bon film : un film", "un film", "un film");
        BagOfWordsOptions options = _options with { MinNGram = length, MaxNGram = length };
        Assert.Equal(expected, Reviews.Words(_ml.Transforms.Text.BagOfWords("Bag", "Text", options).Fit(data).Vocabulary));
    }

    [Fact]
    public void N_grams_of_one_to_three_words_are_learned_together()
    {
        BagOfWordsTransformer model = _ml.Transforms.Text.BagOfWords("Bag", "Text", _options with { MaxNGram = 3 }).Fit(Reviews.View(_ml, "a b c"));
        Assert.Equal("a 1/1, a b 1/1, a b c 1/1, b 1/1, b c 1/1, c 1/1", Reviews.Words(model.Vocabulary));
    }

    [Fact]
    public void The_overload_without_options_equals_the_overload_with_options()
    {
        IDataView data = Reviews.View(_ml, Reviews.French);
        BagOfWordsTransformer model = _ml.Transforms.Text.BagOfWords("Text", maxWords: 3, weighting: TermWeighting.Binary).Fit(data);
        Assert.Equal("film 9/4, bon 8/5, un 7/6", Reviews.Words(model.Vocabulary));
        Assert.Equal([1f, 0, 1], model.Transform(Reviews.View(_ml, "un film, un film")).GetColumn<float[]>("Text").Single());
        Assert.Equal(("Text", "Text", TermWeighting.Binary), (model.InputColumnName, model.OutputColumnName, model.Weighting));
        Assert.Null(model.UnknownCountColumnName);
        Assert.Equal(10_000, new BagOfWordsOptions().MaxWords);
    }

    [Fact]
    public void A_prediction_engine_returns_a_new_vector_for_each_text()
    {
        using PredictionEngine<Reviews.Row, Bag> engine = _ml.Model.CreatePredictionEngine<Reviews.Row, Bag>(
            Fit(_options with { UnknownCountColumnName = "Unknown" }));
        foreach ((string text, float film, float unknown) in new[] { ("film film", 2f, 0f), ("le bon", 0, 1), ("un film d'été", 1, 1) })
        {
            Bag bag = engine.Predict(new Reviews.Row { Text = text });
            Assert.Equal((film, unknown), (bag.Words[0], bag.Unknown));
        }
    }

    [Fact]
    public void Texts_without_words_throw()
    {
        string message = Assert.Throws<InvalidOperationException>(
            () => _ml.Transforms.Text.BagOfWords("Bag", "Text").Fit(Reviews.View(_ml, "", null, "..."))).Message;
        Assert.Contains("no word to learn in the 3 texts of column 'Text'", message);
        Assert.Throws<InvalidOperationException>(() => Fit(_options with { MinCount = 10 }));
    }

    [Fact]
    public void Fitting_can_be_cancelled()
    {
        using CancellationTokenSource source = new();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => Fit(_options with { Cancellation = source.Token }));
    }

    private BagOfWordsTransformer Fit(BagOfWordsOptions options) =>
        _ml.Transforms.Text.BagOfWords("Bag", "Text", options).Fit(Reviews.View(_ml, Reviews.French));

    private sealed class Bag
    {
        [ColumnName("Bag")]
        public float[] Words { get; set; } = [];

        public float Unknown { get; set; }
    }
}
