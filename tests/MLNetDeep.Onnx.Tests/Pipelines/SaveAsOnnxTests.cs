using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Neural;
using MLNetDeep.Tests.Support;
using MLNetDeep.Trainers;
using MLNetDeep.Transforms;

namespace MLNetDeep.Onnx.Tests.Pipelines;

public sealed class SaveAsOnnxTests : IDisposable
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly TemporaryFolder _folder = new();
    private readonly IDataView _data;

    public SaveAsOnnxTests() => _data = PipelineRow.Create(_ml, 64);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_predicted_key_has_its_values_in_the_metadata()
    {
        ITransformer model = _ml.Transforms.Conversion.MapValueToKey("Label", "Kind")
            .Append(_ml.MulticlassClassification.Trainers.SoftmaxRegression(featureColumnName: "Numbers", epochs: 1)).Fit(_data);
        using PipelineRun run = Save(model);
        IDataView scored = model.Transform(_data);
        uint[] keys = (uint[])ColumnValues.Read(scored, "PredictedLabel");
        ColumnValues.AssertEqual(keys, run.Run(_data)["PredictedLabel"], "PredictedLabel");
        VBuffer<ReadOnlyMemory<char>> values = default;
        scored.Schema["PredictedLabel"].GetKeyValues(ref values);
        Assert.Equal($"[{string.Join(',', values.DenseValues().Select(value => $"\"{value}\""))}]", run.Metadata["PredictedLabel.KeyValues"]);
    }

    // Row 1: [2, 0, 0, 0] has the scores [2, 0]. A row that is not a number has no class: key 0, and no text.
    [Fact]
    public void A_row_that_is_not_a_number_has_no_class()
    {
        ITransformer model = _ml.Transforms.Conversion.MapValueToKey("Label", "Kind")
            .Append(_ml.MulticlassClassification.Trainers.SoftmaxRegression(featureColumnName: "Numbers", epochs: 1))
            .Append(_ml.Transforms.Conversion.MapKeyToValue("Text", "PredictedLabel")).Fit(_data);
        using PipelineRun run = Save(model);
        IDataView rows = _ml.Data.LoadFromEnumerable([new PipelineRow { Numbers = [1, float.NaN, 0, 2], Planes = new float[72], Image = new byte[36] }]);
        IReadOnlyDictionary<string, Array> results = run.Run(rows);
        Assert.Equal(new uint[] { 0 }, results["PredictedLabel"]);
        Assert.Equal(new[] { "" }, results["Text"]);
        ColumnValues.AssertEqual(ColumnValues.Read(model.Transform(rows), "Text"), results["Text"], "Text");
    }

    // Each type that MapValueToKey takes and ONNX has, through a network that predicts its keys.
    [Theory]
    [InlineData(DataKind.SByte)]
    [InlineData(DataKind.Byte)]
    [InlineData(DataKind.Int16)]
    [InlineData(DataKind.UInt16)]
    [InlineData(DataKind.Int32)]
    [InlineData(DataKind.UInt32)]
    [InlineData(DataKind.Int64)]
    [InlineData(DataKind.UInt64)]
    [InlineData(DataKind.Single)]
    [InlineData(DataKind.Double)]
    [InlineData(DataKind.String)]
    public void Labels_of_each_type_come_out_as_they_went_in(DataKind kind)
    {
        ITransformer model = _ml.Transforms.Conversion.ConvertType("Typed", "Digit", DataKind.String)
            .Append(_ml.Transforms.Conversion.ConvertType("Typed", outputKind: kind))
            .Append(_ml.Transforms.Conversion.MapValueToKey("Label", "Typed"))
            .Append(_ml.MulticlassClassification.Trainers.SoftmaxRegression(featureColumnName: "Numbers", epochs: 1))
            .Append(_ml.Transforms.Conversion.MapKeyToValue("PredictedLabel")).Fit(_data);
        using PipelineRun run = Save(model);
        Array expected = ColumnValues.Read(model.Transform(_data), "PredictedLabel");
        Assert.True(expected.Cast<object>().Distinct().Count() > 1);
        ColumnValues.AssertEqual(expected, run.Run(_data)["PredictedLabel"], "PredictedLabel");
    }

    [Fact]
    public void Names_and_shapes_are_those_of_the_columns()
    {
        ITransformer model = _ml.Transforms.FlattenImage("Image")
            .Append(_ml.Transforms.Conversion.OneHotLabel("Hot", "Digit")).Fit(_data);
        using PipelineRun run = Save(model);
        Assert.Equal(["Digit", "Image"], run.Inputs.Order());
        Assert.Equal(["Hot", "Image.output"], run.Outputs.Order());
        Assert.Equal((-1, 6, 6), (run.Dimensions("Image")[0], run.Dimensions("Image")[1], run.Dimensions("Image")[2]));
        Assert.Equal([-1, 1], run.Dimensions("Digit"));
        Assert.Equal([-1, 36], run.Dimensions("Image.output"));
        Assert.Equal([-1, 3], run.Dimensions("Hot"));
        IDataView transformed = model.Transform(_data);
        IReadOnlyDictionary<string, Array> results = run.Run(_data);
        ColumnValues.AssertEqual(ColumnValues.Read(transformed, "Image"), results["Image.output"], "Image");
        ColumnValues.AssertEqual(ColumnValues.Read(transformed, "Hot"), results["Hot"], "Hot");
    }

    // ML.NET's ConvertToOnnx writes a graph for this pipeline that ONNX Runtime cannot run: its form of the normalizer needs flat vectors.
    [Fact]
    public void Vectors_of_several_dimensions_may_be_normalized()
    {
        ITransformer model = _ml.Transforms.NormalizeMinMax("Scaled", "Planes")
            .Append(_ml.Regression.Trainers.ConvolutionalNetwork("Target", "Scaled", filters: [3], epochs: 1)).Fit(_data);
        using PipelineRun run = Save(model, new OnnxPipelineOptions { Outputs = ["Scaled", "Score"] });
        Assert.Equal([-1, 2, 6, 6], run.Dimensions("Planes"));
        Assert.Equal([-1, 2, 6, 6], run.Dimensions("Scaled"));
        IDataView scored = model.Transform(_data);
        IReadOnlyDictionary<string, Array> results = run.Run(_data);
        ColumnValues.AssertEqual(ColumnValues.Read(scored, "Scaled"), results["Scaled"], "Scaled");
        ColumnValues.AssertEqual(ColumnValues.Read(scored, "Score"), results["Score"], "Score");
    }

    [Fact]
    public void Outputs_names_the_columns_that_are_wanted()
    {
        ITransformer model = TestPipelines.Create(_ml, "LogisticRegression after NormalizeMeanVariance").Fit(_data);
        using PipelineRun run = Save(model, new OnnxPipelineOptions { Outputs = ["Features", "Probability", "Age"] });
        Assert.Equal(["Age.output", "Features", "Probability"], run.Outputs.Order());
        Assert.Equal(["Age", "Numbers"], run.Inputs.Order());
        IDataView scored = model.Transform(_data);
        IReadOnlyDictionary<string, Array> results = run.Run(_data);
        ColumnValues.AssertEqual(ColumnValues.Read(scored, "Features"), results["Features"], "Features");
        ColumnValues.AssertEqual(ColumnValues.Read(scored, "Age"), results["Age.output"], "Age");
        ColumnValues.AssertEqual(ColumnValues.Read(scored, "Probability"), results["Probability"], "Probability");
    }

    [Theory]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(11)]
    public void Lower_versions_of_the_operators_give_the_same_numbers(int opset)
    {
        ITransformer model = TestPipelines.Create(_ml, "SoftmaxRegression after NormalizeMinMax").Fit(_data);
        using PipelineRun run = Save(model, new OnnxPipelineOptions { Opset = opset });
        ColumnValues.AssertEqual(ColumnValues.Read(model.Transform(_data), "Score"), run.Run(_data)["Score"], "Score");
    }

    [Fact]
    public void A_layer_that_needs_a_later_version_is_refused_with_the_component()
    {
        NetworkSpec spec = new([6, 6, 1], [new UpSampling2D(new Size2D(2, 2)), new Flatten(), new Dense(1)]);
        ITransformer model = _ml.Regression.Trainers.NeuralNetwork(
            spec, new NeuralNetworkOptions { LabelColumnName = "Target", FeatureColumnName = "Image", Epochs = 1 }).Fit(_data);
        NotSupportedException e = Assert.Throws<NotSupportedException>(() => Save(model, new OnnxPipelineOptions { Opset = 9 }));
        Assert.StartsWith("NetworkTransformer cannot be converted to ONNX: Layer 0, UpSampling2D", e.Message, StringComparison.Ordinal);
        Assert.Contains("needs version 11 of ONNX's operators or a later one, but Opset is 9.", e.Message, StringComparison.Ordinal);
        using MemoryStream file = new();
        e = Assert.Throws<NotSupportedException>(() => _ml.Model.ConvertToOnnx(model, _data, 9, file));
        Assert.StartsWith("NetworkTransformer cannot be converted to ONNX: Layer 0, UpSampling2D", e.Message, StringComparison.Ordinal);
        Assert.Equal(0, file.Length);
        using PipelineRun run = Save(model);
        ColumnValues.AssertEqual(ColumnValues.Read(model.Transform(_data), "Score"), run.Run(_data)["Score"], "Score");
    }

    [Fact]
    public void Options_out_of_range_are_refused_by_name()
    {
        ITransformer model = TestPipelines.Create(_ml, "LogisticRegression after NormalizeMeanVariance").Fit(_data);
        Assert.Equal("Opset", Assert.Throws<ArgumentOutOfRangeException>(() => new OnnxPipelineOptions { Opset = 13 }).ParamName);
        Assert.Equal("Opset", Assert.Throws<ArgumentOutOfRangeException>(() => new OnnxPipelineOptions { Opset = 8 }).ParamName);
        Assert.StartsWith(
            "From is 'Kind', but no transformer of the pipeline makes this column.",
            Assert.Throws<ArgumentException>(() => Save(model, new OnnxPipelineOptions { From = "Kind" })).Message,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "Outputs has the column 'Nothing', which the pipeline does not make.",
            Assert.Throws<ArgumentException>(() => Save(model, new OnnxPipelineOptions { Outputs = ["Nothing"] })).Message,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "The pipeline has no transformers to export.",
            Assert.Throws<ArgumentException>(() => Save(model, new OnnxPipelineOptions { From = "Score" })).Message,
            StringComparison.Ordinal);
    }

    // A component of ML.NET that an output depends on and that has no ONNX form: its view, its column, or its rows.
    [Theory]
    [InlineData("NormalizeBinning", "NormalizingTransformer cannot be converted to ONNX: ML.NET has no ONNX form for its column 'Numbers'")]
    [InlineData("CustomMapping", "CustomMappingTransformer cannot be converted to ONNX: ML.NET has no ONNX form for it.")]
    [InlineData("MapValueToKey", "ValueToKeyMappingTransformer cannot be converted to ONNX: ML.NET has no ONNX form for its column 'Key'")]
    public void A_component_without_an_ONNX_form_is_refused_by_name(string component, string message)
    {
        IEstimator<ITransformer> before = component switch
        {
            "NormalizeBinning" => _ml.Transforms.NormalizeBinning("Numbers"),
            "CustomMapping" => _ml.Transforms.CustomMapping<Numbered, Numbered>(Double, null),
            _ => _ml.Transforms.Conversion.MapValueToKey("Key", "Image").Append(_ml.Transforms.Conversion.MapKeyToVector("Numbers", "Key")),
        };
        ITransformer model = before.Append(_ml.Regression.Trainers.LinearRegression("Target", "Numbers", epochs: 1)).Fit(_data);
        using MemoryStream file = new();
        NotSupportedException e = Assert.Throws<NotSupportedException>(() => _ml.Model.SaveAsOnnx(model, _data.Schema, file));
        Assert.StartsWith(message, e.Message, StringComparison.Ordinal);
        Assert.Equal(0, file.Length);
        Assert.Throws<NotSupportedException>(() => _ml.Model.SaveAsOnnx(model, _data.Schema, _folder.File("model.onnx")));
        Assert.Empty(Directory.GetFiles(_folder.FullName));

        // ML.NET's own method refuses too: its converter alone would leave some of these out.
        Assert.ThrowsAny<Exception>(() => _ml.Model.ConvertToOnnx(model, _data, file));
        Assert.Equal(0, file.Length);
    }

    [Fact]
    public void A_component_that_no_output_depends_on_is_left_out()
    {
        ITransformer model = _ml.Transforms.Text.BagOfWords("Words", "Text")
            .Append(_ml.Regression.Trainers.LinearRegression("Target", "Numbers", epochs: 1)).Fit(_data);
        using PipelineRun run = Save(model);
        Assert.Equal(["Numbers"], run.Inputs);
        ColumnValues.AssertEqual(ColumnValues.Read(model.Transform(_data), "Score"), run.Run(_data)["Score"], "Score");
    }

    // The second network takes the scores of the first as features, and its own columns hide them.
    [Fact]
    public void A_pipeline_may_have_several_trainers()
    {
        ITransformer model = _ml.Transforms.FlattenImage("Pixels", "Image", scale: 1f / 255)
            .Append(_ml.Transforms.Conversion.MapValueToKey("Label", "Digit"))
            .Append(_ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(featureColumnName: "Pixels"))
            .Append(_ml.Transforms.Concatenate("Features", "Score", "Numbers"))
            .Append(_ml.MulticlassClassification.Trainers.SoftmaxRegression(epochs: 1))
            .Append(_ml.Transforms.Conversion.MapKeyToValue("PredictedLabel")).Fit(_data);
        using PipelineRun run = Save(model);
        Assert.Equal(["Image", "Numbers"], run.Inputs.Order());
        Assert.Equal(["PredictedLabel", "Score"], run.Outputs.Order());
        IDataView scored = model.Transform(_data);
        IReadOnlyDictionary<string, Array> results = run.Run(_data);
        ColumnValues.AssertEqual(ColumnValues.Read(scored, "Score"), results["Score"], "Score");
        ColumnValues.AssertEqual(ColumnValues.Read(scored, "PredictedLabel"), results["PredictedLabel"], "PredictedLabel");
    }

    [Fact]
    public void A_trainer_of_ML_NET_may_follow_our_transforms()
    {
        ITransformer model = _ml.Transforms.FlattenImage("Features", "Image", scale: 1f / 255)
            .Append(_ml.BinaryClassification.Trainers.LbfgsLogisticRegression("Truth")).Fit(_data);
        using PipelineRun run = Save(model);
        Assert.Equal(["Image"], run.Inputs);
        Assert.Equal(["PredictedLabel", "Probability", "Score"], run.Outputs.Order());
        ColumnValues.AssertEqual(ColumnValues.Read(model.Transform(_data), "Probability"), run.Run(_data)["Probability"], "Probability");
    }

    [Fact]
    public void A_saved_pipeline_scores_in_another_pipeline_and_in_its_zip()
    {
        ITransformer model = TestPipelines.Create(_ml, "MultilayerPerceptron of classes after OneHotEncoding").Fit(_data);
        _ml.Model.SaveAsOnnx(model, _data.Schema, _folder.File("model.onnx"));
        IDataView scored = model.Transform(_data);
        ITransformer other = _ml.Transforms.ApplyOnnxModel(["PredictedLabel", "Score"], ["Numbers", "Colour"], _folder.File("model.onnx"))
            .Append(_ml.Transforms.CopyColumns("Copy", "Score")).Fit(_data);
        AssertSame(scored, other.Transform(_data));
        _ml.Model.SaveSafely(other, _data.Schema, _folder.File("other.zip"));
        MLContext fresh = new();
        AssertSame(scored, fresh.Model.Load(_folder.File("other.zip"), out _).Transform(PipelineRow.Create(fresh, 64)));
    }

    [Fact]
    public void A_binary_network_from_bytes_scores_in_another_pipeline()
    {
        ITransformer model = TestPipelines.Create(_ml, "NeuralNetwork of two classes after FlattenImage").Fit(_data);
        _ml.Model.SaveAsOnnx(model, _data.Schema, _folder.File("model.onnx"));
        IDataView scored = _ml.Transforms.ApplyOnnxModel(["Probability"], ["Image"], _folder.File("model.onnx")).Fit(_data).Transform(_data);
        ColumnValues.AssertEqual(ColumnValues.Read(model.Transform(_data), "Probability"), ColumnValues.Read(scored, "Probability"), "Probability");
    }

    // Texts have 1 to 6 words, the network takes up to 8. Without MaskZero, the network reads each row up to its length.
    [Theory]
    [InlineData(SequenceKind.LSTM, true)]
    [InlineData(SequenceKind.LSTM, false)]
    [InlineData(SequenceKind.Pooling, true)]
    [InlineData(SequenceKind.Pooling, false)]
    public void A_network_after_WordIndices_takes_keys_and_zeros(SequenceKind kind, bool maskZero)
    {
        const int Length = 8;
        ITransformer model = _ml.Transforms.Text.WordIndices("Features", "Text").Append(_ml.BinaryClassification.Trainers.SequenceNetwork(
            new SequenceNetworkOptions { LabelColumnName = "Truth", Kind = kind, MaskZero = maskZero, MaxLength = Length, Epochs = 1 })).Fit(_data);
        NotSupportedException e = Assert.Throws<NotSupportedException>(() => Save(model));
        Assert.StartsWith("WordIndicesTransformer cannot be converted to ONNX: ", e.Message, StringComparison.Ordinal);
        e = Assert.Throws<NotSupportedException>(() => _ml.Model.ConvertToOnnx(model, _data, new MemoryStream()));
        Assert.StartsWith("WordIndicesTransformer cannot be converted to ONNX: ", e.Message, StringComparison.Ordinal);

        using PipelineRun run = Save(model, new OnnxPipelineOptions { From = "Features" });
        Assert.Equal(["Features"], run.Inputs);
        Assert.Equal([-1, Length], run.Dimensions("Features"));
        IDataView scored = model.Transform(_data);
        Keys[] keys = [.. _ml.Data.CreateEnumerable<VaryingKeys>(scored, reuseRowObject: false, ignoreMissingColumns: true)
            .Select(row => new Keys { Features = [.. row.Features, .. new uint[Length - row.Features.Length]] })];
        Assert.Contains(keys, row => row.Features[4] == 0);
        IReadOnlyDictionary<string, Array> results = run.Run(_ml.Data.LoadFromEnumerable(keys));
        ColumnValues.AssertEqual(ColumnValues.Read(scored, "Probability"), results["Probability"], "Probability");
        ColumnValues.AssertEqual(ColumnValues.Read(scored, "PredictedLabel"), results["PredictedLabel"], "PredictedLabel");
    }

    // Rows of 5 keys in a network of 8: the last 3 positions are not used.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Rows_of_fixed_size_may_be_shorter_than_those_of_the_network(bool maskZero)
    {
        NetworkSpec spec = new([8], [new Embedding(8, 3, maskZero), new GRU(4), new Dense(1)]);
        ITransformer model = _ml.Regression.Trainers.NeuralNetwork(
            spec, new NeuralNetworkOptions { LabelColumnName = "Target", FeatureColumnName = "Keys", Epochs = 1 }).Fit(_data);
        using PipelineRun run = Save(model);
        Assert.Equal([-1, 5], run.Dimensions("Keys"));
        ColumnValues.AssertEqual(ColumnValues.Read(model.Transform(_data), "Score"), run.Run(_data)["Score"], "Score");
    }

    [Fact]
    public void A_pipeline_that_was_loaded_from_its_zip_gives_the_same_file()
    {
        ITransformer model = TestPipelines.Create(_ml, "SoftmaxRegression after NormalizeMinMax").Fit(_data);
        _ml.Model.SaveSafely(model, _data.Schema, _folder.File("model.zip"));
        ITransformer loaded = new MLContext().Model.Load(_folder.File("model.zip"), out DataViewSchema schema);
        using MemoryStream first = new(), second = new();
        _ml.Model.SaveAsOnnx(model, _data.Schema, first);
        new MLContext().Model.SaveAsOnnx(loaded, schema, second);
        Assert.Equal(first.ToArray(), second.ToArray());
    }

    // The walk of ML.NET's converter goes on through the data, and ends at a filter.
    [Fact]
    public void ConvertToOnnx_leaves_no_component_out_of_data_that_were_filtered()
    {
        ITransformer network = _ml.Regression.Trainers.LinearRegression("Target", "Image", epochs: 1)
            .Fit(_ml.Transforms.FlattenImage("Image").Fit(_data).Transform(_data));
        using MemoryStream file = new();
        _ml.Model.ConvertToOnnx(network, _ml.Data.TakeRows(_data, 10), file);
        using (PipelineRun run = new(file.ToArray()))
        {
            ColumnValues.AssertEqual(ColumnValues.Read(network.Transform(_data), "Score"), run.Run(_data)["Score.output"], "Score");
        }

        IDataView filtered = _ml.Data.TakeRows(_ml.Transforms.FlattenImage("Image").Fit(_data).Transform(_data), 10);
        NotSupportedException e = Assert.Throws<NotSupportedException>(() => _ml.Model.ConvertToOnnx(network, filtered, new MemoryStream()));
        Assert.StartsWith("FlattenImageTransformer cannot take part in this operation, which would leave it out.", e.Message, StringComparison.Ordinal);
        IDataView mapped = _ml.Transforms.NormalizeMinMax("Numbers").Append(_ml.Transforms.CustomMapping<Numbered, Numbered>(Double, null))
            .Append(_ml.Transforms.CopyColumns("Copy", "Numbers")).Fit(_data).Transform(_data);
        ITransformer after = _ml.Regression.Trainers.LinearRegression("Target", "Copy", epochs: 1).Fit(mapped);
        e = Assert.Throws<NotSupportedException>(() => _ml.Model.ConvertToOnnx(after, mapped, new MemoryStream()));
        Assert.StartsWith(
            "The pipeline cannot be converted to ONNX: the component before NetworkTransformer that makes the column '", e.Message, StringComparison.Ordinal);
    }

    private static void Double(Numbered from, Numbered to) => to.Numbers = [.. from.Numbers.Select(x => x * 2)];

    private static void AssertSame(IDataView expected, IDataView actual)
    {
        ColumnValues.AssertEqual(ColumnValues.Read(expected, "Score"), ColumnValues.Read(actual, "Score"), "Score");
        ColumnValues.AssertEqual(ColumnValues.Read(expected, "Score"), ColumnValues.Read(actual, "Copy"), "Copy");
        ColumnValues.AssertEqual(ColumnValues.Read(expected, "PredictedLabel"), ColumnValues.Read(actual, "PredictedLabel"), "PredictedLabel");
    }

    private PipelineRun Save(ITransformer model, OnnxPipelineOptions? options = null)
    {
        using MemoryStream file = new();
        _ml.Model.SaveAsOnnx(model, _data.Schema, file, options);
        return new PipelineRun(file.ToArray());
    }

    private sealed class VaryingKeys
    {
        [KeyType(6)]
        public uint[] Features { get; set; } = [];
    }

    private sealed class Keys
    {
        [VectorType(8)]
        public uint[] Features { get; set; } = [];
    }

    private sealed class Numbered
    {
        [VectorType(4)]
        public float[] Numbers { get; set; } = [];
    }
}
