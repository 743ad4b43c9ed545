using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using MLNetDeep.Data;
using MLNetDeep.Faults.Support;
using MLNetDeep.Tests.Support;
using MLNetDeep.TorchSharp.Tests.Children;
using MLNetDeep.Trainers;
using MLNetDeep.Transforms;

namespace MLNetDeep.TorchSharp.Tests.Trainers;

/// <summary>
/// A model that was trained by TorchSharp, saved and loaded, gives the same scores on both backends, and in a process without TorchSharp.
/// </summary>
public sealed class SavedModelTests : IDisposable
{
    private static readonly string s_digits = Repository.PathOf("data", "mnist");

    private static readonly MultilayerPerceptronOptions s_options = new() { HiddenUnits = [32], Epochs = 3 };

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_saved_model_of_digits_gives_the_same_labels_on_both_backends_and_scores_within_1e_5() =>
        Assert.InRange(TrainAndCompare(2000, 1000, s_options).Accuracy, 0.8, 1);

    [Fact]
    public async Task A_saved_model_scores_in_a_process_without_TorchSharp()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The copy of the program needs symbolic links.");
        (double accuracy, _) = TrainAndCompare(500, 1000, s_options);
        using ProgramCopy copy = new(leavesOutTorchSharp: true);
        Assert.Equal(accuracy, double.Parse(await Child.RunAsync(nameof(ScoreDigits), copy.Program, _folder.File("digits.zip"), s_digits, "1000"), null));
    }

    // All digits, with the Digits sample's options: about 10 s of one core, so only ./test-long runs it.
    [Fact(Explicit = true)]
    public void All_digits_are_learned_to_97_and_a_half_percent()
    {
        (double accuracy, float difference) = TrainAndCompare(
            60000, 10000, new MultilayerPerceptronOptions { HiddenUnits = [128], DropoutRate = 0.2, Epochs = 5 });
        Assert.InRange(accuracy, 0.975, 1);
        Figures.Add(
            "TorchSharp: digits",
            "60,000 digits, 128 units, 5 epochs; the saved model on both backends",
            $"micro accuracy {accuracy:F4}; the same 10,000 labels; scores differ by at most {difference:G2}");
    }

    public void Dispose() => _folder.Dispose();

    // Trains on TorchSharp, saves, loads, and scores on both backends. Returns the accuracy and the largest difference of two scores.
    private (double Accuracy, float Difference) TrainAndCompare(int rows, int testRows, MultilayerPerceptronOptions options)
    {
        MLContext ml = new(seed: 1);
        IDataView train = Digits(ml, MnistSplit.Train, rows);
        IDataView test = Digits(ml, MnistSplit.Test, testRows);
        NetworkTransformer? trained = null;
        ITransformer model = ml.Transforms.Conversion.MapValueToKey("Label", keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue)
            .Append(ml.Transforms.FlattenImage("Features", "Image", scale: 1 / 255f))
            .Append(ml.MulticlassClassification.Trainers.MultilayerPerceptron(
                options with { StandardizeFeatures = false, Threads = 1, Seed = 1, Backend = TorchBackend.Cpu() })
                .WithOnFitDelegate(fitted => trained = fitted))
            .Fit(train);
        ml.Model.SaveSafely(model, train.Schema, _folder.File("digits.zip"));

        MLContext other = new();
        ITransformer loaded = other.Model.Load(_folder.File("digits.zip"), out _);
        NetworkTransformer network = NetworkTransformer.Find(loaded)!;
        Assert.Equal(
            trained!.Model.GetWeights().SelectMany(tensor => tensor.Values), network.Model.GetWeights().SelectMany(tensor => tensor.Values));
        IDataView features = ((IEnumerable<ITransformer>)loaded).First().Transform(test);
        features = ((IEnumerable<ITransformer>)loaded).Skip(1).First().Transform(features);
        IDataView onCpu = network.Transform(features);
        IDataView onTorch = network.WithBackend(TorchBackend.Cpu(threads: 1)).Transform(features);

        Assert.Equal(onCpu.GetColumn<uint>("PredictedLabel"), onTorch.GetColumn<uint>("PredictedLabel"));
        float[][] expected = [.. onCpu.GetColumn<float[]>("Score")];
        float[][] actual = [.. onTorch.GetColumn<float[]>("Score")];
        Assert.Equal(testRows, actual.Length);
        float difference = expected.Zip(actual).Max(row => row.First.Zip(row.Second).Max(pair => Math.Abs(pair.First - pair.Second)));
        Assert.InRange(difference, 0, 1e-5f);
        return (other.MulticlassClassification.Evaluate(onTorch).MicroAccuracy, difference);
    }

    private static IDataView Digits(MLContext ml, MnistSplit split, int rows) =>
        ml.Data.TakeRows(ml.Data.LoadMnist(s_digits, split), rows);
}
