using System.CommandLine;
using MLNetDeep.Benchmarks.Scaling;

// Measures how training time and memory grow.
//   dotnet run -c Release --project benchmarks/Scaling -- growth
//   dotnet run -c Release --project benchmarks/Scaling -- streaming --repetitions 10 --pool 8192
Option<int> repetitions = new("--repetitions") { Description = "The number of copies of the 60,000 digits.", DefaultValueFactory = _ => 1 };
Option<int?> pool = new("--pool") { Description = "The rows of a shuffling pool. Default: all rows are held in memory." };
Option<int> epochs = new("--epochs") { Description = "The number of epochs; the fastest is reported.", DefaultValueFactory = _ => 6 };
Option<int> seed = new("--seed") { Description = "The seed of weights, row order and dropout.", DefaultValueFactory = _ => 1 };

Command growth = new("growth", "Prints tables of the seconds per epoch by rows, hidden units and threads.");
growth.SetAction(_ => Growth.Measure(Console.Out));

// One measurement per process, because the peak memory is measured per process.
Command streaming = new("streaming", "Trains in memory or from a stream; prints microseconds per row, accuracy and peak memory as JSON.")
{
    repetitions, pool, epochs, seed,
};
streaming.SetAction(arguments => Streaming.Measure(
    arguments.GetValue(repetitions), arguments.GetValue(pool), arguments.GetValue(epochs), arguments.GetValue(seed), Console.Out));

RootCommand command = new("Measures how training time and memory grow with the data and the network.") { growth, streaming };
return command.Parse(args).Invoke();
