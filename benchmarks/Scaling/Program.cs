using System.CommandLine;
using MLNetDeep.Benchmarks.Scaling;

// Measures how training time and memory grow with the number of rows, hidden units and threads.
//   dotnet run -c Release --project benchmarks/Scaling -- growth
//   dotnet run -c Release --project benchmarks/Scaling -- streaming --repetitions 10 --pool 8192
Option<int> repetitions = new("--repetitions") { Description = "The number of copies of the 60,000 digits.", DefaultValueFactory = _ => 1 };
Option<int?> poolSize = new("--pool")
{
    Description = "The number of rows in the shuffling pool of streamed training. Default: hold all rows in memory.",
};
Option<int> epochs = new("--epochs") { Description = "The number of epochs; the fastest one counts.", DefaultValueFactory = _ => 6 };
Option<int> seed = new("--seed") { Description = "The seed for initial weights, row order and dropout.", DefaultValueFactory = _ => 1 };

Command growth = new("growth", "Prints how the seconds per epoch depend on the number of rows, of hidden units and of threads, as tables.");
growth.SetAction(_ => EpochTimeScaling.Measure(Console.Out));

// A separate command with one measurement, because peak memory can only be measured per process.
Command streaming = new("streaming", "Trains from memory or from a stream; prints time per row, accuracy and peak memory as JSON.")
{
    repetitions, poolSize, epochs, seed,
};
streaming.SetAction(arguments => Streaming.Measure(
    arguments.GetValue(repetitions), arguments.GetValue(poolSize), arguments.GetValue(epochs), arguments.GetValue(seed), Console.Out));

RootCommand command = new("Measures how training time and memory grow with the data and the network.") { growth, streaming };
return command.Parse(args).Invoke();
