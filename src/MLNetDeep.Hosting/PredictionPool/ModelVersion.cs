namespace MLNetDeep.Hosting;

/// <summary>Which model made a prediction. Each load of a changed file gives a new object.</summary>
public sealed class ModelVersion
{
    private const int ShortLength = 12;

    internal ModelVersion(string modelName, int number, string path, string hash, long fileSize, DateTimeOffset fileTime, DateTimeOffset loadedAt)
    {
        ModelName = modelName;
        Number = number;
        Path = path;
        Hash = hash;
        ShortHash = hash[..ShortLength];
        FileSize = fileSize;
        FileTime = fileTime;
        LoadedAt = loadedAt;
    }

    /// <summary>The name of the model; empty for the default model.</summary>
    public string ModelName { get; }

    /// <summary>How many models the pool has loaded under this name, this one included: 1 for the first.</summary>
    public int Number { get; }

    /// <summary>The full path of the file.</summary>
    public string Path { get; }

    /// <summary>The SHA-256 of the file, as 64 lower-case hexadecimal digits. The same file has the same hash in each process.</summary>
    public string Hash { get; }

    /// <summary>The first 12 digits of <see cref="Hash"/>, for responses and logs.</summary>
    public string ShortHash { get; }

    /// <summary>The size of the file in bytes.</summary>
    public long FileSize { get; }

    /// <summary>When the file was last written, by its file system.</summary>
    public DateTimeOffset FileTime { get; }

    /// <summary>When the model was loaded.</summary>
    public DateTimeOffset LoadedAt { get; }

    /// <summary>The name, the number and the short hash, such as <c>default #2 (1f3870be274f)</c>.</summary>
    public override string ToString() => $"{RegisteredModel.Describe(ModelName)} #{Number} ({ShortHash})";
}
