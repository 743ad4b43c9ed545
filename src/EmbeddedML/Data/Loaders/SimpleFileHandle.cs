using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A file on disk. Disposing the handle closes the streams that were opened through it.</summary>
public sealed class SimpleFileHandle : IFileHandle
{
    private readonly string _path;
    private readonly bool _autoDelete;
    private readonly Lock _lock = new();
    private readonly List<FileStream> _readStreams = [];
    private FileStream? _writeStream;
    private bool _isWritten;
    private bool _isDisposed;

    /// <summary>Makes the handle.</summary>
    /// <param name="ectx">The context that marks exceptions.</param>
    /// <param name="path">The file.</param>
    /// <param name="needsWrite">Whether the file is to be written before it can be read; else it is there already.</param>
    /// <param name="autoDelete">Whether disposing the handle deletes the file.</param>
    public SimpleFileHandle(IExceptionContext ectx, string path, bool needsWrite, bool autoDelete)
    {
        ArgumentNullException.ThrowIfNull(ectx);
        if (string.IsNullOrEmpty(path))
            throw new ArgumentOutOfRangeException(nameof(path), "The path must not be null or empty.");
        _path = Path.GetFullPath(path);
        _autoDelete = autoDelete;
        _isWritten = !needsWrite;
    }

    /// <inheritdoc/>
    public bool CanWrite => !_isWritten && !_isDisposed;

    /// <inheritdoc/>
    public bool CanRead => _isWritten && !_isDisposed;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The file has been written, or the handle is disposed.</exception>
    public Stream CreateWriteStream()
    {
        lock (_lock)
        {
            CheckNotDisposed();
            if (_isWritten)
                throw new InvalidOperationException($"'{_path}' has been written already.");
            _writeStream = new FileStream(_path, FileMode.Create, FileAccess.Write);
            _isWritten = true;
            return _writeStream;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The file has not been written, or is being written, or the handle is disposed.</exception>
    public Stream OpenReadStream()
    {
        lock (_lock)
        {
            CheckNotDisposed();
            if (!_isWritten)
                throw new InvalidOperationException($"'{_path}' has not been written yet.");
            if (_writeStream is { CanWrite: true })
                throw new InvalidOperationException($"'{_path}' is still being written.");
            _writeStream = null;
            _readStreams.RemoveAll(stream => !stream.CanRead);
            var opened = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.Read);
            _readStreams.Add(opened);
            return opened;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_isDisposed)
                return;
            _isDisposed = true;
            _writeStream?.Dispose();
            foreach (FileStream stream in _readStreams)
                stream.Dispose();
            if (_autoDelete)
                Delete();
        }
    }

    // What disposes the handle cannot do anything about a file that stays.
    private void Delete()
    {
        try
        {
            File.Delete(_path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }

    private void CheckNotDisposed()
    {
        if (_isDisposed)
            throw new InvalidOperationException($"The handle of '{_path}' is disposed.");
    }
}
