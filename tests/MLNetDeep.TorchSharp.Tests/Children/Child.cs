using MLNetDeep.Faults.Support;
using Shared.Tests;

namespace MLNetDeep.TorchSharp.Tests.Children;

/// <summary>This program as a child process of a test: it does one task and writes what it sees.</summary>
internal static class Child
{
    public const string Argument = "--child";

    private static readonly Dictionary<string, Action<string[]>> s_tasks = new()
    {
        [nameof(Endurance)] = Endurance.Run,
        [nameof(LittleMemory)] = LittleMemory.Run,
        [nameof(LoadTwice)] = LoadTwice.Run,
        [nameof(ScoreDigits)] = ScoreDigits.Run,
        [nameof(UnderCollection)] = UnderCollection.Run,
    };

    /// <summary>
    /// Runs a task in a new process, in which tensors use one thread. All code is optimized when it is first called, as it is after a while in
    /// other processes: only then can the collector free what a method does not use any more.
    /// </summary>
    /// <param name="task">The name of the task's class.</param>
    /// <param name="program">The test program. Default null: this one.</param>
    /// <param name="arguments">The task's arguments.</param>
    public static async Task<string> RunAsync(string task, string? program = null, params string[] arguments)
    {
        using ChildProcess process = ChildProcess.Start(
            ["dotnet", program ?? typeof(Child).Assembly.Location, Argument, task, .. arguments], null, ("OMP_NUM_THREADS", "1"), ("DOTNET_TieredCompilation", "0"));
        (int code, string output, string error) = await process.WaitAsync(ChildProcess.Timeout * Effort.Factor);
        Assert.True(code == 0, output + error);
        return output;
    }

    public static int Run(string task, string[] arguments)
    {
        s_tasks[task](arguments);
        return 0;
    }
}
