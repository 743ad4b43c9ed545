using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Tests.Support;
using MLNetDeep.Trainers;
using MLNetDeep.Transforms;

namespace MLNetDeep.Tests.Interop;

/// <summary>
/// ConvertToOnnx ends its walk through a pipeline at a view it does not know, so our views take part in it. Without MLNetDeep.Onnx, which these tests do
/// not reference, they refuse.
/// </summary>
public sealed class OnnxRefusalTests : IDisposable
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Components =>
    [
        nameof(NetworkTransformer), nameof(FlattenImageTransformer), nameof(OneHotLabelTransformer), nameof(BagOfWordsTransformer),
        nameof(HashedBagOfWordsTransformer), nameof(WordIndicesTransformer), nameof(IndicesToTextTransformer),
    ];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void There_is_a_case_for_each_transformer() => Assert.Equal(
        typeof(NetworkTransformer).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(RowTransformer))).Select(type => type.Name).Order(),
        Components.Select(component => component.Data).Order());

    [Theory]
    [MemberData(nameof(Components))]
    public void ConvertToOnnx_refuses_each_component_by_name_wherever_it_is_in_a_pipeline(string component)
    {
        IDataView data = Data();
        IEstimator<ITransformer> copyBefore = _ml.Transforms.CopyColumns("Before", "Number");
        IEstimator<ITransformer> copyAfter = _ml.Transforms.CopyColumns("After", "Number");
        Refuses(Estimator(component), data, component);
        Refuses(copyBefore.Append(Estimator(component)), data, component);
        Refuses(copyBefore.Append(Estimator(component)).Append(copyAfter), data, component);
    }

    // ML.NET's converter ends at a component of its own that it cannot convert, with a warning, and converts what follows it. The column
    // Image has the same name before and after FlattenImage, so nothing else would show that FlattenImage was left out.
    [Fact]
    public void ConvertToOnnx_refuses_a_component_before_one_of_ML_NET_that_it_cannot_convert()
    {
        IDataView data = Data();
        IEstimator<ITransformer> pipeline = _ml.Transforms.FlattenImage("Image").Append(_ml.Transforms.CustomMapping<Input, Output>(Copy, null))
            .Append(_ml.Transforms.SelectColumns("Image"));
        ITransformer model = pipeline.Fit(data);
        using MemoryStream stream = new();
        NotSupportedException e = Assert.Throws<NotSupportedException>(() => _ml.Model.ConvertToOnnx(model, data, stream));
        Assert.StartsWith(
            $"{nameof(FlattenImageTransformer)} cannot take part in this operation, which would leave it out.", e.Message, StringComparison.Ordinal);
        Assert.Equal(0, stream.Length);
    }

    [Fact]
    public void ConvertToOnnx_still_converts_the_parts_of_a_pipeline_without_our_components()
    {
        IDataView data = Data();
        IEstimator<ITransformer> normalize = _ml.Transforms.NormalizeMinMax("Numbers");
        ITransformer part = normalize.Fit(data);
        using MemoryStream before = new();
        _ml.Model.ConvertToOnnx(part, Rows(), before);
        using MemoryStream after = new();
        Assert.Throws<NotSupportedException>(() => _ml.Model.ConvertToOnnx(part, data, after));
        _ml.Model.ConvertToOnnx(part, _ml.Data.Cache(data), after);
        Assert.True(after.Length > before.Length, "The model of the part after WordIndices has its column as one more input.");
    }

    [Fact]
    public void A_view_is_not_a_model_that_can_be_saved()
    {
        ICanSaveModel view = Assert.IsType<ICanSaveModel>(Data(), exactMatch: false);
        NotSupportedException e = Assert.Throws<NotSupportedException>(() => view.Save(null!));
        Assert.Equal("The view that WordIndicesTransformer returned cannot be saved as a model: save the transformer, with Model.SaveSafely.", e.Message);
    }

    private static void Copy(Input input, Output output) => output.Copy = input.Number;

    private void Refuses(IEstimator<ITransformer> estimator, IDataView data, string component)
    {
        ITransformer fitted = estimator.Fit(data);
        _ml.Model.Save(fitted, data.Schema, _folder.File("model.zip"));
        foreach (ITransformer model in new[] { fitted, _ml.Model.Load(_folder.File("model.zip"), out _) })
        {
            using MemoryStream stream = new();
            NotSupportedException e = Assert.Throws<NotSupportedException>(() => _ml.Model.ConvertToOnnx(model, _ml.Data.Cache(data), stream));
            Assert.Equal(
                $"{component} cannot be converted to ONNX without the package MLNetDeep.Onnx: add a reference to it to the program.", e.Message);
            Assert.Equal(0, stream.Length);
        }
    }

    private IDataView Rows() => _ml.Data.LoadFromEnumerable(
        [
            new Row { Number = 1, Numbers = [1, 2], Image = [1, 2], Text = "a good film" },
            new Row { Number = 2, Numbers = [2, 1], Image = [2, 1], Text = "a bad film" },
        ]);

    private IDataView Data() => _ml.Transforms.Text.WordIndices("Words", "Text").Fit(Rows()).Transform(Rows());

    private IEstimator<ITransformer> Estimator(string component) => component switch
    {
        nameof(NetworkTransformer) => _ml.Regression.Trainers.LinearRegression("Number", "Numbers"),
        nameof(FlattenImageTransformer) => _ml.Transforms.FlattenImage("Flat", "Image"),
        nameof(OneHotLabelTransformer) => _ml.Transforms.Conversion.OneHotLabel("OneHot", "Class", classCount: 2),
        nameof(BagOfWordsTransformer) => _ml.Transforms.Text.BagOfWords("Bag", "Text"),
        nameof(HashedBagOfWordsTransformer) => _ml.Transforms.Text.HashedBagOfWords("Bag", "Text", bits: 4),
        nameof(WordIndicesTransformer) => _ml.Transforms.Text.WordIndices("Words", "Text"),
        _ => _ml.Transforms.Text.IndicesToText("Back", "Words"),
    };

    private sealed class Row
    {
        public float Number { get; set; }

        [VectorType(2)]
        public float[] Numbers { get; set; } = [];

        [VectorType(2)]
        public float[] Image { get; set; } = [];

        public int Class { get; set; }

        public string Text { get; set; } = "";
    }

    private sealed class Input
    {
        public float Number { get; set; }
    }

    private sealed class Output
    {
        public float Copy { get; set; }
    }
}
