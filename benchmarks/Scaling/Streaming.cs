using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Data;
using MLNetDeep.Peers;
using MLNetDeep.Trainers;
using MLNetDeep.Transforms;

namespace MLNetDeep.Benchmarks.Scaling;

/// <summary>Measures training on files with more digits than MNIST has. The network has 128 hidden units and dropout.</summary>
internal static class Streaming
{
    /// <summary>Trains and evaluates the network, and writes one JSON object.</summary>
    /// <param name="repetitions">The number of copies of the 60,000 training digits.</param>
    /// <param name="poolSize">The number of rows in the shuffling pool of streamed training; null to hold all rows in memory.</param>
    /// <param name="epochs">The number of epochs; the time of the fastest is written.</param>
    /// <param name="seed">The seed of all random numbers.</param>
    /// <param name="output">Receives the JSON.</param>
    public static void Measure(int repetitions, int? poolSize, int epochs, int seed, TextWriter output)
    {
        using RepeatedDigits digits = new(Digits.Folder, repetitions);
        MLContext ml = new(seed);
        IDataView train = ml.Data.LoadIdx(digits.ImageFile, digits.LabelFile);
        IDataView test = ml.Data.LoadMnist(Digits.Folder, MnistSplit.Test);

        MultilayerPerceptronOptions options = new()
        {
            HiddenUnits = [128], DropoutRate = 0.2, Epochs = epochs, StreamingPoolSize = poolSize, Seed = seed,
            StandardizeFeatures = false,
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
            pool = poolSize,
            microsecondsPerRow = fastest.TotalMicroseconds / digits.RowCount,
            accuracy,
            peakMegabytes = PeakMemory.Megabytes(),
        }));
    }
}
