using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.FileProviders.Physical;
using Microsoft.Extensions.Primitives;

namespace MLNetDeep.Hosting;

/// <summary>
/// Waits until a file may have changed: until the file system says so, or an interval has passed. To miss no change, subscribe, look at the
/// file, wait, and begin again.
/// </summary>
internal sealed class FileChanges(string path, TimeSpan interval) : IDisposable
{
    private readonly SemaphoreSlim _reported = new(0, 1);
    private PhysicalFileProvider? _provider;
    private IDisposable? _subscription;

    /// <summary>Why the file system reports nothing at present; null if it does, or has not been asked.</summary>
    public Exception? Error { get; private set; }

    /// <summary>
    /// Asks the file system for reports, if it does not give them yet: the folder may have been missing, or the system out of watches.
    /// </summary>
    public void Subscribe()
    {
        if (_subscription is not null)
        {
            return;
        }

        try
        {
            _provider ??= new PhysicalFileProvider(Path.GetDirectoryName(path)!, ExclusionFilters.None);
            string name = Path.GetFileName(path);
            _subscription = ChangeToken.OnChange(() => _provider.Watch(name), Report);
            Error = null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or PlatformNotSupportedException)
        {
            Error = e;
        }
    }

    public Task WaitAsync(CancellationToken cancellation) => _reported.WaitAsync(interval, cancellation);

    public void Dispose()
    {
        _subscription?.Dispose();
        _provider?.Dispose();
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
