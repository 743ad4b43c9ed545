using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace MLNetDeep.Onnx.Tests.Pipelines;

/// <summary>
/// ML.NET's transforms of numbers and categories in SaveAsOnnx: the same values, or an exception that names the transformer.
/// </summary>
public class NumericTransformTests
{
    private static readonly Dictionary<string, Func<TransformsCatalog, IEstimator<ITransformer>>> s_written = new()
    {
        ["NormalizeMinMax"] = t => t.NormalizeMinMax("Out", "Numbers"),
        ["NormalizeMinMax not at zero"] = t => t.NormalizeMinMax("Out", "Numbers", fixZero: false),
        ["NormalizeMinMax of a value"] = t => t.NormalizeMinMax("Out", "Target"),
        ["NormalizeMeanVariance"] = t => t.NormalizeMeanVariance("Out", "Numbers"),
        ["NormalizeMeanVariance not at zero"] = t => t.NormalizeMeanVariance("Out", "Numbers", fixZero: false),
        ["NormalizeRobustScaling"] = t => t.NormalizeRobustScaling("Out", "Numbers"),
        ["NormalizeLpNorm"] = t => t.NormalizeLpNorm("Out", "Numbers"),
        ["NormalizeGlobalContrast"] = t => t.NormalizeGlobalContrast("Out", "Numbers"),
        ["ProjectToPrincipalComponents"] = t => t.ProjectToPrincipalComponents("Out", "Numbers", rank: 2),
        ["ReplaceMissingValues by the mean"] =
            t => t.ReplaceMissingValues("Out", "Age", MissingValueReplacingEstimator.ReplacementMode.Mean),
        ["ReplaceMissingValues by the default"] = t => t.ReplaceMissingValues("Out", "Age"),
        ["IndicateMissingValues"] = t => t.IndicateMissingValues("Out", "Age"),
        ["Concatenate"] = t => t.Concatenate("Out", "Numbers", "Target", "Age"),
        ["CopyColumns"] = t => t.CopyColumns("Out", "Image"),
        ["ConvertType to numbers"] = t => t.Conversion.ConvertType("Out", "Image"),
        ["ConvertType of integers to texts"] = t => t.Conversion.ConvertType("Out", "Digit", DataKind.String),
        ["ConvertType to integers"] = t => t.Conversion.ConvertType("Out", "Digit", DataKind.Int64),
        ["OneHotEncoding"] = t => t.Categorical.OneHotEncoding("Out", "Colour"),
        ["OneHotEncoding as a key"] = t => t.Categorical.OneHotEncoding("Out", "Colour", OneHotEncodingEstimator.OutputKind.Key),
        ["OneHotEncoding of numbers"] = t => t.Categorical.OneHotEncoding("Out", "Digit"),
        ["MapValueToKey"] = t => t.Conversion.MapValueToKey("Out", "Colour"),
        ["MapKeyToVector"] = t => t.Conversion.MapKeyToVector("Out", "Keys"),
        ["MapKeyToVector as counts"] = t => t.Conversion.MapKeyToVector("Out", "Keys", outputCountVector: true),
        ["SelectFeaturesBasedOnCount"] = t => t.FeatureSelection.SelectFeaturesBasedOnCount("Out", "Numbers", count: 1),
        ["DropColumns"] = t => t.CopyColumns("Out", "Numbers").Append(t.DropColumns("Image")),
    };

    private static readonly Dictionary<string, Func<TransformsCatalog, IEstimator<ITransformer>>> s_refused = new()
    {
        ["NormalizingTransformer"] = t => t.NormalizeBinning("Out", "Numbers"),
        ["ApproximatedKernelTransformer"] = t => t.ApproximatedKernelMap("Out", "Numbers", rank: 4),
        ["OneHotEncodingTransformer"] = t => t.Categorical.OneHotEncoding("Out", "Colour", OneHotEncodingEstimator.OutputKind.Binary),
        ["TextFeaturizingEstimator.Transformer"] = t => t.Text.FeaturizeText("Out", "Text"),
    };

