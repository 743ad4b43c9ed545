using System.CommandLine;
using MLNetDeep.Benchmarks.Scaling;

// How the time and the memory of a training grow.
//   dotnet run -c Release --project benchmarks/Scaling -- growth
//   dotnet run -c Release --project benchmarks/Scaling -- streaming --repetitions 10 --pool 8192
Option<int> repetitions = new("--repetitions") { Description = "How often the 60,000 digits are there.", DefaultValueFactory = _ => 1 };
Option<int?> pool = new("--pool") { Description = "The rows of a pool; without it all rows are in memory." };
Option<int> epochs = new("--epochs") { Description = "How many epochs; the fastest counts.", DefaultValueFactory = _ => 6 };
Option<int> seed = new("--seed") { Description = "Of weights, order and dropout.", DefaultValueFactory = _ => 1 };

Command growth = new("growth", "Seconds of an epoch by rows, by width and by threads, as tables.");
growth.SetAction(_ => Growth.Measure(Console.Out));

// One measurement a process, since the peak of the memory is a process's.
Command streaming = new("streaming", "A training in memory or from a stream: microseconds a row, accuracy, peak memory, as JSON.")
{
    repetitions, pool, epochs, seed,
};
streaming.SetAction(arguments => Streaming.Measure(
    arguments.GetValue(repetitions), arguments.GetValue(pool), arguments.GetValue(epochs), arguments.GetValue(seed), Console.Out));

return new RootCommand("How a training grows with its data and its network.") { growth, streaming }.Parse(args).Invoke();
