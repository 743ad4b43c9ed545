using System.Diagnostics;
using MLNetDeep.Samples;

namespace Samples.Tests;

/// <summary>Runs a sample as a program of its own, which ends with the call, whatever happens in it.</summary>
internal static class SampleProcess
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    // A shell starts its background jobs with SIGINT ignored, their children inherit that, and .NET keeps it. GNU's env undoes it.
    private static readonly string[] s_resetting = ["env", "--default-signal=INT"];

    // What to start a program with so that SIGINT reaches it; null if nothing does. Found out once, with a shell that sends it to itself.
    private static readonly Lazy<string[]?> s_interruptible =
        new(() => new[] { s_resetting, [] }.FirstOrDefault(prefix => ExitCode([.. prefix, "sh", "-c", "kill -INT $$"]) == ExitCodes.Interrupted));

    /// <summary>Runs the sample to its end, with no keyboard.</summary>
    public static async Task<SampleRun> RunAsync(Type command, params string[] arguments)
    {
        using Process program = Start(CommandLine(command, arguments));
        try
        {
            return await EndAsync(program);
        }
        finally
        {
            Kill(program);
        }
    }

    /// <summary>Sends Ctrl-C to the sample when it has written a line that starts as given, and checks that it ends as it should.</summary>
    /// <returns>What it wrote after that line.</returns>
    public static async Task<string> InterruptAsync(Type command, string line, params string[] arguments)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no SIGINT to send to one process.");
        string[]? prefix = s_interruptible.Value;
        Assert.SkipWhen(prefix is null, "SIGINT is ignored here, as in a background job, and this system has no 'env --default-signal'.");
        using Process program = Start([.. prefix, .. CommandLine(command, arguments)]);
        try
        {
            using CancellationTokenSource patience = new(s_patience);
            string? read;
            do
            {
                read = await program.StandardOutput.ReadLineAsync().WaitAsync(patience.Token);
            }
            while (read is not null && !read.StartsWith(line, StringComparison.Ordinal));
            Assert.NotNull(read);
            Assert.Equal(0, ExitCode(["kill", "-INT", $"{program.Id}"]));
            SampleRun rest = await EndAsync(program);
            Assert.Equal((ExitCodes.Interrupted, "Stopped."), (rest.ExitCode, rest.Error.Trim()));
            return rest.Output;
        }
        finally
        {
            Kill(program);
        }
    }

    private static string[] CommandLine(Type command, string[] arguments) => ["dotnet", command.Assembly.Location, .. arguments];

    private static Process Start(string[] commandLine)
    {
        ProcessStartInfo start = new(commandLine[0], commandLine[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return Process.Start(start)!;
    }

    private static async Task<SampleRun> EndAsync(Process program)
    {
        Task<string> output = program.StandardOutput.ReadToEndAsync();
        Task<string> error = program.StandardError.ReadToEndAsync();
        await program.WaitForExitAsync().WaitAsync(s_patience);
        return new SampleRun(program.ExitCode, await output, await error);
    }

    private static int ExitCode(string[] commandLine)
    {
        using Process program = Start(commandLine);
        try
        {
            return program.WaitForExit(s_patience) ? program.ExitCode : throw new TimeoutException($"{commandLine[0]} does not end.");
        }
        finally
        {
            Kill(program);
        }
    }

    private static void Kill(Process program)
    {
        if (!program.HasExited)
        {
            program.Kill(entireProcessTree: true);
        }
    }
}
