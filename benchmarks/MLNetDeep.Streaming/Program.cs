// Trains the 784-128-10 network on the training digits, repeated, in memory or as a stream, and prints a line of JSON: microseconds of
// the fastest epoch for each row, accuracy on the test digits, peak resident memory. One measurement a process, since the peak is a process's.
//
//   MLNetDeep.Streaming FOLDER REPETITIONS POOL
//
// FOLDER holds the MNIST files; POOL is the number of rows of a pool, or "memory". The repeated digits are written to a temporary folder,
// where a stream reads them from.
using System.Globalization;
using System.Text.Json;
using Microsoft.ML;
using MLNetDeep.Data;
using MLNetDeep.Streaming;
using MLNetDeep.Trainers;
using MLNetDeep.Transforms;

if (args.Length != 3)
{
    Console.Error.WriteLine("Usage: MLNetDeep.Streaming FOLDER REPETITIONS POOL|memory");
    return 2;
}
int repetitions = int.Parse(args[1], CultureInfo.InvariantCulture);
int? pool = args[2] == "memory" ? null : int.Parse(args[2], CultureInfo.InvariantCulture);

using var digits = new RepeatedDigits(args[0], repetitions);
var ml = new MLContext(seed: 1);
IDataView train = ml.Data.LoadIdx(digits.Images, digits.Labels);
IDataView test = ml.Data.LoadMnist(args[0], MnistSplit.Test);

var options = new MultilayerPerceptronOptions { HiddenUnits = [128], DropoutRate = 0.2, Epochs = 6, StreamingPoolSize = pool, Seed = 1 };
var pipeline = ml.Transforms.FlattenImage("Features", "Image", scale: 1 / 255f)
    .Append(ml.Transforms.Conversion.MapValueToKey("Label"))
    .Append(ml.MulticlassClassification.Trainers.MultilayerPerceptron(options));
var model = pipeline.Fit(train);
TimeSpan fastest = model.LastTransformer.History!.Epochs.Min(epoch => epoch.Duration);
double accuracy = ml.MulticlassClassification.Evaluate(model.Transform(test)).MicroAccuracy;

Console.WriteLine(JsonSerializer.Serialize(new
{
    rows = digits.RowCount,
    pool = args[2],
    microsecondsPerRow = fastest.TotalMicroseconds / digits.RowCount,
    accuracy,
    peakMiB = RepeatedDigits.PeakResidentMiB(),
}));
return 0;
