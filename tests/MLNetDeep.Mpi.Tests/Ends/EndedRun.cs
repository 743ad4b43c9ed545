using System.Diagnostics;
using System.Globalization;
using MLNetDeep.Mpi.Tests.Support;
using MLNetDeep.Tests.Support;
using Shared.Tests;

namespace MLNetDeep.Mpi.Tests.Ends;

/// <summary>A run of two ranks of tests/MpiRanks in which the last one ends in a certain way.</summary>
internal sealed class EndedRun : IDisposable
{
    private const int Ranks = 2;
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _folder = new();
    private readonly ChildProcess _process;
    private bool _isKilled;

    public EndedRun(MpiInstallation installation, string how) => _process = installation.Start(Ranks, "end", how, _folder.FullName);

    /// <summary>The number of mpirun's process.</summary>
    public int LauncherId => _process.Id;

    /// <summary>Waits for the end of mpirun and of all ranks.</summary>
    public async Task<(int ExitCode, string Error)> EndAsync()
    {
        (int exitCode, _, string error) = await _process.WaitAsync(s_limit);
        await AssertAllGoneAsync();
        return (exitCode, error);
    }

    /// <summary>Waits until all ranks run.</summary>
    public async Task<int[]> ProcessesAsync()
    {
        Stopwatch watch = Stopwatch.StartNew();
        string[] files = [.. Enumerable.Range(0, Ranks).Select(rank => Path.Combine(_folder.FullName, $"{rank}", "process"))];
        while (!files.All(file => File.Exists(file) && new FileInfo(file).Length == sizeof(int)))
        {
            Assert.True(watch.Elapsed < s_limit, "The ranks did not start.");
            await Task.Delay(20);
        }

        return [.. files.Select(file => BitConverter.ToInt32(File.ReadAllBytes(file)))];
    }

    /// <summary>Kills mpirun.</summary>
    public void Kill()
    {
        if (!_isKilled)
        {
            _isKilled = true;
            _process.Dispose();
        }
    }

    /// <summary>Waits until no rank runs.</summary>
    public async Task AssertAllGoneAsync()
    {
        Stopwatch watch = Stopwatch.StartNew();
        foreach (int process in await ProcessesAsync())
        {
            while (IsRunning(process))
            {
                Assert.True(watch.Elapsed < s_limit, $"Process {process} is left behind.");
                await Task.Delay(20);
            }
        }
    }

    public void Dispose()
    {
        Kill();
        _folder.Dispose();
    }

    // A process that has ended may still have an entry, as a zombie.
    private static bool IsRunning(int process)
    {
        try
        {
            string status = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/stat"));
            return status[(status.LastIndexOf(')') + 2)..][0] is not ('Z' or 'X');
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return !Directory.Exists("/proc/self") && Process.GetProcesses().Any(other => other.Id == process);
        }
        catch (IOException)
        {
            // The process ended while the file was read.
            return false;
        }
    }
}
