namespace Microsoft.ML.Data;

/// <summary>A source of one stream: a file given by its handle.</summary>
public sealed class FileHandleSource : IMultiStreamSource
{
    private readonly IFileHandle _file;

    /// <summary>Makes the source.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The file cannot be read.</exception>
    public FileHandleSource(IFileHandle file)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (!file.CanRead)
            throw new ArgumentOutOfRangeException(nameof(file), "The file cannot be read.");
        _file = file;
    }

    /// <summary>Always 1.</summary>
    public int Count => 1;

    /// <summary>Always null.</summary>
    public string? GetPathOrNull(int index)
    {
        Check(index);
        return null;
    }

    /// <inheritdoc/>
    public Stream Open(int index)
    {
        Check(index);
        return _file.OpenReadStream();
    }

    /// <inheritdoc/>
    public TextReader OpenTextReader(int index) => new StreamReader(Open(index));

    private static void Check(int index)
    {
        if (index != 0)
            throw new ArgumentOutOfRangeException(nameof(index), index, "There is only the stream 0.");
    }
}
