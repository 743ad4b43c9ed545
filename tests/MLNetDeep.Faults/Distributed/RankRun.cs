using System.Diagnostics;
using System.Globalization;
using Shared.Tests;

namespace MLNetDeep.Faults.Distributed;

/// <summary>A run of <see cref="RankTraining"/> by mpirun. Disposing it ends its processes.</summary>
internal sealed class RankRun : IDisposable
{
    private readonly ChildProcess _launcher;
    private readonly Lock _lock = new();
    private readonly List<string> _losses = [];
    private readonly Dictionary<int, int> _processes = [];
    private readonly Task _reading;
    private readonly TaskCompletionSource _isWanted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _wantedStep = int.MaxValue;

    /// <summary>Starts a run.</summary>
    /// <param name="launcher">mpirun and its arguments.</param>
    /// <param name="folder">See <see cref="RankTraining.Run"/>.</param>
    /// <param name="pause">See <see cref="RankTraining.Run"/>.</param>
    /// <param name="environment">Environment variables to set.</param>
    public RankRun(IEnumerable<string> launcher, string folder, int pause, IEnumerable<(string Name, string Value)> environment)
    {
        string[] program = ["dotnet", typeof(RankTraining).Assembly.Location, RankTraining.Argument, folder, $"{pause}"];
        _launcher = ChildProcess.Start([.. launcher, .. program], environment: environment);
        _reading = Task.Run(ReadAsync);
    }

    /// <summary>The losses of the steps, as rank 0 wrote them.</summary>
    public string[] Losses
    {
        get
        {
            lock (_lock)
            {
                return [.. _losses];
            }
        }
    }

    /// <summary>The accuracy of the last epoch; NaN before the end.</summary>
    public double Accuracy { get; private set; } = double.NaN;

    /// <summary>What the launcher and the ranks wrote to their standard error output, after the end.</summary>
    public string Error { get; private set; } = "";

    /// <summary>Waits until rank 0 has written so many lines of steps.</summary>
    public async Task WaitForStepsAsync(int count)
    {
        lock (_lock)
        {
            _wantedStep = count;
            if (_losses.Count >= count)
            {
                _isWanted.TrySetResult();
            }
        }

        await Task.WhenAny(_isWanted.Task, _reading).WaitAsync(ChildProcess.Timeout);
        Assert.True(_isWanted.Task.IsCompleted, $"The training ended before step {count}.");
    }

    /// <summary>Kills a rank, as the system's out-of-memory killer does.</summary>
    public void Kill(int rank)
    {
        using Process process = Process.GetProcessById(_processes[rank]);
        process.Kill();
    }

    /// <summary>Waits for the end of the launcher and of all ranks.</summary>
    /// <returns>The launcher's exit code, and the time that it and the ranks took to end.</returns>
    public async Task<(int ExitCode, TimeSpan Time)> WaitForEndAsync()
    {
        Stopwatch watch = Stopwatch.StartNew();
        (int exitCode, Error) = await _launcher.WaitForExitAsync(TimeSpan.FromMinutes(1));
        await _reading;
        while (_processes.Values.Any(IsRunning))
        {
            Assert.True(watch.Elapsed < TimeSpan.FromMinutes(1), "A rank is still there.");
            await Task.Delay(20);
        }

        return (exitCode, watch.Elapsed);
    }

    public void Dispose()
    {
        _launcher.Dispose();
        foreach (int id in _processes.Values.Where(IsRunning))
        {
            using Process process = Process.GetProcessById(id);
            process.Kill();
        }
    }

    private static bool IsRunning(int id)
    {
        try
        {
            using Process process = Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private async Task ReadAsync()
    {
        while (await _launcher.Output.ReadLineAsync() is { } line)
        {
            lock (_lock)
            {
                switch (line.Split(' '))
                {
                    case ["rank", string rank, "is", "process", string id]:
                        _processes.Add(int.Parse(rank, CultureInfo.InvariantCulture), int.Parse(id, CultureInfo.InvariantCulture));
                        break;
                    case ["step", _, _]:
                        _losses.Add(line);
                        break;
                    case ["accuracy", string accuracy]:
                        Accuracy = double.Parse(accuracy, CultureInfo.InvariantCulture);
                        break;
                }

                if (_losses.Count >= _wantedStep)
                {
                    _isWanted.TrySetResult();
                }
            }
        }
    }
}
