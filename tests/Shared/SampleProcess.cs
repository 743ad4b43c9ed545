using System.Diagnostics;
using MLNetDeep.Samples;

namespace Samples.Tests;

/// <summary>Runs a sample as a program of its own.</summary>
internal static class SampleProcess
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    /// <summary>Runs the sample to its end, with no keyboard.</summary>
    public static async Task<SampleRun> RunAsync(Type command, params string[] arguments) => await EndAsync(Start(command, arguments));

    /// <summary>Sends Ctrl-C to the sample when it has written a line that starts as given, and checks that it ends as it should.</summary>
    /// <returns>What it wrote after that line.</returns>
    public static async Task<string> InterruptAsync(Type command, string line, params string[] arguments)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no SIGINT to send to one process.");
        Process program = Start(command, arguments);
        string? read;
        do
        {
            read = await program.StandardOutput.ReadLineAsync().WaitAsync(s_patience);
        }
        while (read is not null && !read.StartsWith(line, StringComparison.Ordinal));
        Assert.NotNull(read);
        using (Process kill = Process.Start("kill", ["-INT", $"{program.Id}"]))
        {
            await kill.WaitForExitAsync();
        }

        SampleRun rest = await EndAsync(program);
        Assert.Equal((ExitCodes.Interrupted, "Stopped."), (rest.ExitCode, rest.Error.Trim()));
        return rest.Output;
    }

    private static Process Start(Type command, string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", [command.Assembly.Location, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return Process.Start(start)!;
    }

    private static async Task<SampleRun> EndAsync(Process program)
    {
        using (program)
        {
            Task<string> output = program.StandardOutput.ReadToEndAsync();
            Task<string> error = program.StandardError.ReadToEndAsync();
            await program.WaitForExitAsync().WaitAsync(s_patience);
            return new SampleRun(program.ExitCode, await output, await error);
        }
    }
}
