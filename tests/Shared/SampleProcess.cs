using System.Diagnostics;
using MLNetDeep.Samples;

namespace Samples.Tests;

/// <summary>Runs a sample in a process of its own. The process is killed if it has not ended when the call returns.</summary>
internal static class SampleProcess
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(60);

    // A shell makes its background jobs ignore SIGINT. Their child processes ignore it too, and .NET has no call that changes this. GNU env
    // restores the default.
    private static readonly string[] s_restoreInterrupt = ["env", "--default-signal=INT"];

    // The command prefix with which a started program receives SIGINT; null if there is none. Each prefix is tried with a shell that
    // sends SIGINT to itself.
    private static readonly Lazy<string[]?> s_interruptiblePrefix =
        new(() => new[] { s_restoreInterrupt, [] }.FirstOrDefault(
            prefix => ExitCode([.. prefix, "sh", "-c", "kill -INT $$"]) == ExitCodes.Interrupted));

    /// <summary>Runs the sample to its end, without keyboard input.</summary>
    public static async Task<SampleRun> RunAsync(Type command, params string[] arguments)
    {
        using Process program = Start(CommandLine(command, arguments));
        try
        {
            return await WaitForEndAsync(program);
        }
        finally
        {
            Kill(program);
        }
    }

    /// <summary>
    /// Starts the sample, sends Ctrl-C once it has written a certain line, and checks that it exits with the code for an interrupt.
    /// </summary>
    /// <param name="command">A type in the sample's assembly.</param>
    /// <param name="lineStart">The start of the line to wait for.</param>
    /// <param name="arguments">The command-line arguments.</param>
    /// <returns>The output after that line.</returns>
    public static async Task<string> InterruptAsync(Type command, string lineStart, params string[] arguments)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows cannot send Ctrl-C to a single process.");
        string[]? prefix = s_interruptiblePrefix.Value;
        Assert.SkipWhen(prefix is null, "This process ignores SIGINT, as background jobs do, and there is no 'env --default-signal'.");
        using Process program = Start([.. prefix, .. CommandLine(command, arguments)]);
        try
        {
            using CancellationTokenSource timeout = new(s_timeout);
            string? line;
            do
            {
                line = await program.StandardOutput.ReadLineAsync().WaitAsync(timeout.Token);
            }
            while (line is not null && !line.StartsWith(lineStart, StringComparison.Ordinal));
            Assert.NotNull(line);
            Assert.Equal(0, ExitCode(["kill", "-INT", $"{program.Id}"]));
            SampleRun remaining = await WaitForEndAsync(program);
            Assert.Equal((ExitCodes.Interrupted, "Stopped."), (remaining.ExitCode, remaining.Error.Trim()));
            return remaining.Output;
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

    private static async Task<SampleRun> WaitForEndAsync(Process program)
    {
        Task<string> output = program.StandardOutput.ReadToEndAsync();
        Task<string> error = program.StandardError.ReadToEndAsync();
        await program.WaitForExitAsync().WaitAsync(s_timeout);
        return new SampleRun(program.ExitCode, await output, await error);
    }

    private static int ExitCode(string[] commandLine)
    {
        using Process program = Start(commandLine);
        try
        {
            return program.WaitForExit(s_timeout)
                ? program.ExitCode
                : throw new TimeoutException($"{commandLine[0]} has not ended within {s_timeout.TotalSeconds} seconds.");
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
