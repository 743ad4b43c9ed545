namespace MLNetDeep.Hosting;

/// <summary>
/// Waits until a file may have changed: until the file system says so, or an interval has passed. To miss no change, subscribe, look at the
/// file, wait, and begin again.
/// </summary>
internal sealed class FileChanges(string path, TimeSpan interval) : IDisposable
{
    private readonly string _folder = Path.GetDirectoryName(path)!;
    private readonly SemaphoreSlim _reported = new(0, 1);
    private FileSystemWatcher? _watcher;
    private volatile bool _mustRenew;

    /// <summary>Why the file system reports nothing at present; null if it does, or has not been asked.</summary>
    public Exception? Error { get; private set; }

    /// <summary>
    /// Asks the file system for reports, if it does not give them yet: the folder may have been missing, or the system out of watches.
    /// </summary>
    public void Subscribe()
    {
        if (_watcher is not null && !_mustRenew && Directory.Exists(_folder))
        {
            return;
        }

        _watcher?.Dispose();
        _watcher = null;
        _mustRenew = false;
        FileSystemWatcher? watcher = null;
        try
        {
            // Subfolders are not watched: each of them would take one of the system's watches.
            watcher = new FileSystemWatcher(_folder, Path.GetFileName(path));
            watcher.Created += (_, _) => Report();
            watcher.Changed += (_, _) => Report();
            watcher.Deleted += (_, _) => Report();
            watcher.Renamed += (_, _) => Report();
            watcher.Error += (_, _) => Fail();
            watcher.EnableRaisingEvents = true;
            _watcher = watcher;
            Error = null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or PlatformNotSupportedException or ArgumentException)
        {
            // An ArgumentException says that there is no such folder.
            watcher?.Dispose();
            Error = e;
        }
    }

    /// <summary>
    /// To be called if the file has changed without a report. The folder may have been replaced, so the next <see cref="Subscribe"/> makes a new
    /// watcher.
    /// </summary>
    public void Renew() => _mustRenew = true;

    /// <summary>Waits for a report, or until the interval has passed.</summary>
    /// <returns>Whether there was a report.</returns>
    public Task<bool> WaitAsync(CancellationToken cancellation) => _reported.WaitAsync(interval, cancellation);

    public void Dispose() => _watcher?.Dispose();

    // Reports were lost, or the folder was deleted.
    private void Fail()
    {
        _mustRenew = true;
        Report();
    }

    private void Report()
    {
        lock (_reported)
        {
            if (_reported.CurrentCount == 0)
            {
                _reported.Release();
            }
        }
    }
}
