using System.CommandLine;
using MLNetDeep.Benchmarks.Defaults;

// Compares the trainers' defaults with those that they had before and with ML.NET's linear trainers, on data sets that are made here.
//   dotnet run -c Release --project benchmarks/Defaults -- --output benchmarks/Defaults/results.md
Option<string?> only = new("--only") { Description = "Measures only the data sets whose names begin like this." };
Option<string?> output = new("--output") { Description = "The file that receives the tables. Default: the console." };

RootCommand command = new("Measures the defaults of the trainers on named data sets. Exits with 1 if one is not within its bound.") { only, output };
command.SetAction(arguments =>
{
    string prefix = arguments.GetValue(only) ?? "";
    using TextWriter writer = arguments.GetValue(output) is { } path ? new StreamWriter(path) { NewLine = "\n" } : Console.Out;
    return ResultTables.Write(writer, prefix) ? 0 : 1;
});
return command.Parse(args).Invoke();
