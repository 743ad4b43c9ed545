namespace Microsoft.ML.Data;

/// <summary>A file that is written once, at most, and then read any number of times.</summary>
public interface IFileHandle : IDisposable
{
    /// <summary>Whether the file still waits to be written.</summary>
    bool CanWrite { get; }

    /// <summary>Whether the file can be read.</summary>
    bool CanRead { get; }

    /// <summary>Opens the file to write it; only once.</summary>
    Stream CreateWriteStream();

    /// <summary>Opens the file to read it.</summary>
    Stream OpenReadStream();
}
