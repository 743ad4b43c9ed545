using System.CommandLine;
using MLNetDeep.Benchmarks.Scaling;

// Measures how training time and memory grow with the data, the network and the number of threads.
//   dotnet run -c Release --project benchmarks/Scaling -- growth
//   dotnet run -c Release --project benchmarks/Scaling -- growth --layers convolution
//   dotnet run -c Release --project benchmarks/Scaling -- streaming --repetitions 10 --pool 8192
Option<int> repetitions = new("--repetitions") { Description = "The number of copies of the 60,000 digits.", DefaultValueFactory = _ => 1 };
Option<int?> poolSize = new("--pool")
{
    Description = "The number of rows in the shuffling pool of streamed training. Default: hold all rows in memory.",
};
Option<int> epochs = new("--epochs") { Description = "The number of epochs; the fastest one counts.", DefaultValueFactory = _ => 6 };
Option<int> seed = new("--seed") { Description = "The seed for initial weights, row order and dropout.", DefaultValueFactory = _ => 1 };

Dictionary<string, Action<TextWriter>> measurements = new()
{
    ["dense"] = DenseGrowth.Measure,
    ["convolution"] = LayerGrowth.MeasureConvolution,
    ["recurrent"] = LayerGrowth.MeasureRecurrent,
    ["embedding"] = LayerGrowth.MeasureEmbedding,
};
Option<string> layers = new Option<string>("--layers")
{
    Description = "The kind of layers to measure.", DefaultValueFactory = _ => "dense",
}.AcceptOnlyFromAmong([.. measurements.Keys]);

Command growth = new("growth", "Prints how the seconds per epoch depend on the sizes of the data and of the network, as tables.") { layers };
growth.SetAction(arguments => measurements[arguments.GetRequiredValue(layers)](Console.Out));

// A separate command with one measurement, because peak memory can only be measured per process.
Command streaming = new("streaming", "Trains from memory or from a stream; prints time per row, accuracy and peak memory as JSON.")
{
    repetitions, poolSize, epochs, seed,
};
streaming.SetAction(arguments => Streaming.Measure(
    arguments.GetValue(repetitions), arguments.GetValue(poolSize), arguments.GetValue(epochs), arguments.GetValue(seed), Console.Out));

RootCommand command = new("Measures how training time and memory grow with the data and the network.") { growth, streaming };
return command.Parse(args).Invoke();
