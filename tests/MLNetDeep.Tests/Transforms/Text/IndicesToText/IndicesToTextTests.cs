using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Transforms;

namespace MLNetDeep.Tests.Transforms;

public class IndicesToTextTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Theory]
    [InlineData(null)]
    [InlineData(5)]
    public void Words_are_restored_with_spaces(int? length)
    {
        IDataView keys = Keys(length, "Bon film à VOIR absolument !", "", "l’été");
        Assert.Equal(["bon film voir", "", "l'été"], _ml.Transforms.Text.IndicesToText("Keys").Fit(keys).Transform(keys).GetColumn<string>("Keys"));
    }

    [Fact]
    public void A_text_of_known_words_is_restored()
    {
        IDataView keys = Keys(length: null, "où voir un très bon film");
        Assert.Equal("où voir un très bon film", _ml.Transforms.Text.IndicesToText("Back", "Keys").Fit(keys).Transform(keys).GetColumn<string>("Back").Single());
    }

    // The keys come from other transforms: a sparse vector, and words mapped by MapValueToKey.
    [Fact]
    public void Keys_of_MapValueToKey_are_accepted()
    {
        IDataView rows = _ml.Data.LoadFromEnumerable([new Parts { Words = ["b", "a", "b"] }]);
        IDataView keys = _ml.Transforms.Conversion.MapValueToKey("Keys", "Words").Fit(rows).Transform(rows);
        Assert.Equal("b a b", _ml.Transforms.Text.IndicesToText("Back", "Keys").Fit(keys).Transform(keys).GetColumn<string>("Back").Single());
    }

    [Fact]
    public void Keys_without_text_values_throw()
    {
        IDataView rows = _ml.Data.LoadFromEnumerable([new Numbers { Keys = [3, 4] }]);
        IDataView keys = _ml.Transforms.Conversion.MapValueToKey("Keys").Fit(rows).Transform(rows);
        string message = Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Transforms.Text.IndicesToText("Keys").Fit(keys)).Message;
        Assert.Contains("expected a vector of Key<UInt32> whose key values are texts", message);
    }

    [Fact]
    public void A_sequence_of_the_wrong_length_throws()
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Sequence));
        schema["Keys"].ColumnType = new VectorDataViewType(new KeyDataViewType(typeof(uint), 2), 3);
        schema["Keys"].AddAnnotation("KeyValues", new VBuffer<ReadOnlyMemory<char>>(2, ["bon".AsMemory(), "film".AsMemory()]), new VectorDataViewType(TextDataViewType.Instance, 2));
        IDataView rows = _ml.Data.LoadFromEnumerable([new Sequence { Keys = [2, 0, 1] }, new Sequence { Keys = null! }], schema);
        List<string> texts = [];
        string message = Assert.Throws<InvalidOperationException>(
            () => texts.AddRange(_ml.Transforms.Text.IndicesToText("Text", "Keys").Fit(rows).Transform(rows).GetColumn<string>("Text"))).Message;
        Assert.Contains("column 'Keys' (row 1) has 0 values, but the column's type, Vector<Key<UInt32, 0-1>, 3>, has 3", message);
        Assert.Equal(["film bon"], _ml.Transforms.Text.IndicesToText("Text", "Keys").Fit(rows).Transform(_ml.Data.TakeRows(rows, 1)).GetColumn<string>("Text"));
    }

    private IDataView Keys(int? length, params IEnumerable<string?> texts)
    {
        ITransformer model = _ml.Transforms.Text.WordIndices("Keys", "Text", length, maxWords: 10).Fit(Reviews.View(_ml, Reviews.French));
        return model.Transform(Reviews.View(_ml, texts));
    }

    private sealed class Numbers
    {
        [VectorType(2)]
        public float[] Keys { get; set; } = new float[2];
    }

    private sealed class Sequence
    {
        public uint[] Keys { get; set; } = [];
    }

    private sealed class Parts
    {
        public string[] Words { get; set; } = [];
    }
}
