using System.Text.Json;
using MLNetDeep.Peers;

// NAME [--threads N]: says on the output that the workload is ready, then measures once for each line of the input.
// fit-to-92 FILE: does the whole of that workload and ends.
if (args is ["fit-to-92", string file])
{
    return FitTo92.Run(file);
}

int threads = args is [_, "--threads", string count] ? int.Parse(count) : Environment.ProcessorCount;
Workload? workload = Workload.All.FirstOrDefault(workload => args.Length > 0 && workload.Name == args[0]);
if (workload is null)
{
    Console.Error.WriteLine($"Give one of {string.Join(", ", Workload.All.Select(workload => workload.Name))}, and --threads N if wanted.");
    return 1;
}

workload.Prepare(threads);
Console.WriteLine("{}");
while (Console.ReadLine() is not null)
{
    Console.WriteLine(JsonSerializer.Serialize(workload.Measure()));
}

return 0;
