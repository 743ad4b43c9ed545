using MLNetDeep.Samples;
using Shared.Tests;

namespace Samples.Tests;

/// <summary>Runs a sample in a process of its own. The process is killed if it has not ended when the call returns.</summary>
internal static class SampleProcess
{
    // A shell makes its background jobs ignore SIGINT. Their child processes ignore it too, and .NET has no call that changes this. GNU env
    // restores the default.
    private static readonly string[] s_restoreInterrupt = ["env", "--default-signal=INT"];

    // Starts a program as a shell starts a background job.
    private static readonly string[] s_ignoreInterrupt = ["sh", "-c", "trap '' INT; exec \"$@\"", "sh"];

    // The command prefix with which a started program receives SIGINT; null if there is none. Each prefix is tried with a shell that
    // sends SIGINT to itself.
    private static readonly Lazy<string[]?> s_interruptiblePrefix =
        new(() => new[] { s_restoreInterrupt, [] }.FirstOrDefault(IsInterruptible));

    /// <summary>Runs the sample to its end, without keyboard input.</summary>
    public static Task<SampleRun> RunAsync(Type command, params string[] arguments) => RunAsync(command, [], arguments);

    /// <summary>Runs the sample to its end, without keyboard input, with environment variables.</summary>
    public static Task<SampleRun> RunAsync(Type command, (string Name, string Value)[] environment, string[] arguments) =>
        RunAsync(command.Assembly.Location, environment, arguments);

    /// <summary>Runs a sample to its end, without keyboard input, with environment variables, in a folder.</summary>
    public static async Task<SampleRun> RunAsync(
        string assembly, (string Name, string Value)[] environment, string[] arguments, string? folder = null)
    {
        using ChildProcess program = ChildProcess.Start(["dotnet", assembly, .. arguments], folder, environment);
        (int exitCode, string output, string error) = await program.WaitAsync();
        return new SampleRun(exitCode, output, error);
    }

    /// <summary>
    /// Starts the sample, sends Ctrl-C once it has written a certain line, and checks that it exits with the code for an interrupt.
    /// </summary>
    /// <param name="command">A type in the sample's assembly.</param>
    /// <param name="lineStart">The start of the line to wait for.</param>
    /// <param name="arguments">The command-line arguments.</param>
    /// <returns>The output after that line.</returns>
    public static Task<string> InterruptAsync(Type command, string lineStart, params string[] arguments) =>
        InterruptAsync([], command, lineStart, arguments);

    /// <summary>Does the same as if this were a background job, in which SIGINT is ignored.</summary>
    public static Task<string> InterruptInBackgroundAsync(Type command, string lineStart, params string[] arguments)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals.");
        Assert.SkipUnless(IsInterruptible([.. s_ignoreInterrupt, .. s_restoreInterrupt]), "There is no 'env --default-signal'.");
        Assert.False(IsInterruptible(s_ignoreInterrupt));
        return InterruptAsync(s_ignoreInterrupt, command, lineStart, arguments);
    }

    private static async Task<string> InterruptAsync(string[] job, Type command, string lineStart, string[] arguments)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows cannot send Ctrl-C to a single process.");
        string[]? prefix = s_interruptiblePrefix.Value;
        Assert.SkipWhen(prefix is null, "This process ignores SIGINT, as background jobs do, and there is no 'env --default-signal'.");
        using ChildProcess program = ChildProcess.Start([.. job, .. prefix, .. CommandLine(command, arguments)]);
        using CancellationTokenSource timeout = new(ChildProcess.Timeout);
        string? line;
        do
        {
            line = await program.Output.ReadLineAsync().WaitAsync(timeout.Token);
        }
        while (line is not null && !line.StartsWith(lineStart, StringComparison.Ordinal));
        Assert.NotNull(line);
        Assert.Equal(0, ChildProcess.Run("kill", "-INT", $"{program.Id}").ExitCode);
        (int exitCode, string output, string error) = await program.WaitAsync();
        Assert.Equal((ExitCodes.Interrupted, "Stopped."), (exitCode, error.Trim()));
        return output;
    }

    private static string[] CommandLine(Type command, string[] arguments) => ["dotnet", command.Assembly.Location, .. arguments];

    private static bool IsInterruptible(string[] prefix) =>
        ChildProcess.Run([.. prefix, "sh", "-c", "kill -INT $$"]).ExitCode == ExitCodes.Interrupted;
}
