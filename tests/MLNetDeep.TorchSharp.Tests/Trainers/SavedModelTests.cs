using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using MLNetDeep.Data;
using MLNetDeep.Tests.Support;
using MLNetDeep.Trainers;
using MLNetDeep.Transforms;

namespace MLNetDeep.TorchSharp.Tests.Trainers;

/// <summary>A model that was trained by TorchSharp, saved and loaded, gives the same scores on both backends.</summary>
public class SavedModelTests
{
    [Fact]
    public void A_saved_model_of_digits_gives_the_same_labels_on_both_backends_and_scores_within_1e_5()
    {
        MLContext ml = new(seed: 1);
        IDataView train = Digits(ml, MnistSplit.Train, 2000);
        IDataView test = Digits(ml, MnistSplit.Test, 1000);
        NetworkTransformer? trained = null;
        ITransformer model = ml.Transforms.Conversion.MapValueToKey("Label", keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue)
            .Append(ml.Transforms.FlattenImage("Features", "Image", scale: 1 / 255f))
            .Append(ml.MulticlassClassification.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
            {
                HiddenUnits = [32], Epochs = 3, StandardizeFeatures = false, Threads = 1, Seed = 1, Backend = TorchBackend.Cpu(),
            }).WithOnFitDelegate(fitted => trained = fitted))
            .Fit(train);
        using TemporaryFolder folder = new();
        ml.Model.SaveSafely(model, train.Schema, folder.File("digits.zip"));

        MLContext other = new();
        ITransformer loaded = other.Model.Load(folder.File("digits.zip"), out _);
        NetworkTransformer network = NetworkTransformer.Find(loaded)!;
        Assert.Equal(
            trained!.Model.GetWeights().SelectMany(tensor => tensor.Values), network.Model.GetWeights().SelectMany(tensor => tensor.Values));
        IDataView features = ((IEnumerable<ITransformer>)loaded).First().Transform(test);
        features = ((IEnumerable<ITransformer>)loaded).Skip(1).First().Transform(features);
        IDataView onCpu = network.Transform(features);
        IDataView onTorch = network.WithBackend(TorchBackend.Cpu(threads: 1)).Transform(features);

        Assert.InRange(other.MulticlassClassification.Evaluate(onTorch).MicroAccuracy, 0.8, 1);
        Assert.Equal(onCpu.GetColumn<uint>("PredictedLabel"), onTorch.GetColumn<uint>("PredictedLabel"));
        float[][] expected = [.. onCpu.GetColumn<float[]>("Score")];
        float[][] actual = [.. onTorch.GetColumn<float[]>("Score")];
        Assert.Equal(1000, actual.Length);
        float difference = expected.Zip(actual).Max(row => row.First.Zip(row.Second).Max(pair => Math.Abs(pair.First - pair.Second)));
        Assert.InRange(difference, 0, 1e-5f);
    }

    private static IDataView Digits(MLContext ml, MnistSplit split, int rows) =>
        ml.Data.TakeRows(ml.Data.LoadMnist(Repository.PathOf("data", "mnist"), split), rows);
}
