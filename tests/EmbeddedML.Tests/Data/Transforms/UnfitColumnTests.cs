using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace EmbeddedML.Tests.Data.Transforms;

/// <summary>What comes of columns that do not fit an estimator, as recorded from Microsoft.ML 5.0.0.</summary>
public class UnfitColumnTests
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly IDataView _data;

    public UnfitColumnTests() => _data = _ml.Data.LoadFromEnumerable(new[] { new Row { Number = 1, Text = "a", Numbers = [1, 2], Texts = ["a", "b"] } });

    [Fact]
    public void Ngrams_of_a_scalar_are_refused_when_they_are_learned()
        => Assert.Throws<InvalidOperationException>(() => _ml.Transforms.Text.ProduceNgrams("Out", "Text").Fit(_data));

    [Fact]
    public void Ngrams_of_numbers_are_refused_when_they_are_learned()
    {
        var error = Assert.Throws<TargetInvocationException>(() => _ml.Transforms.Text.ProduceNgrams("Out", "Numbers").Fit(_data));
        Assert.IsType<InvalidOperationException>(error.InnerException);
    }

    [Fact]
    public void Ngrams_of_texts_are_refused_when_rows_are_transformed()
    {
        ITransformer transformer = _ml.Transforms.Text.ProduceNgrams("Out", "Texts").Fit(_data);
        Assert.Throws<ArgumentOutOfRangeException>(() => transformer.Transform(_data));
        Assert.Throws<ArgumentOutOfRangeException>(() => transformer.GetOutputSchema(_data.Schema));
    }

    [Theory]
    [InlineData("Text")]
    [InlineData("Texts")]
    public void Texts_cannot_be_missing(string column)
    {
        MissingValueIndicatorEstimator estimator = _ml.Transforms.IndicateMissingValues("Out", column);
        Assert.Throws<ArgumentOutOfRangeException>(() => estimator.GetOutputSchema(SchemaShape.Create(_data.Schema)));
        var error = Assert.Throws<TargetInvocationException>(() => estimator.Fit(_data));
        Assert.IsType<InvalidOperationException>(error.InnerException);
    }

    [Fact]
    public void No_column_has_the_empty_name()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Transforms.Conversion.MapValueToKey("Out", "").Fit(_data));
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Transforms.ReplaceMissingValues("Out", "").Fit(_data));
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Transforms.Text.ProduceNgrams("Out", "").Fit(_data));
    }

    // In ML.NET it is an error of its own making, but a program may see it.
    [Fact]
    public void No_values_cannot_be_ordered_unless_they_are_texts()
    {
        IDataView none = _ml.Data.LoadFromEnumerable(Array.Empty<Row>());
        Assert.Throws<ArgumentNullException>(() => _ml.Transforms.Conversion.MapValueToKey("Out", "Number", keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue).Fit(none));
        _ml.Transforms.Conversion.MapValueToKey("Out", "Text", keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue).Fit(none);
        _ml.Transforms.Conversion.MapValueToKey("Out", "Number").Fit(none);
    }

    // Whether there is a list for the language matters only where there are words to remove.
    [Fact]
    public void Stop_words_of_a_column_without_words_are_refused_for_the_column()
        => Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Transforms.Text.RemoveDefaultStopWords(
            "Out", "Number", Microsoft.ML.Transforms.Text.StopWordsRemovingEstimator.Language.German).Fit(_data));

    [Fact]
    public void Nothing_can_be_normalized()
    {
        IDataView output = _ml.Transforms.NormalizeMinMax(Array.Empty<InputOutputColumnPair>()).Fit(_data).Transform(_data);
        Assert.Equal(["Number", "Text", "Numbers", "Texts"], output.Schema.Select(c => c.Name));
    }

    [Fact]
    public void A_column_that_is_selected_twice_is_there_twice()
    {
        IDataView output = _ml.Transforms.SelectColumns("Text", "Number", "Text").Fit(_data).Transform(_data);
        Assert.Equal(["Text hidden", "Number", "Text"], output.Schema.Select(c => c.IsHidden ? c.Name + " hidden" : c.Name));
    }

    private sealed class Row
    {
        public float Number { get; set; }

        public string Text { get; set; } = "";

        [VectorType(2)]
        public float[] Numbers { get; set; } = [];

        public string[] Texts { get; set; } = [];
    }
}
