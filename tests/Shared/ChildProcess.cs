using System.Diagnostics;

namespace Shared.Tests;

/// <summary>
/// A process that a test starts. Disposing it kills the process and its children if they still run, and waits until they are gone, so that
/// no test leaves one behind, also if it fails. Tests start processes by no other means.
/// </summary>
internal sealed class ChildProcess : IDisposable
{
    /// <summary>The longest time that a process may take.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);

    private readonly Process _process;

    private ChildProcess(Process process) => _process = process;

    /// <summary>The process's number.</summary>
    public int Id => _process.Id;

    /// <summary>What the process writes to its standard output.</summary>
    public StreamReader Output => _process.StandardOutput;

    /// <summary>Starts a process. Its input is a pipe that stays empty.</summary>
    /// <param name="commandLine">The program and its arguments.</param>
    /// <param name="folder">Its current folder. Default null: that of this process.</param>
    /// <param name="environment">Environment variables to set.</param>
    public static ChildProcess Start(
        string[] commandLine, string? folder = null, params IEnumerable<(string Name, string Value)> environment)
    {
        ProcessStartInfo start = new(commandLine[0], commandLine[1..])
        {
            WorkingDirectory = folder ?? "",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        return new ChildProcess(Process.Start(start)!);
    }

    /// <summary>Runs a process to its end.</summary>
    /// <exception cref="TimeoutException">It takes too long. It is killed.</exception>
    public static (int ExitCode, string Output, string Error) Run(params string[] commandLine)
    {
        using ChildProcess process = Start(commandLine);
        return process.WaitAsync().GetAwaiter().GetResult();
    }

    /// <summary>Waits until the process has ended, and returns its exit code and what it wrote.</summary>
    /// <param name="timeout">How long to wait. Default null: two minutes.</param>
    /// <exception cref="TimeoutException">It takes too long.</exception>
    public async Task<(int ExitCode, string Output, string Error)> WaitAsync(TimeSpan? timeout = null)
    {
        Task<string> output = _process.StandardOutput.ReadToEndAsync();
        Task<string> error = _process.StandardError.ReadToEndAsync();
        await _process.WaitForExitAsync().WaitAsync(timeout ?? Timeout);
        return (_process.ExitCode, await output, await error);
    }

    /// <summary>Waits until the process has ended; the caller reads its output. Returns its exit code and what it wrote as errors.</summary>
    /// <param name="timeout">How long to wait.</param>
    /// <exception cref="TimeoutException">It takes too long.</exception>
    public async Task<(int ExitCode, string Error)> WaitForExitAsync(TimeSpan timeout)
    {
        Task<string> error = _process.StandardError.ReadToEndAsync();
        await _process.WaitForExitAsync().WaitAsync(timeout);
        return (_process.ExitCode, await error);
    }

    public void Dispose()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }
        finally
        {
            _process.Dispose();
        }
    }
}
