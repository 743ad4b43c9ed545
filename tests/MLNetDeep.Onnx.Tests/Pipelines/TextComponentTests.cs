using Microsoft.ML;
using MLNetDeep.Trainers;
using MLNetDeep.Transforms;

namespace MLNetDeep.Onnx.Tests.Pipelines;

/// <summary>Our components that read or write texts have no ONNX form. All others have one.</summary>
public class TextComponentTests
{
    private static readonly string[] s_written =
        [nameof(FlattenImageTransformer), nameof(NetworkTransformer), nameof(OneHotLabelTransformer)];

    private readonly MLContext _ml = new(seed: 1);

    public static TheoryData<string> Components =>
        [nameof(BagOfWordsTransformer), nameof(HashedBagOfWordsTransformer), nameof(WordIndicesTransformer), nameof(IndicesToTextTransformer)];

    [Fact]
    public void Each_component_is_written_or_refused() => Assert.Equal(
        typeof(NetworkTransformer).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(RowTransformer)) && !type.IsAbstract)
            .Select(type => type.Name).Order(),
        Components.Select(component => component.Data).Concat(s_written).Order());

    [Theory]
    [MemberData(nameof(Components))]
    public void A_component_of_texts_is_refused_by_name(string component)
    {
        IDataView data = PipelineRow.Create(_ml, 64);
        IEstimator<ITransformer> estimator = component switch
        {
            nameof(BagOfWordsTransformer) => _ml.Transforms.Text.BagOfWords("Out", "Text"),
            nameof(HashedBagOfWordsTransformer) => _ml.Transforms.Text.HashedBagOfWords("Out", "Text", bits: 4),
            nameof(WordIndicesTransformer) => _ml.Transforms.Text.WordIndices("Out", "Text"),
            _ => _ml.Transforms.Text.WordIndices("Words", "Text").Append(_ml.Transforms.Text.IndicesToText("Out", "Words")),
        };
        ITransformer model = estimator.Append(_ml.Transforms.CopyColumns("Copy", "Out")).Fit(data);
        string first = component == nameof(IndicesToTextTransformer) ? nameof(WordIndicesTransformer) : component;
        using MemoryStream file = new();
        NotSupportedException e = Assert.Throws<NotSupportedException>(() => _ml.Model.SaveAsOnnx(model, data.Schema, file));
        Assert.StartsWith(
            $"{first} cannot be converted to ONNX: ONNX's standard operators cannot process texts as it does.", e.Message, StringComparison.Ordinal);
        e = Assert.Throws<NotSupportedException>(() => _ml.Model.ConvertToOnnx(model, data, file));
        Assert.StartsWith(
            $"{first} cannot be converted to ONNX: ONNX's standard operators cannot process texts as it does.", e.Message, StringComparison.Ordinal);
        Assert.Equal(0, file.Length);
        if (component == nameof(IndicesToTextTransformer))
        {
            e = Assert.Throws<NotSupportedException>(
                () => _ml.Model.SaveAsOnnx(model, data.Schema, file, new OnnxPipelineOptions { From = "Words" }));
            Assert.StartsWith($"{component} cannot be converted to ONNX: ", e.Message, StringComparison.Ordinal);
        }
    }
}
