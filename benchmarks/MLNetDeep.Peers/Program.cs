using System.Text.Json;
using MLNetDeep.Peers;

// Command lines:
//   NAME [--threads N]  prepares the workload and writes the line {}; then, for each input line, measures once and writes the seconds
//   fit-to-92 FILE      runs the workload fit-to-92, which saves its model to FILE
//   versions            writes the versions of the .NET runtime and of Microsoft.ML as JSON
if (args is ["versions"])
{
    Console.WriteLine(JsonSerializer.Serialize(Versions.Read()));
    return 0;
}

if (args is ["fit-to-92", string file])
{
    return FitTo92Percent.Run(file);
}

int threads = args is [_, "--threads", string count] ? int.Parse(count) : Environment.ProcessorCount;
Workload? workload = Workload.All.FirstOrDefault(workload => args.Length > 0 && workload.Name == args[0]);
if (workload is null)
{
    string names = string.Join(", ", Workload.All.Select(workload => workload.Name));
    Console.Error.WriteLine($"Usage: NAME [--threads N], where NAME is one of {names}.");
    return 1;
}

workload.Prepare(threads);
Console.WriteLine("{}");
while (Console.ReadLine() is not null)
{
    Console.WriteLine(JsonSerializer.Serialize(workload.Measure()));
}

return 0;
