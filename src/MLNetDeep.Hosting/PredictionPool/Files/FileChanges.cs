using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.FileProviders.Physical;
using Microsoft.Extensions.Primitives;

namespace MLNetDeep.Hosting;

/// <summary>
/// Waits until a file may have changed: until the file system says so, or an interval has passed. Who waits must look at the file.
/// </summary>
internal sealed class FileChanges(string path, TimeSpan interval) : IDisposable
{
    private readonly SemaphoreSlim _reported = new(0, 1);
    private PhysicalFileProvider? _provider;
    private IDisposable? _subscription;

    /// <summary>Why the file system reports nothing at present; null if it does, or has not been asked.</summary>
    public Exception? Error { get; private set; }

    public async Task WaitAsync(CancellationToken cancellation)
    {
        Subscribe();
        await _reported.WaitAsync(interval, cancellation).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _subscription?.Dispose();
        _provider?.Dispose();
    }

    // The folder may be missing now and there later; the system may be out of watches.
    private void Subscribe()
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
