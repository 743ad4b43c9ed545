using System.IO.Compression;
using System.Reflection;

namespace Microsoft.ML;

/// <summary>Writes the entries of a model file. Dispose it to complete the file.</summary>
internal sealed class RepositoryWriter : IDisposable
{
    private const string VersionEntry = "TrainingInfo/Version.txt";

    private readonly ZipArchive _archive;
    private readonly HashSet<string> _names = [];

    public RepositoryWriter(Stream stream)
    {
        _archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        using Stream entry = CreateEntry(VersionEntry);
        using var writer = new StreamWriter(entry, leaveOpen: true);
        writer.WriteLine(typeof(RepositoryWriter).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion);
    }

    /// <summary>Starts an entry; it ends when the stream is disposed, and no two may be open at once.</summary>
    public Stream CreateEntry(string name)
    {
        if (name.Contains("..", StringComparison.Ordinal))
            throw new ArgumentException($"An entry's name must not contain '..', but it is '{name}'.", nameof(name));
        if (!_names.Add(name))
            throw new InvalidOperationException($"The model file has an entry '{name}' already.");
        return new BufferedStream(_archive.CreateEntry(name, CompressionLevel.Optimal).Open());
    }

    public void Dispose() => _archive.Dispose();
}
