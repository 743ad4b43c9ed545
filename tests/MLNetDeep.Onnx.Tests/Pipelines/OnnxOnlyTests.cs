using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Transforms;
using MLNetDeep.Data;
using MLNetDeep.Tests.Support;
using MLNetDeep.Trainers;
using MLNetDeep.Transforms;

namespace MLNetDeep.Onnx.Tests.Pipelines;

/// <summary>Whole test sets in a process with ONNX Runtime alone.</summary>
public sealed class OnnxOnlyTests : IDisposable
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Digits_from_pixels_have_the_same_labels_on_the_whole_test_set()
    {
        string mnist = Repository.PathOf("data", "mnist");
        IDataView train = _ml.Data.TakeRows(_ml.Data.LoadMnist(mnist, MnistSplit.Train), 5000);
        IDataView test = _ml.Data.LoadMnist(mnist, MnistSplit.Test);
        ITransformer model = _ml.Transforms.Conversion
            .MapValueToKey("Label", keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue)
            .Append(_ml.Transforms.FlattenImage("Features", "Image", scale: 1 / 255f))
            .Append(_ml.MulticlassClassification.Trainers.MultilayerPerceptron(hiddenUnits: [32], epochs: 1))
            .Append(_ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"))
            .Fit(train);
        _ml.Model.SaveAsOnnx(model, test.Schema, _folder.File("digits.onnx"));
        IReadOnlyDictionary<string, string[]> results =
            OnnxOnlyProcess.Score(_folder.File("digits.onnx"), ColumnValues.Read(test, "Image"), _folder.FullName);
        IDataView scored = model.Transform(test);
        byte[] labels = (byte[])ColumnValues.Read(scored, "PredictedLabel");
        Assert.Equal(10_000, labels.Length);
        Assert.Equal(labels, results["PredictedLabel"].Select(label => byte.Parse(label, CultureInfo.InvariantCulture)));
        ColumnValues.AssertEqual(ColumnValues.Read(scored, "Score"), Numbers(results["Score"]), "Score");
        byte[] truth = (byte[])ColumnValues.Read(test, "Label");
        Assert.InRange(labels.Zip(truth).Count(pair => pair.First == pair.Second), 8000, 10_000);

        // The model in another pipeline.
        IDataView some = _ml.Data.TakeRows(test, 500);
        ITransformer other = _ml.Transforms.ApplyOnnxModel(["PredictedLabel", "Score"], ["Image"], _folder.File("digits.onnx")).Fit(some);
        AssertInZip(other, some, labels[..500], (float[])ColumnValues.Read(model.Transform(some), "Score"));
    }

    [Fact]
    public void Sentiment_from_the_token_vector_has_the_same_labels_on_the_whole_test_set()
    {
        DataOperationsCatalog.TrainTestData data = _ml.Data.TrainTestSplit(_ml.Data.LoadSentences(Repository.PathOf("data", "sentiment")), 0.2);
        ITransformer model = _ml.Transforms.Text.BagOfWords("Features", "Text", new BagOfWordsOptions { MaxWords = 2000 })
            .Append(_ml.BinaryClassification.Trainers.MultilayerPerceptron(hiddenUnits: [8], epochs: 1))
            .Fit(data.TrainSet);
        NotSupportedException e = Assert.Throws<NotSupportedException>(
            () => _ml.Model.SaveAsOnnx(model, data.TestSet.Schema, _folder.File("sentiment.onnx")));
        Assert.StartsWith("BagOfWordsTransformer cannot be converted to ONNX: ", e.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("sentiment.onnx")));

        _ml.Model.SaveAsOnnx(model, data.TestSet.Schema, _folder.File("sentiment.onnx"), new OnnxPipelineOptions { From = "Features" });
        IDataView scored = model.Transform(data.TestSet);
        IReadOnlyDictionary<string, string[]> results =
            OnnxOnlyProcess.Score(_folder.File("sentiment.onnx"), ColumnValues.Read(scored, "Features"), _folder.FullName);
        bool[] labels = (bool[])ColumnValues.Read(scored, "PredictedLabel");
        Assert.InRange(labels.Length, 500, 700);
        Assert.Equal(labels, results["PredictedLabel"].Select(bool.Parse));
        ColumnValues.AssertEqual(ColumnValues.Read(scored, "Score"), Numbers(results["Score"]), "Score");
        ColumnValues.AssertEqual(ColumnValues.Read(scored, "Probability"), Numbers(results["Probability"]), "Probability");

        // The model in another pipeline, which makes the vectors.
        ITransformer words = ((IEnumerable<ITransformer>)model).First();
        ITransformer other = words.Append(
            _ml.Transforms.ApplyOnnxModel(["PredictedLabel", "Score"], ["Features"], _folder.File("sentiment.onnx")).Fit(words.Transform(data.TestSet)));
        AssertInZip(other, data.TestSet, labels, (float[])ColumnValues.Read(scored, "Score"));
    }

    // Before and after the pipeline is saved as a zip.
    private void AssertInZip(ITransformer pipeline, IDataView rows, Array labels, float[] scores)
    {
        _ml.Model.SaveSafely(pipeline, rows.Schema, _folder.File("pipeline.zip"));
        foreach (ITransformer model in new[] { pipeline, new MLContext().Model.Load(_folder.File("pipeline.zip"), out _) })
        {
            IDataView scored = model.Transform(rows);
            ColumnValues.AssertEqual(labels, ColumnValues.Read(scored, "PredictedLabel"), "PredictedLabel");
            ColumnValues.AssertEqual(scores, ColumnValues.Read(scored, "Score"), "Score");
        }
    }

    private static float[] Numbers(string[] texts) => [.. texts.Select(text => float.Parse(text, CultureInfo.InvariantCulture))];
}