    // ML.NET has a form of each of them. These give other numbers, or run in ONNX Runtime alone.
    private static readonly Dictionary<string, (Func<TransformsCatalog, IEstimator<ITransformer>> Create, string Message)> s_wrong = new()
    {
        ["Hash"] = (
            t => t.Conversion.Hash("Out", "Colour", numberOfBits: 8),
            "HashingTransformer cannot be converted to ONNX: ML.NET's ONNX form hashes missing values to other numbers, and has MurmurHash3"),
        ["OneHotHashEncoding"] = (
            t => t.Categorical.OneHotHashEncoding("Out", "Colour", numberOfBits: 4),
            "OneHotHashEncodingTransformer cannot be converted to ONNX: ML.NET's ONNX form hashes missing values to other numbers, and has MurmurHash3"),
        ["ConvertType to texts"] = (
            t => t.Conversion.ConvertType("Out", "Numbers", DataKind.String),
            "TypeConvertingTransformer cannot be converted to ONNX: ONNX writes floats as texts in another way, such as 1e+10 for 1E+10."),
        ["ProduceWordBags"] = (
            t => t.Text.ProduceWordBags("Out", "Text"),
            "WordTokenizingTransformer cannot be converted to ONNX: ML.NET's ONNX form makes one row of all rows, and has Tokenizer"),
        ["ProduceHashedWordBags"] = (
            t => t.Text.ProduceHashedWordBags("Out", "Text", numberOfBits: 4),
            "WordTokenizingTransformer cannot be converted to ONNX: ML.NET's ONNX form makes one row of all rows, and has Tokenizer"),
        ["TokenizeIntoCharactersAsKeys"] = (
            t => t.Text.TokenizeIntoCharactersAsKeys("Keys", "Text").Append(t.Text.ProduceNgrams("Out", "Keys")),
            "TokenizingByCharactersTransformer cannot be converted to ONNX: ML.NET's ONNX form has Tokenizer, which is no standard operator."),
    };

    private readonly MLContext _ml = new(seed: 1);

    public static TheoryData<string> Written => [.. s_written.Keys];

    public static TheoryData<string> Refused => [.. s_refused.Keys];

    public static TheoryData<string> Wrong => [.. s_wrong.Keys];

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_transform_that_ML_NET_cannot_write_is_refused_by_name(string transformer)
    {
        IDataView data = PipelineRow.Create(_ml, 64);
        ITransformer model = s_refused[transformer](_ml.Transforms).Fit(data);
        using MemoryStream file = new();
        NotSupportedException e = Assert.Throws<NotSupportedException>(
            () => _ml.Model.SaveAsOnnx(model, data.Schema, file, new OnnxPipelineOptions { Outputs = ["Out"] }));
        Assert.StartsWith($"{transformer} cannot be converted to ONNX: ML.NET has no ONNX form for ", e.Message, StringComparison.Ordinal);
        Assert.Equal(0, file.Length);
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_transform_that_ML_NET_writes_otherwise_is_refused_by_name(string name)
    {
        IDataView data = PipelineRow.Create(_ml, 64);
        ITransformer model = s_wrong[name].Create(_ml.Transforms).Fit(data);
        using MemoryStream file = new();
        NotSupportedException e = Assert.Throws<NotSupportedException>(
            () => _ml.Model.SaveAsOnnx(model, data.Schema, file, new OnnxPipelineOptions { Outputs = ["Out"] }));
        Assert.StartsWith(s_wrong[name].Message, e.Message, StringComparison.Ordinal);
        Assert.Equal(0, file.Length);
    }

    [Fact]
    public void A_trainer_that_ML_NET_writes_otherwise_is_refused_by_name()
    {
        IDataView data = PipelineRow.Create(_ml, 64);
        ITransformer clusters = _ml.Clustering.Trainers.KMeans("Numbers", numberOfClusters: 3).Fit(data);
        NotSupportedException e = Assert.Throws<NotSupportedException>(() => _ml.Model.SaveAsOnnx(clusters, data.Schema, new MemoryStream()));
        Assert.Equal(
            "ClusteringPredictionTransformer cannot be converted to ONNX: ML.NET's ONNX form counts the clusters from 0, where the component counts them "
            + "from 1.",
            e.Message);

        // ML.NET's form has ExpandDims of com.microsoft.
        ITransformer bayes = _ml.Transforms.Conversion.MapValueToKey("Label", "Kind")
            .Append(_ml.MulticlassClassification.Trainers.NaiveBayes(featureColumnName: "Numbers")).Fit(data);
        e = Assert.Throws<NotSupportedException>(() => _ml.Model.SaveAsOnnx(bayes, data.Schema, new MemoryStream()));
        Assert.Equal(
            "The pipeline cannot be converted to ONNX: ML.NET's form of one of its components (MulticlassPredictionTransformer) has the operator "
            + "com.microsoft:ExpandDims, which is no standard operator.",
            e.Message);
    }

    [Theory]
    [MemberData(nameof(Written))]
    public void A_transform_gives_the_same_values(string name)
    {
        IDataView data = PipelineRow.Create(_ml, 64);
        ITransformer model = s_written[name](_ml.Transforms).Fit(data);
        using MemoryStream file = new();
        _ml.Model.SaveAsOnnx(model, data.Schema, file, new OnnxPipelineOptions { Outputs = ["Out"] });
        using PipelineRun run = new(file.ToArray());
        ColumnValues.AssertEqual(ColumnValues.Read(model.Transform(data), "Out"), run.Run(data)["Out"], name);
    }
}
