using System.Reflection;
using System.Text.Json;

namespace MLNetDeep.Benchmarks;

/// <summary>The side of a benchmark program that benchmarks/peers/run.py talks to.</summary>
internal static class WorkloadProgram
{
    /// <summary>
    /// Prepares the named workload and writes the line {}. Then, for each input line, measures once and writes the seconds by row name as
    /// JSON. Returns the exit code: 1 if no workload has the name.
    /// </summary>
    public static int Serve(IReadOnlyList<Workload> workloads, string name, int threads)
    {
        Workload? workload = workloads.FirstOrDefault(workload => workload.Name == name);
        if (workload is null)
        {
            Console.Error.WriteLine($"There is no workload '{name}'. The workloads are {string.Join(", ", workloads.Select(w => w.Name))}.");
            return 1;
        }

        workload.Prepare(threads);
        Console.WriteLine("{}");
        while (Console.ReadLine() is not null)
        {
            Console.WriteLine(JsonSerializer.Serialize(workload.Measure()));
        }

        return 0;
    }

    /// <summary>Writes the versions of libraries, by product name, as JSON. Returns the exit code 0.</summary>
    public static int WriteVersions(IReadOnlyDictionary<string, string> versions)
    {
        Console.WriteLine(JsonSerializer.Serialize(versions));
        return 0;
    }

    /// <summary>Returns the version of an assembly as its package states it.</summary>
    public static string VersionOf(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
            ?? assembly.GetName().Version?.ToString() ?? "unknown";
}
