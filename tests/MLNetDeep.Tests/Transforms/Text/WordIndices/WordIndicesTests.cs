using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Transforms;

namespace MLNetDeep.Tests.Transforms;

public class WordIndicesTests
{
    private const string Text = "bon film à voir absolument";

    private readonly MLContext _ml = new(seed: 1);
    private readonly WordIndicesOptions _options = new() { MaxWords = 10 };

    // In Reviews.French, "film" is the most frequent word, "bon" the second and "voir" the fourth. "à" and "absolument" are not in the
    // vocabulary.
    [Fact]
    public void Words_map_to_their_rank_and_unknown_words_are_skipped() => Assert.Equal([2u, 1, 4], Reviews.Keys(Fit(_options), Text));

    // The expected values are those of Keras's pad_sequences for [2, 1, 4].
    [Theory]
    [InlineData(5, SequenceSide.Start, SequenceSide.Start, new uint[] { 0, 0, 2, 1, 4 })]
    [InlineData(5, SequenceSide.End, SequenceSide.Start, new uint[] { 2, 1, 4, 0, 0 })]
    [InlineData(3, SequenceSide.End, SequenceSide.End, new uint[] { 2, 1, 4 })]
    [InlineData(2, SequenceSide.End, SequenceSide.Start, new uint[] { 1, 4 })]
    [InlineData(2, SequenceSide.Start, SequenceSide.End, new uint[] { 2, 1 })]
    [InlineData(1, SequenceSide.Start, SequenceSide.Start, new uint[] { 4 })]
    public void Sequences_are_padded_and_truncated_to_a_length(int length, SequenceSide padding, SequenceSide truncation, uint[] expected) =>
        Assert.Equal(expected, Reviews.Keys(Fit(_options with { Length = length, Padding = padding, Truncation = truncation }), Text));

    [Fact]
    public void Padding_and_truncation_are_at_the_start_by_default() =>
        Assert.Equal((SequenceSide.Start, SequenceSide.Start), (new WordIndicesOptions().Padding, new WordIndicesOptions().Truncation));

    // As with oov_token of Keras's Tokenizer, unknown words have index 1, and the indices of all known words are 1 higher.
    [Fact]
    public void Unknown_words_can_share_a_key()
    {
        WordIndicesTransformer model = Fit(_options with { UnknownWord = "<inconnu>" });
        Assert.Equal([3u, 2, 1, 5, 1], Reviews.Keys(model, Text));
        Assert.Equal(("<inconnu>", 10, (int?)null), (model.UnknownWord, model.Vocabulary.Count, model.Length));
        Assert.Equal("<inconnu> film bon un voir très l'été où déçu cœur noël", KeyValues(model));
    }

    // The placeholder for unknown words is excluded from the vocabulary, so that no two keys have the same value.
    [Fact]
    public void The_placeholder_for_unknown_words_can_occur_in_the_texts()
    {
        WordIndicesTransformer model = Fit(_options with { UnknownWord = "film", MaxWords = 2 });
        Assert.Equal("film bon un", KeyValues(model));
        Assert.Equal([2u, 1, 1, 1, 1], Reviews.Keys(model, Text));
    }

    [Fact]
    public void The_key_values_are_the_words()
    {
        WordIndicesTransformer model = Fit(_options with { Length = 7 });
        Assert.Equal("film bon un voir très l'été où déçu cœur noël", KeyValues(model));
        IDataView keys = model.Transform(Reviews.View(_ml, Text));
        Assert.Equal("Keys: Vector<Key<UInt32, 0-9>, 7> {KeyValues}", $"{keys.Schema["Keys"]}");
        IDataView words = _ml.Transforms.Conversion.MapKeyToValue("Words", "Keys").Fit(keys).Transform(keys);
        Assert.Equal(["", "", "", "", "bon", "film", "voir"], words.GetColumn<string[]>("Words").Single().Select(w => w ?? ""));
    }

    [Fact]
    public void The_overload_without_options_equals_the_overload_with_options()
    {
        IDataView data = Reviews.View(_ml, Reviews.French);
        WordIndicesTransformer model = _ml.Transforms.Text.WordIndices("Text", length: 2, maxWords: 2).Fit(data);
        Assert.Equal("film 9/4, bon 8/5", Reviews.Words(model.Vocabulary));
        Assert.Equal([0u, 2], model.Transform(Reviews.View(_ml, "un bon")).GetColumn<uint[]>("Text").Single());
    }

    [Fact]
    public void Without_a_fixed_length_a_sequence_has_one_key_per_known_word()
    {
        IDataView keys = Fit(_options).Transform(Reviews.View(_ml, "voir", "", "très très bon", "x"));
        Assert.Equal("Keys: Vector<Key<UInt32, 0-9>> {KeyValues}", $"{keys.Schema["Keys"]}");
        Assert.Equal([[4], [], [5, 5, 2], []], keys.GetColumn<uint[]>("Keys"));
    }

    private WordIndicesTransformer Fit(WordIndicesOptions options) =>
        _ml.Transforms.Text.WordIndices("Keys", "Text", options).Fit(Reviews.View(_ml, Reviews.French));

    private string KeyValues(WordIndicesTransformer model)
    {
        VBuffer<ReadOnlyMemory<char>> words = default;
        model.GetOutputSchema(Reviews.View(_ml, Text).Schema)["Keys"].GetKeyValues(ref words);
        return string.Join(' ', words.DenseValues());
    }
}
