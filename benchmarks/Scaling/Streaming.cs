using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Data;
using MLNetDeep.Peers;
using MLNetDeep.Trainers;
using MLNetDeep.Transforms;

namespace MLNetDeep.Benchmarks.Scaling;

/// <summary>Trains a 784-128-10 network with dropout on repeated digits, read from files.</summary>
internal static class Streaming
{
    public static void Measure(int repetitions, int? pool, int epochs, int seed, TextWriter output)
    {
        using RepeatedDigits digits = new(Digits.Folder, repetitions);
        MLContext ml = new(seed);
        IDataView train = ml.Data.LoadIdx(digits.Images, digits.Labels);
        IDataView test = ml.Data.LoadMnist(Digits.Folder, MnistSplit.Test);

        MultilayerPerceptronOptions options = new()
        {
            HiddenUnits = [128], DropoutRate = 0.2, Epochs = epochs, StreamingPoolSize = pool, Seed = seed,
        };
        EstimatorChain<NetworkTransformer> pipeline = ml.Transforms.Conversion.MapValueToKey("Label")
            .Append(ml.Transforms.FlattenImage("Features", "Image", scale: 1 / 255f))
            .Append(ml.MulticlassClassification.Trainers.MultilayerPerceptron(options));
        TransformerChain<NetworkTransformer> model = pipeline.Fit(train);
        TimeSpan fastest = model.LastTransformer.History!.Epochs.Min(epoch => epoch.Duration);
        double accuracy = ml.MulticlassClassification.Evaluate(model.Transform(test)).MicroAccuracy;

        output.WriteLine(JsonSerializer.Serialize(new
        {
            rows = digits.RowCount,
            pool,
            microsecondsPerRow = fastest.TotalMicroseconds / digits.RowCount,
            accuracy,
            peakMegabytes = PeakMemory.Megabytes(),
        }));
    }
}
