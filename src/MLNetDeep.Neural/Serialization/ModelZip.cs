using System.IO.Compression;
using System.Text;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural.Serialization;

/// <summary>
/// Reads networks from a model file of ML.NET: a zip in which each component of the pipeline has a folder. The folder of a network has the
/// architecture as JSON and the weights as safetensors.
/// </summary>
internal static class ModelZip
{
    /// <summary>The name of the entry with the architecture, in the network's folder.</summary>
    public const string Architecture = "Network.json";

    /// <summary>The name of the entry with the weights, in the network's folder.</summary>
    public const string Weights = "Weights.safetensors";

    /// <summary>Reads a network.</summary>
    /// <param name="source">The zip. A stream that does not support seeking is copied to memory.</param>
    /// <param name="index">The network's index in the pipeline, counted from 0; null if there is only one.</param>
    /// <exception cref="InvalidDataException">The zip is damaged or has no network.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The zip has no network with this index.</exception>
    /// <exception cref="ArgumentException">The zip has several networks, and <paramref name="index"/> is null.</exception>
    public static Network Read(Stream source, int? index)
    {
        if (!source.CanSeek)
        {
            using MemoryStream copy = new();
            source.CopyTo(copy);
            return Read(copy, index);
        }

        try
        {
            using ZipArchive archive = new(source, ZipArchiveMode.Read, leaveOpen: true);
            return Read(archive, ChooseFolder(archive, index), source.Length);
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"This is not a model file of ML.NET with a network, or it is damaged: {exception.Message}", exception);
        }
    }

    private static Network Read(ZipArchive archive, string folder, long fileLength)
    {
        NetworkSpec spec = Read(archive, folder + Architecture, ZipLimit.OfContent(fileLength), stream =>
        {
            using MemoryStream json = new();
            stream.CopyTo(json);
            return NetworkSpec.FromJson(Encoding.UTF8.GetString(json.GetBuffer().AsSpan(0, (int)json.Length)));
        });
        return Read(archive, folder + Weights, ZipLimit.OfWeights(fileLength), stream => Network.Load(spec, stream));
    }

    private static T Read<T>(ZipArchive archive, string name, long limit, Func<Stream, T> read)
    {
        ZipArchiveEntry entry = archive.GetEntry(name) ?? throw new InvalidDataException($"It has no entry '{name}'.");
        try
        {
            if (entry.Length > limit)
            {
                throw new InvalidDataException($"it claims {entry.Length} bytes, too many for this zip");
            }

            using CheckedEntryStream stream = new(entry);
            return read(stream);
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"'{name}' cannot be read: {exception.Message}", exception);
        }
    }

    // Returns the folder with the separator at its end. ML.NET numbers the folders of a pipeline, so their order is that of the names.
    private static string ChooseFolder(ZipArchive archive, int? index)
    {
        string[] folders =
        [
            .. archive.Entries.Select(entry => entry.FullName).Where(IsArchitecture).Select(name => name[..^Architecture.Length]).Order(StringComparer.Ordinal),
        ];
        if (folders.Length == 0)
        {
            throw new InvalidDataException($"It has no entry '{Architecture}', which each trainer of this library saves.");
        }

        if (index is null && folders.Length > 1)
        {
            throw new ArgumentException(
                $"The model has {folders.Length} networks, in {string.Join(", ", folders.Select(folder => $"'{folder}'"))}: pass the index of one, "
                + $"0 to {folders.Length - 1}.",
                nameof(index));
        }

        int chosen = index ?? 0;
        return folders[Guard.Accept(chosen >= 0 && chosen < folders.Length, chosen, nameof(index), $"0 to {folders.Length - 1}")];
    }

    // Entries of files that were written on Windows may have backslashes.
    private static bool IsArchitecture(string name) =>
        name.EndsWith(Architecture, StringComparison.Ordinal) && (name.Length == Architecture.Length || name[^(Architecture.Length + 1)] is '/' or '\\');
}
